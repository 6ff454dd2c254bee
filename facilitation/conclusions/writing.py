"""Word a conclusion, file it, rest it on what was said, approve it.

Every change names the revision it was made from (`seen`): what somebody else changed meanwhile is
never overwritten, it raises Conflict.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from facilitation.access import Action, require
from facilitation.conclusions.evidence import checked_evidence, standing_evidence
from facilitation.conclusions.nouns import Conclusion, Said, Statement
from facilitation.errors import Conflict, NotFound, Refused
from facilitation.lifecycles import ConclusionKind, ConclusionState, ReopenReason, StatementState
from facilitation.model import Language, Session, Stage
from facilitation.store import By, Change, Store
from facilitation.texts import cleaned, cleaned_line, is_longer

STATEMENT_LIMIT = 1_000  # characters: a conclusion is a sentence or two
LINE_LIMIT = 200  # of who, to whom and by when
CONCLUSION_LIMIT = 500  # of one session


@dataclass(frozen=True, slots=True)
class Draft:
    """A conclusion as a person words it. "" where it is of no question, point or theme."""

    kind: ConclusionKind
    language: Language
    said: Said
    part_id: str = ""
    point_id: str = ""
    theme_id: str = ""
    evidence: tuple[str, ...] = ()


def write(store: Store, session: Session, draft: Draft, by: By, name: str = "") -> Conclusion:
    """One more conclusion, last in order. `name` is the rapporteur's own, as they gave it."""
    require(by.role, Action.CONCLUDE, Stage.of(session))
    said = checked_said(draft.said)
    _require_language(session, draft.language)
    _require_place(session, draft.part_id, draft.point_id)
    with store.change(session.id) as change:
        evidence = checked_evidence(change, draft.evidence)
        begun = begin(change, draft, _signed(name, by))
        subject = f"conclusion:{begun.id}"
        revision = change.touch(by, "conclude", subject, kind=draft.kind.value)
        statement = _statement(change, begun, draft.language, said, revision, _signed(name, by))
        conclusion = replace(begun, revision=revision, statements=(statement,), evidence=evidence)
        change.add_conclusion(conclusion)
        return conclusion


def begin(change: Change, draft: Draft, made_by: str) -> Conclusion:
    """A conclusion with its number, before anything of it is in the record."""
    number, position = change.next_conclusion()
    if number > CONCLUSION_LIMIT:
        raise Refused("error.too_many_conclusions", n=CONCLUSION_LIMIT)
    return Conclusion(
        id=str(uuid4()),
        session_id=change.session_id,
        number=number,
        position=position,
        kind=draft.kind,
        part_id=draft.part_id,
        point_id=draft.point_id,
        theme_id=draft.theme_id,
        language=draft.language,
        edition=1,
        state=ConclusionState.DRAFT,
        reason=None,
        made_by=made_by,
        approved_by="",
        approved_at=None,
        revision=0,
    )


def reword(
    store: Store,
    session: Session,
    conclusion_id: str,
    language: Language,
    said: Said,
    seen: int,
    by: By,
    name: str = "",
) -> Conclusion:
    """A person's text in one language.

    In the language it was written in, it is a new wording: the other languages are stale and an
    approval is taken back. In another language it is a checked translation; saying the machine's
    own text lets it pass.
    """
    require(by.role, Action.CONCLUDE, Stage.of(session))
    said = checked_said(said)
    _require_language(session, language)
    with store.change(session.id) as change:
        there = seen_conclusion(change, conclusion_id, seen)
        before = there.statement(language)
        if before is not None and before.said == said and before.is_settled:
            return there
        subject = f"conclusion:{there.id}"
        revision = change.touch(by, "reword", subject, language=language)
        columns: dict[str, object] = {"revision": revision}
        if language == there.language and not (before and before.said == said):
            there = replace(there, edition=there.edition + 1)
            columns |= {"edition": there.edition, **_taken_back(there, ReopenReason.REWORDED)}
        elif there.state is ConclusionState.OFFERED:
            columns |= {"state": ConclusionState.DRAFT}
        change.add_statement(_statement(change, there, language, said, revision, _signed(name, by)))
        change.set_conclusion(there.id, **columns)
        return _there(change, there.id)


def file(
    store: Store,
    session: Session,
    conclusion_id: str,
    seen: int,
    by: By,
    *,
    kind: ConclusionKind,
    part_id: str,
    point_id: str,
) -> Conclusion:
    """What a conclusion says of the room, and of which question or point."""
    require(by.role, Action.CONCLUDE, Stage.of(session))
    _require_place(session, part_id, point_id)
    with store.change(session.id) as change:
        there = seen_conclusion(change, conclusion_id, seen)
        if (there.kind, there.part_id, there.point_id) == (kind, part_id, point_id):
            return there
        subject = f"conclusion:{there.id}"
        revision = change.touch(by, "file", subject, kind=kind.value, part=part_id, point=point_id)
        columns = {"kind": kind, "part_id": part_id, "point_id": point_id, "revision": revision}
        change.set_conclusion(there.id, **columns, **_taken_back(there, ReopenReason.REWORDED))
        return _there(change, there.id)


def rest_on(
    store: Store,
    session: Session,
    conclusion_id: str,
    contribution_ids: Sequence[str],
    seen: int,
    by: By,
) -> Conclusion:
    """The contributions that carry a conclusion from now on, the most telling first."""
    require(by.role, Action.CONCLUDE, Stage.of(session))
    with store.change(session.id) as change:
        there = seen_conclusion(change, conclusion_id, seen)
        evidence = checked_evidence(change, contribution_ids)
        if evidence == there.evidence:
            return there
        subject = f"conclusion:{there.id}"
        revision = change.touch(by, "rest_on", subject, contributions=len(evidence))
        change.set_evidence(there.id, evidence)
        taken_back = _taken_back(there, ReopenReason.EVIDENCE_CHANGED)
        change.set_conclusion(there.id, revision=revision, **taken_back)
        return _there(change, there.id)


def add_evidence(
    store: Store, session: Session, conclusion_id: str, contribution_ids: Sequence[str], by: By
) -> Conclusion:
    """Add contributions to those that carry a conclusion, whatever was changed meanwhile."""
    there = store.conclusion(conclusion_id)
    if there is None or there.session_id != session.id:
        raise NotFound("error.no_conclusion")
    standing = [one.id for one in store.contributions(session.id)]
    kept = [id_ for id_ in there.evidence if id_ in standing]
    wanted = [*kept, *contribution_ids]
    return rest_on(store, session, conclusion_id, wanted, there.revision, by)


def approve(
    store: Store, session: Session, conclusion_id: str, seen: int, by: By, name: str = ""
) -> Conclusion:
    """A person answers for it. Without evidence that can be shown, nobody can."""
    require(by.role, Action.CONCLUDE, Stage.of(session))
    with store.change(session.id) as change:
        there = seen_conclusion(change, conclusion_id, seen)
        if there.state is ConclusionState.APPROVED:
            return there
        if not standing_evidence(change, there):
            raise Refused("error.no_evidence", number=there.number)
        revision = change.touch(by, "approve", f"conclusion:{there.id}")
        change.settle_objections(there.id, _signed(name, by))
        change.set_conclusion(
            there.id,
            state=ConclusionState.APPROVED,
            reason=None,
            approved_by=_signed(name, by),
            approved_at=change.at.isoformat(),
            revision=revision,
        )
        return _there(change, there.id)


def reopen(store: Store, session: Session, conclusion_id: str, by: By) -> Conclusion:
    """Take an approval back."""
    require(by.role, Action.CONCLUDE, Stage.of(session))
    with store.change(session.id) as change:
        there = _there(change, conclusion_id)
        if there.state is not ConclusionState.APPROVED:
            raise Conflict
        revision = change.touch(by, "reopen", f"conclusion:{there.id}")
        change.reopen_conclusions([there.id], ReopenReason.ASKED, revision)
        return _there(change, there.id)


def take_up(store: Store, session: Session, conclusion_id: str, by: By) -> Conclusion:
    """Make what Ronda counted, or what was dropped, a draft to work on."""
    waiting = (ConclusionState.OFFERED, ConclusionState.DROPPED)
    return _put(store, session, conclusion_id, ConclusionState.DRAFT, waiting, by, "take_up")


def drop(store: Store, session: Session, conclusion_id: str, by: By) -> Conclusion:
    """Leave a conclusion out of the report; `take_up` brings it back."""
    waiting = tuple(set(ConclusionState) - {ConclusionState.DROPPED})
    return _put(store, session, conclusion_id, ConclusionState.DROPPED, waiting, by, "drop")


def _put(
    store: Store,
    session: Session,
    conclusion_id: str,
    state: ConclusionState,
    from_: tuple[ConclusionState, ...],
    by: By,
    verb: str,
) -> Conclusion:
    require(by.role, Action.CONCLUDE, Stage.of(session))
    with store.change(session.id) as change:
        there = _there(change, conclusion_id)
        if there.state not in from_:
            raise Conflict
        revision = change.touch(by, verb, f"conclusion:{there.id}")
        change.set_conclusion(
            there.id, state=state, approved_by="", approved_at=None, revision=revision
        )
        return _there(change, there.id)


def arrange(store: Store, session: Session, ids: Sequence[str], by: By) -> None:
    """Put conclusions first, in this order; the others follow as they stood."""
    require(by.role, Action.CONCLUDE, Stage.of(session))
    with store.change(session.id) as change:
        for conclusion_id in ids:
            _there(change, conclusion_id)
        change.touch(by, "arrange", f"session:{session.id}", conclusions=len(ids))
        change.move_conclusions(ids)


def seen_conclusion(change: Change, conclusion_id: str, seen: int) -> Conclusion:
    """The conclusion, if it still is what the person who changes it has seen."""
    there = _there(change, conclusion_id)
    if there.revision != seen:
        raise Conflict("error.conclusion_changed", number=there.number)
    return there


def checked_said(said: Said) -> Said:
    """What is said, as it may be kept."""
    text = cleaned(said.text[: 100 * STATEMENT_LIMIT])
    if not text:
        raise Refused("error.empty")
    if is_longer(text, STATEMENT_LIMIT):
        raise Refused("error.conclusion_too_long", n=STATEMENT_LIMIT)
    lines = [
        cleaned_line(one[: 100 * LINE_LIMIT]) for one in (said.proposer, said.addressee, said.due)
    ]
    if any(is_longer(line, LINE_LIMIT) for line in lines):
        raise Refused("error.conclusion_too_long", n=LINE_LIMIT)
    return Said(text, *lines)


def _statement(
    change: Change,
    conclusion: Conclusion,
    language: Language,
    said: Said,
    revision: int,
    made_by: str,
) -> Statement:
    is_original = language == conclusion.language
    return Statement(
        conclusion_id=conclusion.id,
        language=language,
        said=said,
        state=StatementState.WRITTEN if is_original else StatementState.CHECKED,
        edition=conclusion.edition,
        made_by=made_by,
        made_at=change.at,
        revision=revision,
    )


def _taken_back(there: Conclusion, reason: ReopenReason) -> dict[str, object]:
    """What a person's change of its substance does to its state."""
    if there.state is ConclusionState.APPROVED:
        return {
            "state": ConclusionState.REOPENED,
            "reason": reason,
            "approved_by": "",
            "approved_at": None,
        }
    if there.state is ConclusionState.OFFERED:
        return {"state": ConclusionState.DRAFT}
    return {}


def _signed(name: str, by: By) -> str:
    return cleaned_line(name)[:LINE_LIMIT] or str(by)


def _there(change: Change, conclusion_id: str) -> Conclusion:
    there = change.conclusion(conclusion_id)
    if there is None:
        raise NotFound("error.no_conclusion")
    return there


def _require_language(session: Session, language: Language) -> None:
    if language not in session.plan.languages:
        raise Refused("error.choose_language")


def _require_place(session: Session, part_id: str, point_id: str) -> None:
    parts = {part.id for part in session.plan.parts if part.takes_contributions}
    points = {point.id for point in session.plan.points}
    if (part_id and part_id not in parts) or (point_id and point_id not in points):
        raise Refused
