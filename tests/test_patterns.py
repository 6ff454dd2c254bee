"""What the codings say: voices are counted once, and what a machine suggests is kept apart."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitation import contributions, sessions, themes
from facilitation.model import (
    Axis,
    Coding,
    CodingState,
    Contribution,
    ContributionState,
    HideReason,
    Intake,
    OnScreen,
    Session,
    SessionState,
    Source,
    View,
    Words,
)
from facilitation.patterns import Count, Pattern, Tally, themes_by_group
from facilitation.store import Store
from tests.rooms import MODERATOR, Room, small_plan


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = Store.open(str(tmp_path / "ronda.db"))
    room = Room.prepared(store)
    room.step("one")
    yield room
    store.close()


def drawn(room: Room, part_id: str = "") -> Pattern:
    return themes_by_group(room.store, room.now(), part_id)


def counts(pattern: Pattern, code_id: str) -> list[tuple[int, int]]:
    """Confirmed and suggested for near, far, new, no group."""
    (row,) = (row for row in pattern.rows if row.code.id == code_id)
    return [(count.confirmed, count.suggested) for count in row.counts]


def test_one_person_who_says_it_five_times_is_one_voice(room: Room) -> None:
    farmer = room.join("farmer")
    for number in range(5):
        room.say(farmer, f"El agua, otra vez el agua: {number}")

    pattern = drawn(room)

    assert counts(pattern, "water") == [(0, 0), (0, 1), (0, 0), (0, 0)]
    assert (pattern.voices, pattern.contributions, pattern.unassigned) == (1, 5, 0)


def test_a_voice_is_suggested_until_a_person_confirms_it(room: Room) -> None:
    told = room.say(room.join("mayor"), "Falta agua")
    room.say(room.join("clerk"), "Falta riego")

    themes.decide(
        room.store, room.now(), told.id, Axis.THEME, "water", CodingState.CONFIRMED, MODERATOR
    )

    assert counts(drawn(room), "water") == [(1, 1), (0, 0), (0, 0), (0, 0)]


def test_a_rejected_theme_is_no_longer_counted(room: Room) -> None:
    told = room.say(room.join("mayor"), "Falta agua")
    assert counts(drawn(room), "water") == [(0, 1), (0, 0), (0, 0), (0, 0)]

    themes.decide(
        room.store, room.now(), told.id, Axis.THEME, "water", CodingState.REJECTED, MODERATOR
    )

    pattern = drawn(room)
    assert counts(pattern, "water") == [(0, 0)] * 4
    assert (pattern.unassigned, pattern.checked) == (1, 1)


def test_a_hidden_contribution_leaves_the_counts_and_comes_back(room: Room) -> None:
    told = room.say(room.join("farmer"), "Falta agua")
    before = drawn(room)

    contributions.hide(room.store, room.now(), told.id, HideReason.OFF_TOPIC, MODERATOR)
    hidden = drawn(room)
    contributions.show_again(room.store, room.now(), told.id, MODERATOR)

    assert counts(before, "water")[1] == (0, 1)
    assert (counts(hidden, "water"), hidden.voices) == ([(0, 0)] * 4, 0)
    assert drawn(room) == before


def test_a_revised_contribution_counts_for_what_it_says_now(room: Room) -> None:
    farmer = room.join("farmer")
    told = room.say(farmer, "Falta agua")
    drawn(room)

    contributions.revise(room.store, room.now(), farmer, told.id, "Falta un camino")

    assert counts(drawn(room), "water") == [(0, 0)] * 4
    assert counts(drawn(room), "roads") == [(0, 0), (0, 1), (0, 0), (0, 0)]


def test_those_of_no_group_have_a_column_of_their_own(room: Room) -> None:
    room.say(room.join("guest"), "Falta agua")

    assert counts(drawn(room), "water") == [(0, 0), (0, 0), (0, 0), (0, 1)]


def test_each_part_is_counted_by_itself_and_the_whole_counts_a_person_once(room: Room) -> None:
    farmer = room.join("farmer")
    room.say(farmer, "Falta agua")
    room.step("two")
    room.say(farmer, "Agua y camino")

    assert [counts(drawn(room, part), "water")[1] for part in ("one", "two", "")] == [(0, 1)] * 3
    assert [counts(drawn(room, part), "roads")[1] for part in ("one", "two")] == [(0, 0), (0, 1)]
    assert drawn(room).contributions == 2


def test_a_session_nobody_spoke_in_has_its_empty_columns_and_rows(room: Room) -> None:
    pattern = drawn(room)

    assert [column.group and column.group.id for column in pattern.columns] == [
        "near",
        "far",
        "new",
        None,
    ]
    assert [row.code.id for row in pattern.rows] == ["water", "roads"]
    assert pattern.contributions == 0


def test_a_tally_that_follows_agrees_with_one_that_starts_now(room: Room) -> None:
    people = [room.join(actor) for actor in ("mayor", "farmer", "student", "guest")]
    for number, text in enumerate(("Agua", "Camino", "Nada", "Agua y camino", "Riego")):
        told = room.say(people[number % 4], f"{text} {number}")
        if number % 2:
            contributions.hide(room.store, room.now(), told.id, HideReason.REPEATED, MODERATOR)
        drawn(room)
    sessions.pause(room.store, room.now(), MODERATOR)

    anew = Tally(Axis.THEME)
    anew.catch_up(room.store, room.now())

    assert drawn(room) == anew.pattern(room.session)


# -- the same against plain counting ------------------------------------------------------------

ACTORS = ("mayor", "clerk", "farmer", "student", "guest")
GROUPS = {"mayor": "near", "clerk": "near", "farmer": "far", "student": "new", "guest": None}
CODES = ("water", "roads")


def session() -> Session:
    plan = small_plan()
    return Session(
        *("id", "code", plan, SessionState.OPEN, "one", Intake.OPEN, OnScreen(View.QUESTION)),
        *(0, 0, None, None, None),
    )


def contribution(
    number: int, actor: str, voice: int, part: str, state: ContributionState
) -> Contribution:
    return Contribution(
        id=str(number),
        session_id="id",
        number=number,
        part_id=part,
        participant_id=f"{actor}-{voice}",
        actor_id=actor,
        words=Words("", "es"),
        edition=1,
        state=state,
        source=Source.DOOR,
        received_at=datetime(2021, 5, 26, tzinfo=UTC),
        revision=0,
    )


told = st.tuples(
    st.integers(0, 9),  # which contribution
    st.sampled_from(ACTORS),
    st.integers(0, 1),  # which person of that kind
    st.sampled_from(("one", "two")),
    st.sampled_from((ContributionState.RECEIVED, ContributionState.HIDDEN)),
    st.dictionaries(st.sampled_from(CODES), st.sampled_from(list(CodingState))),
)


@given(st.lists(told, max_size=40))
@settings(max_examples=100, deadline=None)
def test_whatever_the_order_of_changes_the_counts_are_those_of_the_last_state(
    changes: list[tuple[int, str, int, str, ContributionState, dict[str, CodingState]]],
) -> None:
    tally, last = Tally(Axis.THEME), {}
    for number, actor, voice, part, state, codings in changes:
        spoken = replace(
            contribution(number, actor, voice, part, state),
            codings=tuple(Coding(str(number), Axis.THEME, c, s, 1, ()) for c, s in codings.items()),
        )
        tally.take(session(), spoken)
        last[number] = spoken

    for part in ("one", "two", ""):
        pattern = tally.pattern(session(), part)
        for row in pattern.rows:
            for column, count in zip(pattern.columns, row.counts, strict=True):
                group = column.group and column.group.id
                assert count == counted(last, part, row.code.id, group)


def counted(last: dict[int, Contribution], part: str, code: str, group: str | None) -> Count:
    voices: dict[CodingState, set[str]] = {state: set() for state in CodingState}
    for spoken in last.values():
        if spoken.state is ContributionState.RECEIVED and part in ("", spoken.part_id):
            for coding in spoken.codings:
                if coding.code_id == code and GROUPS[str(spoken.actor_id)] == group:
                    voices[coding.state].add(spoken.participant_id)
    confirmed = voices[CodingState.CONFIRMED]
    return Count(len(confirmed), len(voices[CodingState.SUGGESTED] - confirmed))
