"""Prepare a session, then lead it: open, step, pause, reveal, put on screen, close."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from facilitation.access import Action, require
from facilitation.errors import Conflict, NotFound
from facilitation.model import (
    Confidentiality,
    Contribution,
    ContributionState,
    Intake,
    OnScreen,
    Part,
    Plan,
    Role,
    Session,
    SessionState,
    Stage,
    View,
)
from facilitation.store import By, Change, Store

CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike: i l o 0 1 are out
CODE_LENGTH = 6


def prepare(store: Store, plan: Plan, by: By) -> Session:
    """A new session from its plan, on its first part, not yet open."""
    require(by.role, Action.PREPARE, Stage(SessionState.PREPARED, False, False))
    session_id = str(uuid4())
    while not store.add_session(session_id, new_code(), plan, by):
        pass  # the code was taken: one in 700 million, so try another
    return known(store.session_by_id(session_id))


def new_code() -> str:
    """Six characters to type from a screen."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def find(store: Store, name: str) -> Session:
    """By its code, or by its reference ("1.1.1": the one prepared last)."""
    return known(store.session(name.strip().lower()) or store.newest_session(name.strip()))


def known(session: Session | None) -> Session:
    if session is None:
        raise NotFound("error.no_session")
    return session


def step(store: Store, session: Session, part_id: str, by: By) -> Session:
    """Put a part on the table. The first step opens the session; a question's intake opens too.

    From two hands at once it is one step.
    """
    require(by.role, Action.LEAD, Stage.of(session))
    part = session.part_of(part_id)
    with store.change(session.id) as change:
        stands = change.session
        if stands.state is SessionState.OPEN and stands.part_id == part_id:
            return stands
        before = standing(stands)
        revision = change.touch(by, "step", f"part:{part_id}", is_stage=True, before=before)
        change.add_step(revision, part_id)
        change.set_session(
            part_id=part_id,
            stepped_at=change.at.isoformat(),
            intake=_intake_at(part),
            state=SessionState.OPEN,
            closed_at=None,
        )
        change.show(OnScreen(View.QUESTION))
        if session.opened_at is None:
            change.set_session(opened_at=change.at.isoformat())
    return _again(store, session)


def standing(session: Session) -> dict[str, str | None]:
    """What an undo puts back: ids, states and moments."""

    def told(at: datetime | None) -> str | None:
        return at.isoformat() if at else None

    return {
        "part_id": session.part_id,
        "state": session.state.value,
        "intake": session.intake.value,
        "opened_at": told(session.opened_at),
        "closed_at": told(session.closed_at),
        "stepped_at": told(session.stepped_at),
        "view": session.on_screen.view.value,
        "item": session.on_screen.contribution_id,
        "conclusion": session.on_screen.conclusion_id,
    }


def _intake_at(part: Part) -> Intake:
    return Intake.OPEN if part.takes_contributions else Intake.PAUSED


def open_session(store: Store, session: Session, by: By) -> Session:
    """Open on the part where it stands: the first of the run sheet, or where it was closed."""
    return step(store, session, session.part_id, by)


def pause(store: Store, session: Session, by: By) -> Session:
    """Take no contributions for now. What people have typed stays with them."""
    return _lead(store, session, by, "pause", intake=Intake.PAUSED)


def resume(store: Store, session: Session, by: By) -> Session:
    return _lead(store, session, by, "resume", intake=Intake.OPEN)


def close(store: Store, session: Session, by: By) -> Session:
    """End the session: nothing more comes in; opening it again is a step."""
    return _lead(store, session, by, "close", state=SessionState.CLOSED, closed_at=True)


def reveal(store: Store, session: Session, part_id: str, by: By, *, revealed: bool) -> Session:
    """Let participants read the room's contributions to a part, or stop letting them."""
    require(by.role, Action.LEAD, Stage.of(session))
    session.part_of(part_id)
    with store.change(session.id) as change:
        verb = "reveal" if revealed else "unreveal"
        change.touch(by, verb, f"part:{part_id}", is_stage=True)
        change.set_part(part_id, is_revealed=int(revealed))
    return _again(store, session)


def open_support(store: Store, session: Session, part_id: str, by: By, *, is_open: bool) -> Session:
    """Let participants share what others said on a part, or stop letting them."""
    require(by.role, Action.LEAD, Stage.of(session))
    session.part_of(part_id)
    with store.change(session.id) as change:
        verb = "open_support" if is_open else "close_support"
        change.touch(by, verb, f"part:{part_id}", is_stage=True)
        change.set_part(part_id, is_support_open=int(is_open))
    return _again(store, session)


def read_first(store: Store, session: Session, by: By, *, is_on: bool) -> Session:
    """Have moderators read each contribution before anybody else, or no longer.

    What waits when it is turned off goes on waiting: it was not read yet.
    """
    require(by.role, Action.LEAD, Stage.of(session))
    with store.change(session.id) as change:
        change.touch(by, "read_first" if is_on else "read_after", is_stage=True)
        change.set_session(is_premoderated=int(is_on))
    return _again(store, session)


def set_confidentiality(store: Store, session: Session, rule: Confidentiality, by: By) -> Session:
    """What may be shown of authors from now on; the audit keeps what they had been told before."""
    require(by.role, Action.PREPARE, Stage.of(session))
    before = session.plan.confidentiality
    with store.change(session.id) as change:
        change.touch(by, "set_confidentiality", is_stage=True, before=before.value, rule=rule.value)
        change.set_session(confidentiality=rule)
    return _again(store, session)


def set_part_confidentiality(
    store: Store, session: Session, part_id: str, rule: Confidentiality | None, by: By
) -> Session:
    """The same for one part: a rule of its own, or (None) the session's."""
    require(by.role, Action.PREPARE, Stage.of(session))
    before = session.confidentiality_of(part_id)
    after = rule or session.plan.confidentiality
    with store.change(session.id) as change:
        told = {"before": before.value, "rule": after.value}
        change.touch(by, "set_confidentiality", f"part:{part_id}", is_stage=True, **told)
        change.set_part(part_id, confidentiality=rule)
    return _again(store, session)


def is_looser(rule: Confidentiality, than: Confidentiality) -> bool:
    """Whether a rule shows more of authors than another."""
    loosest_first = list(Confidentiality)
    return loosest_first.index(rule) < loosest_first.index(than)


def put_on_screen(
    store: Store, session: Session, view: View, by: By, contribution: Contribution | None = None
) -> Session:
    """What the room sees. A contribution's words are frozen as they stand now."""
    require(by.role, Action.LEAD, Stage.of(session))
    with store.change(session.id) as change:
        shown = OnScreen(view)
        if contribution is not None:
            item = _showable(change, contribution)
            shown = OnScreen(view, item.id, item.words)
        subject = f"contribution:{shown.contribution_id}" if contribution else ""
        before = standing(change.session)
        revision = change.touch(by, "put_on_screen", subject, view=view.value, before=before)
        change.show(shown)
        if shown.contribution_id:
            change.add_showing(revision, shown.contribution_id, change.at)
    return _again(store, session)


def _showable(change: Change, contribution: Contribution) -> Contribution:
    """The contribution as it stands in this transaction: hidden meanwhile, it must not appear."""
    item = change.contribution(contribution.id)
    if item is None or item.state is not ContributionState.RECEIVED:
        raise Conflict("error.not_shown")
    return item


def _lead(store: Store, session: Session, by: By, verb: str, **columns: object) -> Session:
    require(by.role, Action.LEAD, Stage.of(session))
    with store.change(session.id) as change:
        before = standing(change.session)
        change.touch(by, verb, f"part:{session.part_id}", is_stage=True, before=before)
        if "closed_at" in columns:
            columns["closed_at"] = change.at.isoformat()
        change.set_session(**columns)
    return _again(store, session)


def _again(store: Store, session: Session) -> Session:
    return known(store.session_by_id(session.id))


class Moment(StrEnum):
    """How far the session is, as the people in the room see it."""

    WAITING = "waiting"  # not opened yet
    BETWEEN = "between"  # open, and no question on the table
    ENDING = "ending"  # nor is one to come
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"

    @property
    def is_asked(self) -> bool:
        """A question is on the table, whether or not it takes contributions this minute."""
        return self in (Moment.OPEN, Moment.PAUSED)


def moment_of(session: Session) -> Moment:
    if session.state is not SessionState.OPEN:
        return Moment.WAITING if session.state is SessionState.PREPARED else Moment.CLOSED
    if not session.part.takes_contributions:
        parts = session.plan.parts
        to_come = parts[parts.index(session.part) :]
        is_asking = any(part.takes_contributions for part in to_come)
        return Moment.BETWEEN if is_asking else Moment.ENDING
    return Moment.OPEN if session.is_taking_contributions else Moment.PAUSED


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds gone and planned, for the part on the table and for the whole."""

    part_elapsed: int
    part_planned: int
    elapsed: int
    planned: int


def timing(session: Session, at: datetime) -> Timing:
    """The clocks of a session. They run from what people did, never from the programme's date."""
    end = session.closed_at or at
    return Timing(
        part_elapsed=_seconds(session.stepped_at, end),
        part_planned=session.part.minutes * 60,
        elapsed=_seconds(session.opened_at, end),
        planned=sum(part.minutes for part in session.plan.parts) * 60,
    )


def _seconds(start: datetime | None, end: datetime) -> int:
    return 0 if start is None else max(0, int((end - start).total_seconds()))


def neighbours(session: Session) -> tuple[Part | None, Part | None]:
    """The parts before and after the one on the table."""
    parts = session.plan.parts
    here = [part.id for part in parts].index(session.part_id)
    before = parts[here - 1] if here else None
    after = parts[here + 1] if here + 1 < len(parts) else None
    return before, after


def default_session(store: Store, plan: Plan) -> Session:
    """The session of a plan's reference, prepared the first time it is asked for."""
    if not (newest := store.newest_session(plan.reference)):
        by = By(Role.ORGANISER, "first start")
        while not store.add_session(str(uuid4()), new_code(), plan, by, is_first=True):
            pass
        newest = store.newest_session(plan.reference)
    return known(newest)
