"""Who is heard: counts against who is here, calls to those who are missing, the floor in order."""

from datetime import timedelta
from math import log

import pytest

from facilitation import contributions, floor, participants, participation, sessions
from facilitation.errors import Conflict, NotAllowed, NotFound
from facilitation.model import Participant, Role, View
from facilitation.participation import Standing
from facilitation.store import By, now
from tests.rooms import MODERATOR, Room

RAPPORTEUR = By(Role.RAPPORTEUR, "1")


def standing(room: Room, actor: str, part_id: str = "") -> Standing:
    told = participation.by_actor(room.store, room.now(), part_id)
    return next(one for one in told if one.what == actor)


# -- counts ----------------------------------------------------------------------------------------


def test_what_one_kind_of_actor_gave_is_counted_against_who_is_here(room: Room) -> None:
    farmer, mayor = room.join("farmer"), room.join("mayor", "fr")
    room.join("farmer")
    told = room.say(farmer, "Falta agua")
    room.say(farmer, "Falta un camino")
    sessions.reveal(room.store, room.now(), "one", MODERATOR, revealed=True)
    sessions.open_support(room.store, room.now(), "one", MODERATOR, is_open=True)
    contributions.support(room.store, room.now(), mayor, told.id, shared=True)
    for _ in range(2):
        sessions.put_on_screen(room.store, room.now(), View.CONTRIBUTION, MODERATOR, told)

    assert standing(room, "farmer") == Standing("farmer", 0, 2, 1, 2, 1, 2)
    assert standing(room, "mayor") == Standing("mayor", 0, 1)
    assert standing(room, "farmer", "two") == Standing("farmer", 0, 2)
    languages = participation.by_language(room.store, room.now())
    assert languages == (Standing("es", 0, 2, 1, 2, 1, 2), Standing("fr", 0, 1))
    assert participation.total(languages) == Standing("", 0, 3, 1, 2, 1, 2)


def test_what_is_hidden_does_not_count(room: Room) -> None:
    author = room.join("farmer")
    told = room.say(author, "Falta agua")
    contributions.withdraw(room.store, room.now(), author, told.id)

    assert standing(room, "farmer") == Standing("farmer", 0, 1)


def test_those_below_their_share_are_not_heard_yet() -> None:
    counts = (
        Standing("many", here=10, voices=8),
        Standing("few", here=6, voices=1),
        Standing("silent", here=1, voices=0),
        Standing("absent", registered=4),
    )

    assert [one.what for one in participation.below_share(counts)] == ["few", "silent"]


def test_nobody_is_missing_before_somebody_spoke() -> None:
    assert participation.below_share((Standing("here", here=3),)) == ()


def test_evenness_is_pielou_s() -> None:
    """By hand: voices 1 and 3 of two kinds that are here; H = 0.5623, J = H / ln 2 = 0.8113."""
    counts = (
        Standing("a", here=4, voices=1),
        Standing("b", here=4, voices=3),
        Standing("absent"),
    )
    by_hand = -(0.25 * log(0.25) + 0.75 * log(0.75)) / log(2)

    assert by_hand == pytest.approx(0.8113, abs=1e-4)
    assert participation.evenness(counts) == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((), None),
        ((Standing("a", here=4, voices=1),), None),
        ((Standing("a", here=4), Standing("b", here=2)), None),
        ((Standing("a", here=4, voices=2), Standing("b", here=2)), 0),
        ((Standing("a", here=4, voices=2), Standing("b", here=2, voices=2)), 1),
    ],
)
def test_evenness_says_nothing_where_there_is_nothing_to_say(
    counts: tuple[Standing, ...], told: float | None
) -> None:
    assert participation.evenness(counts) == told


# -- calls -----------------------------------------------------------------------------------------


def test_a_call_reaches_one_kind_of_actor_until_they_have_spoken(room: Room) -> None:
    farmer, mayor = room.join("farmer"), room.join("mayor")
    before = room.now().stage_revision
    participation.nudge(room.store, room.now(), "farmer", MODERATOR)

    def called(who: Participant) -> bool:
        return participation.is_nudged(room.store, room.now(), who) is not None

    assert room.now().stage_revision > before
    assert (called(farmer), called(mayor)) == (True, False)
    room.say(farmer, "Falta agua")
    assert not called(farmer)
    room.step("two")
    assert not called(room.join("farmer"))


def test_only_who_leads_calls(room: Room) -> None:
    with pytest.raises(NotAllowed):
        participation.nudge(room.store, room.now(), "farmer", RAPPORTEUR)
    with pytest.raises(NotFound):
        participation.nudge(room.store, room.now(), "nobody", MODERATOR)


# -- the floor -------------------------------------------------------------------------------------


def order(room: Room) -> list[tuple[str | None, str]]:
    heard = participation.heard(room.store, room.now())
    return [
        (one.actor_id, one.hand.participant_id if one.hand else "")
        for one in floor.waiting(room.store, room.now(), heard)
    ]


def test_who_has_not_spoken_comes_first_then_who_is_below_their_share(room: Room) -> None:
    first, again, clerk = room.join("farmer"), room.join("farmer"), room.join("clerk")
    room.say(first, "Falta agua")
    room.say(again, "Falta un camino")
    room.join("student")
    floor.give(room.store, room.now(), again.id, MODERATOR)
    for who in (again, first, clerk):
        floor.raise_hand(room.store, room.now(), who)

    assert order(room) == [
        ("clerk", clerk.id),  # first time, and below their share
        ("student", ""),  # nobody asks for them: to be invited
        ("farmer", first.id),  # first time
        ("farmer", again.id),  # had the floor before
    ]


def test_the_floor_goes_to_one_and_their_hand_goes_down(room: Room) -> None:
    one, other = room.join("farmer"), room.join("mayor")
    floor.raise_hand(room.store, room.now(), one)
    floor.raise_hand(room.store, room.now(), one)
    floor.give(room.store, room.now(), one.id, MODERATOR)

    assert room.store.has_floor(room.session.id) == one.id
    assert not room.store.has_hand_up(one.id)
    floor.give(room.store, room.now(), other.id, MODERATOR)
    assert room.store.has_floor(room.session.id) == other.id
    floor.end(room.store, room.now(), MODERATOR)
    assert room.store.has_floor(room.session.id) is None


def test_one_lowers_one_s_own_hand_and_the_moderator_anybody_s(room: Room) -> None:
    one, other = room.join("farmer"), room.join("mayor")
    for who in (one, other):
        floor.raise_hand(room.store, room.now(), who)
    own = By(Role.PARTICIPANT, one.id)
    with pytest.raises(NotAllowed):
        floor.lower_hand(room.store, room.now(), other.id, own)
    with pytest.raises(NotAllowed):
        floor.give(room.store, room.now(), other.id, RAPPORTEUR)

    floor.lower_hand(room.store, room.now(), one.id, own)
    floor.lower_hand(room.store, room.now(), other.id, MODERATOR)

    assert order(room) == []


def test_a_hand_is_raised_in_an_open_session_and_the_floor_given_to_who_is_there(
    room: Room,
) -> None:
    farmer = room.join("farmer")
    with pytest.raises(Conflict):
        floor.give(room.store, room.now(), "nobody", MODERATOR)
    sessions.close(room.store, room.now(), MODERATOR)
    with pytest.raises(NotAllowed):
        floor.raise_hand(room.store, room.now(), farmer)


# -- who is there ----------------------------------------------------------------------------------


def test_presence_and_lost_tries_are_told(room: Room) -> None:
    here, gone = room.join("farmer"), room.join("mayor")
    room.store.note_all_present([here.id], now() + timedelta(minutes=5))
    before = room.now().revision
    participants.note_lost_tries(room.store, room.now(), gone, 3)

    told = room.store.attendance(room.session.id, now() + timedelta(minutes=4))
    assert (told.joined, told.connected) == (2, 1)
    assert (told.phones, told.tries) == (1, 3)
    assert room.now().revision > before
