"""What a person decides about a candidate stays decided, and none of anybody's words are kept."""

from collections.abc import Iterator

import pytest

from facilitation import candidates, erasure
from facilitation.candidates import Candidate
from facilitation.errors import NotAllowed, NotFound
from facilitation.lifecycles import CandidateState
from facilitation.model import CodingState, Role
from facilitation.reckoning import PATIENCE, Reckoned
from facilitation.store import By, Store
from tests.rooms import MODERATOR, ORGANISER, Room

RAPPORTEUR = By(Role.RAPPORTEUR, "1")
PROJECTOR = By(Role.PROJECTOR, "1")


@pytest.fixture
def room(store_url: str) -> Iterator[Room]:
    """Three people speak of tolls, which no theme covers."""
    store = Store.open(store_url)
    room = Room.prepared(store)
    room.step("one")
    for text in ("El peaje nos ahoga", "Quiten ese peaje", "Nadie aguanta el peaje"):
        room.say(room.join(), text)
    yield room
    store.close()


def found(room: Room) -> candidates.Found:
    return candidates.look(room.store, room.now())


def toll(room: Room) -> Candidate:
    return next(one for notion in found(room).notions for one in notion if one.written == "peaje")


def is_open(room: Room, candidate: Candidate) -> bool:
    return any(candidate in notion for notion in found(room).open())


def test_a_muted_one_is_no_longer_open_and_can_be_brought_back(room: Room) -> None:
    candidate = toll(room)

    candidates.mute(room.store, room.now(), [candidate.key], RAPPORTEUR)
    muted = found(room)
    candidates.bring_back(room.store, room.now(), [candidate.key], RAPPORTEUR)

    assert [candidate in notion for notion in muted.decided(CandidateState.MUTED)] == [True]
    assert not any(candidate in notion for notion in muted.open())
    assert is_open(room, candidate)


def test_one_that_is_promoted_is_a_theme_that_texts_are_suggested_for(room: Room) -> None:
    candidate = toll(room)

    theme = candidates.promote(room.store, room.now(), [candidate.key], MODERATOR)
    told = room.say(room.join(), "Otro peaje más")

    assert [(code.id, code.label.texts) for code in room.now().plan.themes][-1] == (
        theme.id,
        {"es": "Peaje"},
    )
    (coding,) = told.codings
    assert (coding.code_id, coding.state) == (theme.id, CodingState.SUGGESTED)
    first = room.store.contribution(candidate.contribution_ids[0])
    assert first
    assert [one.code_id for one in first.codings] == [theme.id]
    assert not is_open(room, candidate)


def test_what_is_not_there_cannot_be_promoted(room: Room) -> None:
    with pytest.raises(NotFound):
        candidates.promote(room.store, room.now(), ["0" * 16], MODERATOR)

    assert len(room.now().plan.themes) == 2


@pytest.mark.parametrize("decide", [candidates.mute, candidates.promote, candidates.bring_back])
def test_only_those_who_review_decide(room: Room, decide: object) -> None:
    with pytest.raises(NotAllowed):
        decide(room.store, room.now(), [toll(room).key], PROJECTOR)  # type: ignore[operator]


def test_neither_the_decision_nor_the_audit_holds_the_words(room: Room) -> None:
    key = toll(room).key
    candidates.mute(room.store, room.now(), [key], RAPPORTEUR)

    assert list(room.store.candidate_decisions(room.session.id)) == [key]
    assert "peaje" not in key
    assert "peaje" not in str(room.store.audit(room.session.id))


def test_words_that_were_erased_are_no_candidate_any_more(room: Room) -> None:
    candidate = toll(room)
    one = room.store.contribution(candidate.contribution_ids[0])
    assert one
    author = room.store.participant(one.participant_id)
    assert author

    erasure.erase(room.store, room.now(), author, ORGANISER)

    assert not is_open(room, candidate)


# -- kept for a while ------------------------------------------------------------------------------


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_was_quick_is_worked_out_anew_at_each_revision() -> None:
    reckoned, results = Reckoned[int](Clock()), iter(range(9))

    assert [reckoned.get("it", n, lambda: next(results)) for n in (1, 1, 2)] == [0, 0, 1]


def test_what_took_long_serves_for_so_many_times_as_long() -> None:
    clock = Clock()
    reckoned = Reckoned[int](clock)

    def work(value: int) -> int:
        clock.now += 2
        return value

    assert reckoned.get("it", 1, lambda: work(1)) == 1
    clock.now += 2 * PATIENCE - 1
    assert reckoned.get("it", 2, lambda: work(2)) == 1
    clock.now += 1
    assert reckoned.get("it", 2, lambda: work(2)) == 2
    assert reckoned.get("other", 2, lambda: work(3)) == 3
