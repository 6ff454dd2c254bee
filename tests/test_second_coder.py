"""A second person codes a blind sample: how it is drawn, kept, compared and settled."""

from collections import Counter
from collections.abc import Iterator

import pytest

from facilitation import erasure, recoding, second_coder, themes
from facilitation.codebook import editing
from facilitation.errors import NotAllowed, NotFound, Refused
from facilitation.model import Axis, CodingState, Role
from facilitation.second_coder import Sample
from facilitation.store import By, Store
from tests.rooms import MODERATOR, ORGANISER, Room

RAPPORTEUR = By(Role.RAPPORTEUR, "1")
WATER, ROADS = (Axis.THEME, "water"), (Axis.THEME, "roads")
CONFIRMED, REJECTED = CodingState.CONFIRMED, CodingState.REJECTED


@pytest.fixture
def room(store_url: str) -> Iterator[Room]:
    """Four contributions that the first hand coded: water, water, roads, nothing."""
    room = Room.prepared(Store.open(store_url))
    room.step("one")
    for text in ("Falta agua", "Falta riego", "Falta un camino", "¿Se oye?"):
        room.say(room.join(), text)
    for number, code in ((1, WATER), (2, WATER), (3, ROADS)):
        decide(room, number, code, CONFIRMED)
    themes.leave_at_that(room.store, room.now(), id_of(room, 4), MODERATOR)
    yield room
    room.store.close()


def id_of(room: Room, number: int) -> str:
    return room.store.contributions(room.session.id)[number - 1].id


def decide(room: Room, number: int, code: tuple[Axis, str], state: CodingState) -> None:
    themes.decide(room.store, room.now(), id_of(room, number), *code, state, MODERATOR)


def sample(room: Room) -> Sample:
    found = second_coder.sample_of(room.store, room.now())
    assert found
    return found


def code_all(room: Room, *given: set[tuple[Axis, str]]) -> None:
    """Draw all four and code them blind, in the order of their numbers."""
    second_coder.draw(room.store, room.now(), 20, RAPPORTEUR)
    for number, codes in enumerate(given, 1):
        args = (room.store, room.now(), id_of(room, number), frozenset(codes), RAPPORTEUR)
        second_coder.code_blind(*args)


def states(room: Room, number: int) -> dict[str, CodingState]:
    codings = room.store.contributions(room.session.id)[number - 1].codings
    return {coding.code_id: coding.state for coding in codings}


def test_only_what_the_first_hand_is_done_with_is_drawn(room: Room) -> None:
    room.say(room.join(), "Falta agua")

    second_coder.draw(room.store, room.now(), 20, RAPPORTEUR)

    assert {item.told.number for item in sample(room).items} == {1, 2, 3, 4}


def test_without_anything_coded_there_is_nothing_to_draw(sqlite_url: str) -> None:
    room = Room.prepared(Store.open(sqlite_url))

    with pytest.raises(Refused) as raised:
        second_coder.draw(room.store, room.now(), 20, RAPPORTEUR)

    assert raised.value.phrase == "error.nothing_coded"
    room.store.close()


def test_every_language_is_drawn_in_proportion(room: Room) -> None:
    for language, count in (("es", 26), ("fr", 10)):
        for _ in range(count):
            room.say(room.join("mayor", language), f"agua {_}")
    told = room.store.contributions(room.session.id)

    drawn = second_coder.spread(told, 20)

    assert Counter(one.words.language for one in drawn) == {"es": 15, "fr": 5}


def test_the_agreement_is_that_of_a_table_worked_out_by_hand(room: Room) -> None:
    """water: both 1, first only 1, second only 0, neither 2: alike 3/4, by chance
    (2*1 + 2*3)/16 = 1/2, kappa 1/2. roads: both 1, second only 1, neither 2: kappa 1/2."""
    code_all(room, {WATER}, {ROADS}, {ROADS}, set())

    found = second_coder.agree(room.now(), sample(room), Axis.THEME)

    assert [(one.code, one.answers.agreed, one.answers.kappa) for one in found.by_code] == [
        ("water", 0.75, 0.5),
        ("roads", 0.75, 0.5),
    ]
    assert found.pooled.agreed == 0.75
    assert found.pooled.kappa == pytest.approx(7 / 15)
    assert [item.told.number for item in sample(room).unsettled] == [2]


def test_nothing_is_an_answer_and_unread_is_none(room: Room) -> None:
    code_all(room, {WATER}, set())

    assert sample(room).read == 2
    assert second_coder.agree(room.now(), sample(room), Axis.THEME).contributions == 2
    waiting = sample(room).next
    assert waiting
    assert waiting.told.number in (3, 4)


def test_settling_goes_into_the_record_and_leaves_the_agreement(room: Room) -> None:
    code_all(room, {WATER}, {ROADS}, {ROADS}, set())
    before = second_coder.agree(room.now(), sample(room), Axis.THEME)

    codes = frozenset({ROADS})
    second_coder.settle(room.store, room.now(), id_of(room, 2), codes, RAPPORTEUR)

    assert states(room, 2) == {"water": REJECTED, "roads": CONFIRMED}
    assert sample(room).unsettled == []
    assert second_coder.agree(room.now(), sample(room), Axis.THEME) == before


def test_coding_blind_changes_nothing_in_the_record(room: Room) -> None:
    before = [states(room, number) for number in range(1, 5)]
    feed = room.now().revision

    code_all(room, {ROADS}, {ROADS}, set(), {WATER})

    assert [states(room, number) for number in range(1, 5)] == before
    assert room.store.feed(room.session.id, feed) == []


def test_a_theme_that_was_merged_counts_as_the_one_it_became(room: Room) -> None:
    code_all(room, {WATER}, {ROADS}, {ROADS}, set())
    book = editing.merge(themes.codebook_of(room.now()), Axis.THEME, "water", "roads")
    recoding.change_codebook(room.store, room.now(), book, ORGANISER)

    found = second_coder.agree(room.now(), sample(room), Axis.THEME)

    assert [(one.code, one.answers.agreed) for one in found.by_code] == [("roads", 1.0)]


def test_what_is_erased_leaves_the_sample(room: Room) -> None:
    code_all(room, {WATER}, set(), set(), set())
    author = room.store.participant(sample(room).items[0].told.participant_id)
    assert author

    erasure.erase(room.store, room.now(), author, ORGANISER)

    assert len(sample(room).items) == 3


def test_another_sample_takes_the_place_of_the_first(room: Room) -> None:
    code_all(room, {WATER})
    second_coder.draw(room.store, room.now(), 2, RAPPORTEUR)

    assert (len(sample(room).items), sample(room).read) == (2, 0)


def test_only_staff_codes_and_only_what_was_drawn(room: Room) -> None:
    second_coder.draw(room.store, room.now(), 20, RAPPORTEUR)
    nothing: second_coder.Codes = frozenset()

    with pytest.raises(NotAllowed):
        second_coder.draw(room.store, room.now(), 20, By(Role.PARTICIPANT, "1"))
    with pytest.raises(NotFound):
        second_coder.code_blind(room.store, room.now(), "nowhere", nothing, RAPPORTEUR)
    unknown = frozenset({(Axis.THEME, "air")})
    with pytest.raises(NotFound):
        second_coder.code_blind(room.store, room.now(), id_of(room, 1), unknown, RAPPORTEUR)
