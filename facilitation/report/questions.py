"""One chapter for each question: what was concluded, what the themes show, the room's own words."""

from collections.abc import Iterator, Sequence

from facilitation.confidentiality import NOT_SHOWN, SMALLEST_CELL
from facilitation.findings import Findings, find
from facilitation.model import Axis, CodingState, Contribution, Part, PartKind, Words
from facilitation.palette import colour_of_group
from facilitation.patterns import Column, Count, Pattern
from facilitation.report import drawings
from facilitation.report.blocks import Block, Figure, Heading, Paragraph, Table, Tone
from facilitation.report.concluded import concluded, nothing_concluded
from facilitation.report.material import Material, codes_of, group_of, voices
from facilitation.report.telling import Telling
from facilitation.uncertainty import Share

QUOTED_THEMES = 4  # where nobody has concluded anything yet, quotes of so many themes
QUOTES_EACH = 2
WIDE = 7  # columns of a table: with more, its first one gives way


def chapters_of_parts(telling: Telling, first: int) -> Iterator[list[Block]]:
    """A chapter for each part that took contributions, in the order of the run sheet."""
    parts = [part for part in telling.material.session.plan.parts if part.takes_contributions]
    for number, part in enumerate(parts, first):
        yield list(_chapter(telling, part, str(number)))


def _chapter(telling: Telling, part: Part, number: str) -> Iterator[Block]:
    said = telling.material.of_part(part.id)
    yield Heading(telling.read(part.title), 1, number)
    if part.text:
        yield Paragraph(telling.read(part.text), Tone.LEAD)
    if said:
        n, spoke = len(said), telling.say("report.voices", n=voices(said))
        yield telling.paragraph("report.question.said", Tone.QUIET, n=n, voices=spoke)
    else:
        yield telling.paragraph("report.question.nothing", Tone.NOTICE)
    conclusions = telling.material.conclusions
    own = [one for one in conclusions if one.part_id == part.id and not one.point_id]
    yield from concluded(telling, number, own)
    place = len({one.kind for one in own})
    if part.kind is PartKind.PROPOSAL:
        yield from points(telling, number, place)
        return
    if not own:
        yield nothing_concluded(telling)
    if said:
        yield from _themes(telling, part, said, f"{number}.{place + 1}")
    if said and not own:
        yield from _voices(telling, part, said, f"{number}.{place + 2}")


def points(telling: Telling, number: str, before: int = 0) -> Iterator[Block]:
    """The note's points, each with what was concluded and how many spoke to it."""
    plan = telling.material.session.plan
    for place, point in enumerate((one for one in plan.points if not one.is_retired), before + 1):
        yield Heading(telling.read(point.label), 2, f"{number}.{place}")
        if point.definition:
            yield Paragraph(telling.read(point.definition), Tone.QUIET)
        counted = telling.material.counted
        spoke = [told for told in counted if point.id in codes_of(told, Axis.POINT)]
        n = voices(spoke)
        yield telling.paragraph("report.point.voices", Tone.QUIET, n=n)
        own = [one for one in telling.material.conclusions if one.point_id == point.id]
        if own:
            yield from concluded(telling, f"{number}.{place}", own, level=3)
        else:
            yield nothing_concluded(telling)
            yield from (telling.quote(told) for told in telling_ones(spoke, set())[:QUOTES_EACH])


def findings_of(material: Material, part_id: str) -> Findings:
    """What may be said of a part: confirmed codings only, past chance. The same in each language,
    so the shuffles behind it are done once."""
    if part_id not in material.found:
        plan = material.session.plan
        themes = [code.id for code in plan.themes if not code.is_retired]
        marks = material.marks_of(part_id)
        groups = [group.id for group in plan.groups]
        material.found[part_id] = find(marks, groups, themes)
    return material.found[part_id]


def _themes(
    telling: Telling, part: Part, said: Sequence[Contribution], number: str
) -> Iterator[Block]:
    pattern = telling.material.patterns[part.id, Axis.THEME]
    yield telling.heading(2, number, "report.themes")
    coverage = telling.say(
        "chart.coverage",
        n=pattern.contributions,
        checked=telling.number(pattern.checked),
        unassigned=telling.number(pattern.unassigned),
    )
    if any(row.whole.voices for row in pattern.rows):
        yield from _found(telling, findings_of(telling.material, part.id))
        yield Paragraph(telling.own(coverage), Tone.QUIET)
        yield themes_figure(telling, pattern)
        if any(column.id == NOT_SHOWN for column in pattern.columns):
            yield telling.paragraph("confidentiality.why", Tone.QUIET, n=SMALLEST_CELL)
    else:
        yield telling.paragraph("chart.nothing_yet")
        yield Paragraph(telling.own(coverage), Tone.QUIET)


def themes_figure(telling: Telling, pattern: Pattern) -> Figure:
    """Themes by groups, with the table behind; a theme that nobody raised has no row."""
    session = telling.material.session
    columns = [
        (telling.column(one.id).text, colour_of_group(group_of(session, one.id)))
        for one in pattern.columns
    ]
    raised = [row for row in pattern.rows if row.whole.voices]
    rows = [
        (
            telling.read(row.code.label).text,
            [
                drawings.Dot(count.confirmed, count.voices, is_told(pattern, column))
                for column, count in zip(pattern.columns, row.counts, strict=True)
            ],
        )
        for row in raised
    ]
    most = max(raised, key=lambda row: row.whole.voices)
    alternative = telling.say(
        "chart.summary",
        theme=telling.read(most.code.label).text,
        n=most.whole.voices,
        of=telling.number(pattern.voices),
    )
    caption = telling.say("report.themes.caption")
    table = themes_table(telling, pattern)
    return Figure(drawings.matrix(columns, rows), alternative, caption, table)


def is_told(pattern: Pattern, column: Column) -> bool:
    """Whether a group's voices are told: where some have no kind that is shown, those of a group
    that seems silent may be among them."""
    has_pool = any(one.id == NOT_SHOWN and one.voices for one in pattern.columns)
    return bool(column.voices) or not has_pool


def themes_table(telling: Telling, pattern: Pattern) -> Table:
    """Voices for each theme and group: confirmed, and after a plus those only suggested."""

    def cell(count: Count) -> Words:
        told = telling.number(count.confirmed)
        more = f"{told} + {telling.number(count.suggested)}"
        return telling.own(more if count.suggested else told)

    unsaid = telling.own("–")  # the head of the column says why, once
    shown = [is_told(pattern, column) for column in pattern.columns]
    rows = [
        (
            telling.read(row.code.label),
            *(cell(n) if told else unsaid for n, told in zip(row.counts, shown, strict=True)),
            cell(row.whole),
        )
        for row in pattern.rows
    ]
    groups = [
        _head(telling, column, is_shown=told)
        for column, told in zip(pattern.columns, shown, strict=True)
    ]
    header = (telling.say("chart.theme"), *groups, telling.say("chart.whole"))
    numeric = frozenset(range(1, len(header)))
    shares = (4 if len(header) > WIDE else 5, *(2 for _ in numeric))
    return Table(telling.say("report.themes.table"), header, tuple(rows), shares, numeric)


def _head(telling: Telling, column: Column, *, is_shown: bool) -> str:
    label = telling.column(column.id).text
    return label if is_shown else f"{label} ({telling.say('confidentiality.not_shown')})"


def _found(telling: Telling, found: Findings) -> Iterator[Paragraph]:
    """What the counts allow to be said, each in one sentence with its numbers."""
    plan = telling.material.session.plan
    groups = {group.id: telling.read(group.label).text for group in plan.groups}

    def share(one: Share) -> str:
        return telling.share(one.count, one.total)

    if found.is_without_themes:
        yield telling.paragraph("report.found.nothing_confirmed", Tone.QUIET)
        return
    if found.common_ground:
        shared = telling.listed(telling.code(one.theme).text for one in found.common_ground)
        n = len(found.common_ground)
        yield telling.paragraph("report.found.common", n=n, themes=shared)
    for one in found.differences:
        yield telling.paragraph(
            "report.found.difference",
            theme=telling.code(one.theme).text,
            group=groups[one.group],
            here=share(one.here),
            others=share(one.others),
        )
    if not found.differences:
        yield telling.paragraph("report.found.no_difference", Tone.QUIET)


def _voices(
    telling: Telling, part: Part, said: Sequence[Contribution], number: str
) -> Iterator[Block]:
    """Quotes of the themes that most people raised, until somebody has concluded."""
    yield telling.heading(2, number, "report.quotes")
    pattern = telling.material.patterns[part.id, Axis.THEME]
    ranked = sorted(pattern.rows, key=lambda row: (-row.whole.confirmed, -row.whole.suggested))
    taken: set[str] = set()
    for row in ranked[:QUOTED_THEMES]:
        about = [told for told in said if row.code.id in codes_of(told, Axis.THEME)]
        about = about or [
            told
            for told in said
            if row.code.id in codes_of(told, Axis.THEME, CodingState.SUGGESTED)
        ]
        quotes = telling_ones(about, taken)[:QUOTES_EACH]
        if quotes:
            yield Paragraph(telling.read(row.code.label), Tone.LEAD)
            taken |= {told.id for told in quotes}
            yield from map(telling.quote, quotes)


def telling_ones(said: Sequence[Contribution], taken: set[str]) -> list[Contribution]:
    """Those most shared first, then the longest under the limit of a quote; one of each actor
    before a second one."""
    ranked = sorted(
        (told for told in said if told.id not in taken),
        key=lambda told: (-told.support, -min(len(told.words.text), 300), told.number),
    )
    first = list({told.actor_id: told for told in reversed(ranked)}.values())
    chosen = {told.id for told in first}
    of_each = [told for told in ranked if told.id in chosen]
    return of_each + [told for told in ranked if told.id not in chosen]
