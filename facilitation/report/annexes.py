"""The annexes: codebook, organisations, run sheet, versions, evidence, and every contribution."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from facilitation.conclusions.sign_off import changed, changed_since, stands
from facilitation.model import Axis, Language, Part, Words
from facilitation.phrases import name_of
from facilitation.report.blocks import Block, Heading, Listing, Paragraph, Table, Tone
from facilitation.report.material import Material, names_organisations
from facilitation.report.telling import Telling

LISTED = 60  # names of one listing: a page has room for it


def codebook(telling: Telling, number: str) -> Iterator[Block]:
    """Themes and points with their definitions, and how many contributions people coded so."""
    plan = telling.material.session.plan
    coded = [one for told in telling.material.counted for one in told.codings]
    confirmed = [(one.axis, one.code_id) for one in coded if one.state == "confirmed"]
    yield telling.heading(1, number, "report.codebook")
    for axis, codes in ((Axis.THEME, plan.themes), (Axis.POINT, plan.points)):
        rows = tuple(
            (
                telling.read(code.label),
                telling.read(code.definition),
                telling.own(telling.number(confirmed.count((axis, code.id)))),
            )
            for code in codes
            if not code.is_retired
        )
        if rows:
            header = ("report.codebook.code", "report.codebook.definition", "report.codebook.coded")
            caption = telling.say(f"file.axis.{axis}")
            yield Table(caption, tuple(map(telling.say, header)), rows, (4, 10, 2), frozenset({2}))


def organisations(telling: Telling, number: str) -> Iterator[Block]:
    """Who was in the room, by organisation, where the confidentiality lets them be named."""
    yield telling.heading(1, number, "report.organisations")
    if not names_organisations(telling.material.session):
        yield telling.paragraph("report.organisations.not_named", Tone.NOTICE)
        return
    named = telling.material.organisations
    if not named:
        yield telling.paragraph("report.organisations.none", Tone.NOTICE)
        return
    yield telling.paragraph("report.organisations.named", Tone.QUIET, n=len(named))
    for start in range(0, len(named), LISTED):
        yield Listing(tuple(map(telling.own, named[start : start + LISTED])))


def run_sheet(telling: Telling, number: str) -> Iterator[Block]:
    """What was planned for each part, and how long the room really stayed with it."""
    yield telling.heading(1, number, "report.run_sheet")
    plan = telling.material.session.plan
    spent = seconds_spent(telling.material)
    rows = [_part_row(telling, part, spent.get(part.id)) for part in plan.parts]
    planned, real = sum(part.minutes for part in plan.parts), sum(spent.values())
    totals = (planned, round(real / 60)) if spent else (planned,)
    cells = [telling.own(telling.say("report.minutes", n=n)) for n in totals]
    cells += [telling.own("–")] * (2 - len(cells))
    rows.append((telling.words("report.run_sheet.whole"), cells[0], telling.own(""), cells[1]))
    header = ("part", "planned", "began", "took")
    yield Table(
        telling.say("report.run_sheet.caption"),
        tuple(telling.say(f"report.run_sheet.{name}") for name in header),
        tuple(rows),
        (7, 2, 3, 2),
        frozenset({1, 3}),
    )
    yield telling.paragraph("report.run_sheet.note", Tone.QUIET)


def _part_row(telling: Telling, part: Part, spent: float | None) -> tuple[Words, ...]:
    began = next((at for id_, at in telling.material.steps if id_ == part.id), None)
    return (
        telling.read(part.title),
        telling.own(telling.say("report.minutes", n=part.minutes)),
        telling.own(telling.time(began) if began else telling.say("report.run_sheet.left_out")),
        telling.own("–" if spent is None else telling.say("report.minutes", n=round(spent / 60))),
    )


def seconds_spent(material: Material) -> dict[str, float]:
    """Seconds on each part; a part that the room came back to has all of them."""
    end = material.session.closed_at or material.at
    spent: dict[str, float] = {}
    for place, (part_id, began) in enumerate(material.steps):
        left: datetime = material.steps[place + 1][1] if place + 1 < len(material.steps) else end
        spent[part_id] = spent.get(part_id, 0.0) + max(0.0, (left - began).total_seconds())
    return spent


def versions(telling: Telling, number: str) -> Iterator[Block]:
    """Who answers for the conclusions in which language, and what changed from one to the next."""
    yield telling.heading(1, number, "report.versions")
    signed = telling.material.sign_offs
    if not signed:
        yield telling.paragraph("report.versions.unsigned", Tone.NOTICE)
        return
    rows = [
        (
            telling.own(telling.number(one.version)),
            telling.own(name_of(one.language, telling.language)),
            telling.own(one.name),
            telling.own(f"{telling.day(one.at)}, {telling.time(one.at)}"),
        )
        for one in signed
    ]
    header = ("version", "language", "by", "at")
    yield Table(
        telling.say("report.versions.caption"),
        tuple(telling.say(f"report.versions.{name}") for name in header),
        tuple(rows),
        (2, 3, 5, 5),
    )
    yield from _changes(telling)


def _changes(telling: Telling) -> Iterator[Paragraph]:
    own = [one for one in telling.material.sign_offs if one.language == telling.language]
    for before, after in pairwise(own):
        for one in changed(before.content, after.content):
            told = telling.say(f"report.change.{one.kind}", number=one.number)
            yield telling.paragraph("report.versions.change", version=after.version, change=told)
    if own:
        for one in changed_since(own[-1], telling.material.conclusions):
            told = telling.say(f"report.change.{one.kind}", number=one.number)
            yield telling.paragraph("report.versions.since", version=own[-1].version, change=told)


def state_of(telling: Telling) -> Paragraph:
    """What this paper is, on its cover: who signed it, or that nobody has."""
    own = [one for one in telling.material.sign_offs if one.language == telling.language]
    if not own:
        return telling.paragraph("report.state.unsigned", Tone.NOTICE)
    last, phrase, tone = own[-1], "report.state.changed", Tone.NOTICE
    if stands(last, telling.material.conclusions):
        phrase, tone = "report.state.signed", Tone.BODY
    day = telling.day(last.at)
    return telling.paragraph(phrase, tone, version=last.version, name=last.name, day=day)


def contributions(telling: Telling, number: str, languages: Sequence[Language]) -> Iterator[Block]:
    """Everything that was said and not taken back, by part, whole, in the order of arrival."""
    yield telling.heading(1, number, "report.contributions")
    yield telling.paragraph("report.contributions.note", Tone.QUIET)
    for part in telling.material.session.plan.parts:
        said = [told for told in telling.material.standing if told.part_id == part.id]
        if said:
            yield Heading(telling.read(part.title), 2)
            yield from (telling.entry(told, languages) for told in said)
    if not telling.material.standing:
        yield telling.paragraph("report.nothing_said", Tone.NOTICE)
