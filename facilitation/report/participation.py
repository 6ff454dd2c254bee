"""Who came, who spoke, and how evenly: in people, by kind of actor and by language."""

from collections.abc import Iterator

from facilitation.confidentiality import SMALLEST_CELL
from facilitation.model import Contribution, Words
from facilitation.palette import colour_of_actor
from facilitation.phrases import name_of
from facilitation.report import drawings
from facilitation.report.blocks import Block, Figure, Table, Tone
from facilitation.report.material import Material, voices
from facilitation.report.telling import Telling
from facilitation.uncertainty import evenness


def participation(telling: Telling, number: str) -> Iterator[Block]:
    material = telling.material
    yield telling.heading(1, number, "report.participation")
    if not material.joined:
        yield telling.paragraph("report.participation.nobody", Tone.NOTICE)
        return
    joined, spoke = sum(material.joined.values()), voices(material.counted)
    yield telling.paragraph(
        "report.participation.spoke",
        n=joined,
        voices=telling.number(spoke),
        contributions=telling.number(len(material.counted)),
    )
    yield from _balance(telling)
    yield _by_actor(telling)
    if material.veils:
        yield telling.paragraph("confidentiality.why", Tone.QUIET, n=SMALLEST_CELL)
    yield _by_language(telling)
    yield from _taken_out(telling)


def _balance(telling: Telling) -> Iterator[Block]:
    """How evenly the groups were heard, and which kinds of actor were not."""
    material = telling.material
    spoken = {told.actor_id for told in material.counted}
    if None in spoken:
        return  # of whom we do not know as what they spoke: balance cannot be told without them
    groups = [group.id for group in material.session.plan.groups]
    of_group = {group: voices(_speaking_for(telling, group)) for group in groups}
    even = evenness(list(of_group.values()))
    if even is not None:
        yield telling.paragraph(
            "report.participation.evenness", value=telling.phrases.percent(even)
        )
    actors = material.session.plan.actors
    joined = {one.id: material.joined_of(one.id) for one in actors}
    unheard = [one for one in actors if one.id not in spoken]
    silent = [one for one in unheard if joined[one.id] or one.id in material.few]
    absent = [one for one in unheard if joined[one.id] == 0]
    for key, missing in (("silent", silent), ("absent", absent)):
        if missing:
            labels = telling.listed(telling.read(actor.label).text for actor in missing)
            yield telling.paragraph(f"report.participation.{key}", n=len(missing), actors=labels)


def _speaking_for(telling: Telling, group_id: str) -> Iterator[Contribution]:
    actors = {one.id for one in telling.material.session.plan.actors if one.group == group_id}
    return (told for told in telling.material.counted if told.actor_id in actors)


def _by_actor(telling: Telling) -> Figure:
    material = telling.material
    plan = material.session.plan
    bars, rows = [], []
    for actor_id in kinds_told(material):
        said = [told for told in material.counted if told.actor_id == actor_id]
        spoke, joined = voices(said), material.joined_of(actor_id)
        is_told = material.is_told(actor_id)
        cells = [telling.joined(actor_id), *map(telling.number, (spoke, len(said)))]
        if not is_told:
            cells[1:] = [telling.say("confidentiality.not_shown")] * 2
        told = cells[1]
        if is_told and joined is not None:
            told = telling.say("report.of", count=cells[1], total=cells[0])
        colour, label = colour_of_actor(plan, actor_id), _named(telling, actor_id)
        bars.append(drawings.Bar(label.text, spoke, joined or 0, told, colour))
        rows.append((label, *map(telling.own, cells)))
    caption = telling.say("report.participation.by_actor")
    header = ("report.actor", "report.joined", "report.voices_head", "report.contributions_head")
    table = Table(
        caption, tuple(map(telling.say, header)), tuple(rows), (5, 2, 2, 2), frozenset({1, 2, 3})
    )
    alternative = telling.say("report.participation.drawn", n=sum(material.joined.values()))
    return Figure(drawings.bars(bars), alternative, caption, table)


def kinds_told(material: Material) -> list[str | None]:
    """The rows of a table of participation: every kind, then those of whom none is told."""
    kinds: list[str | None] = [actor.id for actor in material.session.plan.actors]
    spoke = any(told.actor_id is None for told in material.counted)
    return [*kinds, None] if spoke or material.joined.get(None) else kinds


def _named(telling: Telling, actor_id: str | None) -> Words:
    actor = telling.material.session.actor_of(actor_id)
    return telling.read(actor.label) if actor else telling.own(telling.others)


def _by_language(telling: Telling) -> Table:
    material = telling.material
    rows: list[tuple[Words, ...]] = []
    for language in material.session.plan.languages:
        said = [told for told in material.counted if told.words.language == language]
        share = telling.share(len(said), len(material.counted)) if material.counted else "0"
        name = telling.own(name_of(language, telling.language))
        rows.append((name, telling.own(telling.number(voices(said))), telling.own(share)))
    header = ("report.language", "report.voices_head", "report.contributions_head")
    caption = telling.say("report.participation.by_language")
    return Table(
        caption, tuple(map(telling.say, header)), tuple(rows), (5, 2, 4), frozenset({1, 2})
    )


def _taken_out(telling: Telling) -> Iterator[Block]:
    """What was given and is not in the report, by why: counted, never quoted."""
    states = [told.state for told in telling.material.given]
    for state in ("hidden", "withdrawn", "erased", "merged"):
        n = sum(one == state for one in states)
        if n:
            yield telling.paragraph(f"report.taken_out.{state}", Tone.QUIET, n=n)
