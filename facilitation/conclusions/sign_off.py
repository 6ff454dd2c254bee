"""Answer for a language of the conclusions by name; what changes later is another version."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from facilitation.access import Action, require
from facilitation.conclusions import parity
from facilitation.conclusions.nouns import Conclusion, Signed, SignOff, Statement, in_report
from facilitation.errors import Refused
from facilitation.lifecycles import ConclusionState, StatementState
from facilitation.model import Language, Session, Stage
from facilitation.store import By, Store
from facilitation.texts import cleaned_line

NAME_LIMIT = 100


class Obstacle(StrEnum):
    """What stands in the way of signing a language."""

    NOTHING = "nothing"  # there is no conclusion to sign
    NOT_APPROVED = "not_approved"
    MISSING = "missing"  # nothing in this language: the count would differ
    STALE = "stale"
    MACHINE = "machine"  # nobody has checked it
    NUMBERS = "numbers"
    IDS = "ids"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Obstruction:
    """One obstacle, of which conclusion (0: of all); where it differs between two languages, what
    differs, and the other language: `found` quotes that one first."""

    obstacle: Obstacle
    number: int = 0
    found: parity.Finding | None = None
    other: Language = ""


class ChangeKind(StrEnum):
    """How a conclusion differs from the one that was signed."""

    ADDED = "added"
    LEFT_OUT = "left_out"
    REWORDED = "reworded"
    FILED = "filed"  # another kind, question or point
    EVIDENCE = "evidence"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Changed:
    """One conclusion that is not as it was signed."""

    kind: ChangeKind
    number: int
    conclusion_id: str


def content_of(conclusions: Iterable[Conclusion], language: Language) -> tuple[Signed, ...]:
    """What would be signed now in one language."""
    return tuple(
        Signed(
            conclusion_id=one.id,
            number=one.number,
            kind=one.kind,
            part_id=one.part_id,
            point_id=one.point_id,
            statement=statement.revision,
            evidence=one.evidence,
        )
        for one in in_report(conclusions)
        if (statement := one.statement(language)) is not None
    )


def obstructions(
    store: Store, session: Session, language: Language, conclusions: Sequence[Conclusion]
) -> list[Obstruction]:
    """All that stands in the way of signing a language, in the order of the conclusions."""
    return _in_the_way(session, parity.known_names(store, session), language, conclusions)


def _in_the_way(
    session: Session,
    names: parity.Names,
    language: Language,
    conclusions: Sequence[Conclusion],
) -> list[Obstruction]:
    reported = in_report(conclusions)
    if not reported:
        return [Obstruction(Obstacle.NOTHING)]
    return [found for one in reported for found in _of_one(session, names, language, one)]


def _of_one(
    session: Session, names: parity.Names, language: Language, one: Conclusion
) -> Iterable[Obstruction]:
    if one.state is not ConclusionState.APPROVED:
        yield Obstruction(Obstacle.NOT_APPROVED, one.number)
    statement = one.statement(language)
    if statement is None:
        yield Obstruction(Obstacle.MISSING, one.number)
        return
    if statement.state is StatementState.STALE:
        yield Obstruction(Obstacle.STALE, one.number)
    elif statement.state is StatementState.MACHINE:
        yield Obstruction(Obstacle.MACHINE, one.number)
    told: set[parity.Disparity] = set()
    for other in _said_elsewhere(one, language):
        for found in parity.compare(session, names, other, statement):
            if found.kind not in told:  # the same again in a third language helps nobody
                yield Obstruction(Obstacle(found.kind.value), one.number, found, other.language)
                told.add(found.kind)


def _said_elsewhere(one: Conclusion, language: Language) -> list[Statement]:
    """What must say the same: its own words first, then each other language that somebody wrote
    or checked, signed or not: two languages that agree with neither are two papers."""
    others = [said for said in one.statements if said.language not in (language, one.language)]
    own = [one.original] if language != one.language else []
    return own + [said for said in others if said.is_settled]


def sign(store: Store, session: Session, language: Language, name: str, by: By) -> SignOff:
    """Answer by name for the conclusions in one language, as they stand in the record now.

    While nothing that was signed has changed, the languages share one version. Raises Refused
    with the first thing that stands in the way.
    """
    require(by.role, Action.CONCLUDE, Stage.of(session))
    name = cleaned_line(name)[:NAME_LIMIT]
    if not name:
        raise Refused("error.sign_by_name")
    if language not in session.plan.languages:
        raise Refused("error.choose_language")
    names = parity.known_names(store, session)
    with store.change(session.id) as change:
        conclusions, before = change.conclusions(), change.sign_offs()
        if in_the_way := _in_the_way(change.session, names, language, conclusions):
            raise Refused("error.not_signable", n=len(in_the_way))
        version = _version(before, conclusions)
        subject = f"session:{session.id}"
        revision = change.touch(by, "sign", subject, language=language, version=version)
        signed = SignOff(
            session_id=session.id,
            language=language,
            version=version,
            name=name,
            role=str(by.role),
            at=change.at,
            revision=revision,
            content=content_of(conclusions, language),
        )
        change.add_sign_off(signed)
        return signed


def _version(before: Sequence[SignOff], conclusions: Sequence[Conclusion]) -> int:
    """The version on the table: the last one while all that was signed of it still stands."""
    last = max((one.version for one in before), default=0)
    of_last = [one for one in before if one.version == last]
    return last if of_last and all(stands(one, conclusions) for one in of_last) else last + 1


def stands(signed: SignOff, conclusions: Iterable[Conclusion]) -> bool:
    """Whether the conclusions still are what was signed, still approved, and none reworded since
    in the language it was written in."""
    conclusions = in_report(conclusions)
    return signed.content == content_of(conclusions, signed.language) and all(
        one.state is ConclusionState.APPROVED
        and (statement := one.statement(signed.language)) is not None
        and statement.state is not StatementState.STALE
        for one in conclusions
    )


def standing_sign_offs(
    sign_offs: Iterable[SignOff], conclusions: Sequence[Conclusion]
) -> Mapping[Language, SignOff]:
    """The last signature of each language, where it still stands: what a report may print."""
    latest = {one.language: one for one in sign_offs}  # oldest first: the last one stays
    return {language: one for language, one in latest.items() if stands(one, conclusions)}


def changed_since(signed: SignOff, conclusions: Iterable[Conclusion]) -> list[Changed]:
    """What is not as it was signed, in that language."""
    return changed(signed.content, content_of(conclusions, signed.language))


def changed(before: Sequence[Signed], after: Sequence[Signed]) -> list[Changed]:
    """What differs between two versions of one language, in the order of the later one."""
    old = {one.conclusion_id: one for one in before}
    new = {one.conclusion_id: one for one in after}
    return [
        *(Changed(kind, one.number, one.conclusion_id) for one in after for kind in _how(old, one)),
        *(
            Changed(ChangeKind.LEFT_OUT, one.number, one.conclusion_id)
            for one in before
            if one.conclusion_id not in new
        ),
        *_moved([one for one in before if one.conclusion_id in new], after, old),
    ]


def _how(old: Mapping[str, Signed], one: Signed) -> Iterable[ChangeKind]:
    before = old.get(one.conclusion_id)
    if before is None:
        yield ChangeKind.ADDED
        return
    if before.statement != one.statement:
        yield ChangeKind.REWORDED
    if (before.kind, before.part_id, before.point_id) != (one.kind, one.part_id, one.point_id):
        yield ChangeKind.FILED
    if before.evidence != one.evidence:
        yield ChangeKind.EVIDENCE


def _moved(
    kept: Sequence[Signed], after: Sequence[Signed], old: Mapping[str, Signed]
) -> list[Changed]:
    """Those that changed places among the ones in both versions."""
    still = [one for one in after if one.conclusion_id in old]
    return [
        Changed(ChangeKind.MOVED, one.number, one.conclusion_id)
        for was, one in zip(kept, still, strict=True)
        if was.conclusion_id != one.conclusion_id
    ]
