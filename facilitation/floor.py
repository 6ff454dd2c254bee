"""Who speaks next: raised hands and quiet kinds of actor in one order. The moderator is free."""

from collections.abc import Iterable
from dataclasses import dataclass

from facilitation import participation
from facilitation.access import Action, require
from facilitation.errors import Conflict, NotAllowed
from facilitation.model import Participant, Role, Session, SessionState, Stage
from facilitation.participants import require_not_blocked
from facilitation.participation import Standing
from facilitation.store import By, Store
from facilitation.store.hearing import RaisedHand


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the list: a raised hand, or (None) a kind of actor that is here and quiet."""

    actor_id: str | None
    hand: RaisedHand | None = None
    is_first_time: bool = False
    is_below_share: bool = False


def waiting(store: Store, session: Session, heard: Iterable[Standing]) -> tuple[Waiting, ...]:
    """The order of the floor, by who was `heard` in the whole session. First who has not had it
    yet, then kinds of actor below their share of the voices, then who raised the hand first; a
    quiet kind without a hand stands after the hands of its rank, to be invited."""
    below = [one.what for one in participation.below_share(heard)]
    hands = store.hands(session.id)
    told = [Waiting(hand.actor_id, hand, hand.turns == 0, hand.actor_id in below) for hand in hands]
    asking = {hand.actor_id for hand in hands}
    spoke = store.turns_by_actor(session.id)
    told += [
        Waiting(actor_id, None, not spoke.get(actor_id), is_below_share=True)
        for actor_id in below
        if actor_id not in asking
    ]

    def order(one: Waiting) -> tuple[bool, bool, bool, str, int]:
        raised = one.hand.raised_at.isoformat() if one.hand else ""
        quiet = below.index(one.actor_id) if one.actor_id in below and not one.hand else 0
        return not one.is_first_time, not one.is_below_share, not one.hand, raised, quiet

    return tuple(sorted(told, key=order))


def raise_hand(store: Store, session: Session, participant: Participant) -> None:
    """Ask for the floor; asking twice is asking once."""
    if session.state is not SessionState.OPEN:
        raise NotAllowed("error.session_closed")
    with store.change(session.id) as change:
        require_not_blocked(change, participant.id)
        change.touch(_own(participant), "raise_hand", f"participant:{participant.id}")
        change.raise_hand(participant.id, change.at)


def lower_own(store: Store, session: Session, participant: Participant) -> None:
    """Take one's own hand down."""
    lower_hand(store, session, participant.id, _own(participant))


def lower_hand(store: Store, session: Session, participant_id: str, by: By) -> None:
    """Take a hand down: one's own, or as the moderator anybody's."""
    if by.role is not Role.PARTICIPANT:
        require(by.role, Action.LEAD, Stage.of(session))
    elif by.who != participant_id:
        raise NotAllowed
    with store.change(session.id) as change:
        is_stage = by.role is not Role.PARTICIPANT
        change.touch(by, "lower_hand", f"participant:{participant_id}", is_stage=is_stage)
        change.lower_hand(participant_id)


def give(store: Store, session: Session, participant_id: str, by: By) -> None:
    """Give somebody the floor: their hand goes down, their phone says so, others' turns end."""
    require(by.role, Action.LEAD, Stage.of(session))
    with store.change(session.id) as change:
        there = change.participant(participant_id)
        if there is None or there.joined_at is None:
            raise Conflict
        revision = change.touch(by, "give_floor", f"participant:{participant_id}", is_stage=True)
        change.end_turns(change.at)
        change.lower_hand(participant_id)
        part_id = change.session.part_id
        change.add_turn(revision, participant_id, there.actor_id, part_id, change.at)


def end_own(store: Store, session: Session, participant: Participant) -> None:
    """Give the floor back, when one has it."""
    with store.change(session.id) as change:
        change.touch(_own(participant), "end_turn", f"participant:{participant.id}")
        if change.has_floor(participant.id):
            change.end_turns(change.at)


def end(store: Store, session: Session, by: By) -> None:
    """Nobody has the floor any more."""
    require(by.role, Action.LEAD, Stage.of(session))
    with store.change(session.id) as change:
        change.touch(by, "end_turn", is_stage=True)
        change.end_turns(change.at)


def _own(participant: Participant) -> By:
    return By(Role.PARTICIPANT, participant.id)
