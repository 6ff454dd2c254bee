"""Join a session and say who one speaks as; who came and who was heard."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from facilitation.errors import NotAllowed, NotFound, Refused
from facilitation.model import Entrance, Language, Origin, Participant, Role, Session
from facilitation.store import By, Change, Store, now
from facilitation.texts import cleaned_line, is_longer

NAME_LIMIT = 120  # characters as people see them


@dataclass(frozen=True, slots=True)
class Introduction:
    """What a participant says of themselves. All but the actor is optional."""

    actor_id: str
    language: Language
    name: str = ""
    organisation: str = ""
    territory: str = ""


def join(
    store: Store,
    session: Session,
    introduction: Introduction,
    origin: Origin = Origin.LINK,
    *,
    participant_id: str = "",
    is_rehearsal: bool = False,
) -> Participant:
    """A participant in the record.

    A device names its participant before they join, so joining twice with one `participant_id` (a
    double tap, an answer lost on the way back) is the same person, with what was said last.
    """
    at = now()
    participant = Participant(
        id=participant_id or str(uuid4()),
        session_id=session.id,
        origin=origin,
        joined_at=at,
        last_seen_at=at,
        is_rehearsal=is_rehearsal,
        **_checked(session, introduction),
    )
    by = By(Role.PARTICIPANT, participant.id)
    with store.change(session.id) as change:
        there = change.participant(participant.id)
        if not (there and there.joined_at) and origin is not Origin.SPOKEN:
            _may_enter(change.session, there)
        if there is None:
            change.touch(by, "join", f"participant:{participant.id}")
            change.add_participant(participant)
            return participant
    return _join_again(store, session, there, introduction)


def _may_enter(session: Session, there: Participant | None) -> None:
    """Whether somebody who is not in yet may join now."""
    if session.entrance is Entrance.SHUT:
        raise NotAllowed("error.entrance_shut")
    if session.entrance is Entrance.REGISTERED and not (there and there.is_registered):
        raise NotAllowed("error.registered_only")


def _join_again(
    store: Store, session: Session, there: Participant, introduction: Introduction
) -> Participant:
    """Registered before, or said twice: the row stays, what it says is brought up to date."""
    told = _checked(session, introduction)
    if there.joined_at and told == {name: getattr(there, name) for name in told}:
        return there
    by = By(Role.PARTICIPANT, there.id)
    with store.change(session.id) as change:
        change.touch(by, "introduce" if there.joined_at else "join", f"participant:{there.id}")
        joined_at = (there.joined_at or change.at).isoformat()
        change.set_participant(there.id, joined_at=joined_at, **told)
    return known_participant(store, session, there.id)


def introduce_again(
    store: Store, session: Session, participant_id: str, introduction: Introduction
) -> Participant:
    """Correct what one said of oneself. Contributions keep the actor they were given as."""
    known_participant(store, session, participant_id)
    columns = _checked(session, introduction)
    with store.change(session.id) as change:
        change.touch(
            By(Role.PARTICIPANT, participant_id), "introduce", f"participant:{participant_id}"
        )
        change.set_participant(participant_id, **columns)
    return known_participant(store, session, participant_id)


def note_lost_tries(store: Store, session: Session, participant: Participant, tries: int) -> None:
    """A phone is back and tells how often it tried in vain: the moderator should know."""
    with store.change(session.id) as change:
        by = By(Role.PARTICIPANT, participant.id)
        change.touch(by, "tell_lost_tries", f"participant:{participant.id}", tries=tries)
        change.add_lost_tries(participant.id, tries, change.at)


def known_participant(store: Store, session: Session, participant_id: str) -> Participant:
    participant = store.participant(participant_id)
    if participant is None or participant.session_id != session.id:
        raise NotFound("error.no_participant")
    return participant


def _checked(session: Session, introduction: Introduction) -> dict[str, Any]:
    if session.actor_of(introduction.actor_id) is None:
        raise Refused("error.choose_actor")
    lines = {
        "name": cleaned_line(introduction.name),
        "organisation": cleaned_line(introduction.organisation),
        "territory": cleaned_line(introduction.territory),
    }
    if any(is_longer(line, NAME_LIMIT) for line in lines.values()):
        raise Refused("error.line_too_long", n=NAME_LIMIT)
    if introduction.language not in session.plan.languages:
        raise Refused("error.choose_language")
    return {"actor_id": introduction.actor_id, "language": introduction.language, **lines}


def require_not_blocked(change: Change, participant_id: str) -> None:
    """Asked of the record: a page that is open may not know it yet. Raises NotAllowed."""
    there = change.participant(participant_id)
    if there is not None and there.blocked_at is not None:
        raise NotAllowed("error.blocked")
