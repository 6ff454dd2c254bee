"""How the report came about: what machines did, how much of it people checked, what was left."""

from collections import Counter
from collections.abc import Iterator

from facilitation.confidentiality import SMALLEST_CELL, names_nobody
from facilitation.lifecycles import StatementState
from facilitation.model import Axis, CodingState, Source, TranslationState
from facilitation.phrases import name_of
from facilitation.report.blocks import Block, Table, Tone
from facilitation.report.telling import Telling


def method(telling: Telling, number: str) -> Iterator[Block]:
    yield telling.heading(1, number, "report.method")
    yield telling.paragraph("report.method.record")
    yield telling.paragraph("report.method.voices")
    if names_nobody(telling.material.session):
        yield telling.paragraph("report.method.veil", n=SMALLEST_CELL)
    yield from _sources(telling)
    yield telling.heading(2, f"{number}.1", "report.method.translation")
    yield from _translations(telling)
    yield telling.heading(2, f"{number}.2", "report.method.coding")
    yield from _codings(telling)
    yield telling.heading(2, f"{number}.3", "report.method.conclusions")
    yield from _conclusions(telling)


def _sources(telling: Telling) -> Iterator[Block]:
    counts = Counter(told.source for told in telling.material.counted)
    came = [
        telling.say(f"report.source.{source}", n=counts[source])
        for source in Source
        if counts[source]
    ]
    if came:
        yield telling.paragraph("report.method.sources", ways=telling.listed(came))


def _translations(telling: Telling) -> Iterator[Block]:
    """For each language: texts written in it, and whose translations the others are."""
    material = telling.material
    rows = []
    for language in material.session.plan.languages:
        written = sum(told.words.language == language for told in material.counted)
        states = Counter(
            one.state
            for told in material.counted
            for one in told.translations
            if one.words.language == language != told.words.language
        )
        machine, checked, stale = (states[state] for state in TranslationState)
        missing = len(material.counted) - written - machine - checked - stale
        cells = (written, checked, machine, stale, missing)
        name = telling.own(name_of(language, telling.language))
        rows.append((name, *(telling.own(telling.number(n)) for n in cells)))
    yield telling.paragraph(f"report.method.engine.{_engine(telling)}")
    header = ("language", "written", "checked", "machine", "stale", "missing")
    yield Table(
        telling.say("report.translations.caption"),
        tuple(telling.say(f"report.translations.{name}") for name in header),
        tuple(rows),
        (3, 2, 2, 2, 2, 2),
        frozenset(range(1, 6)),
    )


def _engine(telling: Telling) -> str:
    """Whether a machine translated: also where it was turned off again since."""
    made = any(told.translations for told in telling.material.counted)
    return "some" if made or telling.material.session.engine != "off" else "none"


def _agreement(telling: Telling) -> Block:
    """How far two people agreed who coded the same: in percent, and beyond chance."""
    agreement = telling.material.agreement
    if agreement is None or agreement.pooled.agreed is None:
        return telling.paragraph("report.method.agreement_unknown", Tone.QUIET)
    n, kappa = agreement.contributions, agreement.pooled.kappa
    percent = telling.phrases.percent(agreement.pooled.agreed)
    if kappa is None:
        return telling.paragraph("report.method.agreement_no_kappa", n=n, percent=percent)
    told = telling.number(round(kappa, 2))
    return telling.paragraph("report.method.agreement", n=n, percent=percent, kappa=told)


def _codings(telling: Telling) -> Iterator[Block]:
    counted = telling.material.counted
    themes = [[one.state for one in told.codings if one.axis is Axis.THEME] for told in counted]
    standing = [[one for one in states if one is not CodingState.REJECTED] for states in themes]
    unassigned = sum(not states for states in standing)
    undecided = sum(CodingState.SUGGESTED in states for states in themes)
    confirmed = sum(CodingState.CONFIRMED in states for states in themes)
    rejected = sum(states.count(CodingState.REJECTED) for states in themes)
    yield telling.paragraph(
        "report.method.codings",
        n=len(counted),
        confirmed=telling.number(confirmed),
        undecided=telling.number(undecided),
        unassigned=telling.number(unassigned),
    )
    yield telling.paragraph("report.method.rejected", n=rejected)
    yield _agreement(telling)
    yield telling.paragraph("report.method.differences", Tone.QUIET)


def _conclusions(telling: Telling) -> Iterator[Block]:
    conclusions = telling.material.conclusions
    if not conclusions:
        yield telling.paragraph("report.nothing_concluded", Tone.NOTICE)
        return
    statements = [one.statement(telling.language) for one in conclusions]
    states = Counter(one.state for one in statements if one)
    approved = sum(one.approved_at is not None for one in conclusions)
    yield telling.paragraph(
        "report.method.approved", n=len(conclusions), approved=telling.number(approved)
    )
    yield telling.paragraph(
        "report.method.statements",
        n=len(conclusions),
        language=name_of(telling.language, telling.language),
        written=telling.number(states[StatementState.WRITTEN] + states[StatementState.COUNTED]),
        checked=telling.number(states[StatementState.CHECKED]),
        machine=telling.number(states[StatementState.MACHINE] + states[StatementState.STALE]),
        missing=telling.number(statements.count(None)),
    )
