"""Conclusions as a report tells them: the sentence, its marks, its evidence and a few quotes."""

from collections.abc import Iterable, Iterator, Sequence

from facilitation.conclusions.nouns import Conclusion, Statement
from facilitation.lifecycles import ConclusionKind, ConclusionState, StatementState
from facilitation.model import Contribution, Words
from facilitation.phrases import name_of
from facilitation.report.blocks import Block, Conclusive, Paragraph, Table, Tone
from facilitation.report.telling import Telling

QUOTES_EACH = 2  # under one conclusion
MANY = 40  # conclusions of one chapter: with more, each has one line and no quotes


def concluded(
    telling: Telling, number: str, conclusions: Sequence[Conclusion], level: int = 2
) -> Iterator[Block]:
    """The conclusions by what they say of the room, each kind under its heading."""
    quoted: set[str] = set()
    place = 0
    for kind in ConclusionKind:
        of_kind = [one for one in conclusions if one.kind is kind]
        if of_kind:
            place += 1
            yield telling.heading(level, f"{number}.{place}", f"report.kind.{kind}", n=len(of_kind))
            for one in of_kind:
                yield conclusive(telling, one)
                if len(conclusions) <= MANY:
                    yield from _quotes(telling, one, quoted)


def conclusive(telling: Telling, one: Conclusion) -> Conclusive:
    evidence = telling.material.evidence_of(one)
    statement = one.statement(telling.language) or one.original
    return Conclusive(
        number=one.number,
        words=statement.words,
        marks=tuple(_marks(telling, one, statement)),
        basis=telling.basis(evidence),
        rests_on=telling.say("report.evidence"),
        evidence=tuple(told.number for told in evidence),
    )


def _marks(telling: Telling, one: Conclusion, statement: Statement) -> Iterator[str]:
    if one.state is not ConclusionState.APPROVED:
        yield telling.say(f"report.conclusion.{one.state}")
    if statement.language != telling.language:
        here = name_of(telling.language, telling.language)
        yield telling.say("report.conclusion.missing", language=here)
    elif statement.state in (StatementState.MACHINE, StatementState.STALE):
        yield telling.say(f"report.conclusion.{statement.state}")
    if one.open_objections:
        yield telling.say("report.conclusion.objected", n=len(one.open_objections))


def _quotes(telling: Telling, one: Conclusion, quoted: set[str]) -> Iterator[Block]:
    """The most telling contributions behind it that were not quoted yet, of different actors."""
    for told in _unlike(telling.material.evidence_of(one), quoted):
        quoted.add(told.id)
        yield telling.quote(told)


def _unlike(evidence: Iterable[Contribution], quoted: set[str]) -> list[Contribution]:
    fresh = [told for told in evidence if told.id not in quoted]
    first = fresh[:1]
    other = [told for told in fresh[1:] if told.actor_id != first[0].actor_id] if first else []
    return (first + other + [told for told in fresh[1:] if told not in other])[:QUOTES_EACH]


def steps(telling: Telling, number: str) -> Iterator[Block]:
    """The proposal and the next steps: conclusions of the whole, then who does what by when."""
    yield telling.heading(1, number, "report.steps")
    conclusions = telling.material.conclusions
    whole = [one for one in conclusions if not one.part_id and not one.point_id]
    proposals = [one for one in conclusions if one.kind is ConclusionKind.PROPOSAL]
    if not whole and not proposals:
        yield telling.paragraph("report.steps.none", Tone.NOTICE)
        return
    yield from concluded(telling, number, whole)
    if proposals:
        yield Paragraph(telling.words("report.steps.who"), Tone.QUIET)
        yield _proposals(telling, proposals)


def _proposals(telling: Telling, proposals: Sequence[Conclusion]) -> Table:
    rows = []
    for one in proposals:
        said = one.statement(telling.language) or one.original
        unsaid = telling.words("report.steps.unsaid")
        told = (said.said.proposer, said.said.addressee, said.said.due)
        rows.append(
            (
                telling.own(telling.number(one.number)),
                said.words,
                *(Words(text, said.language) if text else unsaid for text in told),
            )
        )
    header = ("number", "proposal", "proposer", "addressee", "due")
    return Table(
        telling.say("report.steps.caption"),
        tuple(telling.say(f"report.steps.{name}") for name in header),
        tuple(rows),
        (1, 6, 3, 3, 2),
    )


def nothing_concluded(telling: Telling) -> Paragraph:
    return telling.paragraph("report.nothing_concluded", Tone.NOTICE)
