"""Who may come in: close the link, change the code, block somebody who harms the room.

Whoever is in stays in: a closed link or a new code keeps out newcomers only.
"""

from collections.abc import Callable

from facilitation.access import Action, require
from facilitation.contributions import settle
from facilitation.errors import NotFound
from facilitation.model import (
    ContributionState,
    Entrance,
    HideReason,
    Participant,
    Session,
    Stage,
)
from facilitation.sessions import known, new_code
from facilitation.store import By, Change, Store


def set_entrance(store: Store, session: Session, entrance: Entrance, by: By) -> Session:
    """Let in everybody with the link, those on the list only, or nobody new."""
    require(by.role, Action.LEAD, Stage.of(session))
    with store.change(session.id) as change:
        change.touch(by, "set_entrance", is_stage=True, entrance=entrance.value)
        change.set_session(entrance=entrance)
    return known(store.session_by_id(session.id))


def renew_code(store: Store, session: Session, by: By) -> Session:
    """Another code and link, when the old one has gone where it should not. Those inside are led
    on to it; the old one tells others nothing."""
    require(by.role, Action.PREPARE, Stage.of(session))
    with store.change(session.id) as change:
        code = new_code()
        while change.is_code_taken(code):
            code = new_code()
        change.touch(by, "renew_code", f"session:{session.id}", is_stage=True)
        change.retire_code(change.session.code, change.at)
        change.set_session(code=code)
    return known(store.session_by_id(session.id))


def session_of(store: Store, code: str, is_inside: Callable[[Session], bool]) -> Session | None:
    """The session of a code; by a code it had before only for whoever `is_inside` already."""
    found = store.session(code)
    if found is not None:
        return found
    former = store.session_of_former_code(code)
    return former if former and is_inside(former) else None


def block(store: Store, session: Session, participant_id: str, reason: HideReason, by: By) -> None:
    """Take nothing more from a participant, and take what they said off the room's screens, for
    one reason. Their words stay in the record, for review, and can be shown again one by one.

    The act itself comes last in the trail, so that one undo takes all of it back.
    """
    require(by.role, Action.LEAD, Stage.of(session))
    with store.change(session.id) as change:
        there = _known(change, participant_id)
        if there.blocked_at:
            return
        heard = change.received_from(there.id)
        for told in heard:
            settle(change, told, ContributionState.HIDDEN, by, "hide", reason)
        ids = [told.id for told in heard]
        change.touch(by, "block", f"participant:{there.id}", is_stage=True, ids=ids)
        change.set_participant(there.id, blocked_at=change.at.isoformat())
        change.lower_hand(there.id)


def unblock(store: Store, session: Session, participant_id: str, by: By) -> None:
    """Let a participant write again."""
    require(by.role, Action.LEAD, Stage.of(session))
    with store.change(session.id) as change:
        there = _known(change, participant_id)
        if there.blocked_at:
            change.touch(by, "unblock", f"participant:{there.id}", is_stage=True)
            change.set_participant(there.id, blocked_at=None)


def _known(change: Change, participant_id: str) -> Participant:
    there = change.participant(participant_id)
    if there is None:
        raise NotFound("error.no_participant")
    return there
