"""What the codings say: voices are counted once, and what a machine suggests is kept apart."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from facilitation import contributions, patterns, rehearsal, sessions, themes
from facilitation.following import Marks
from facilitation.marks import Mark
from facilitation.model import (
    Axis,
    CodingState,
    HideReason,
    Intake,
    OnScreen,
    Session,
    SessionState,
    View,
)
from facilitation.patterns import (
    ALL,
    SPOKEN,
    UNASSIGNED,
    WHOLE,
    Across,
    Count,
    Pattern,
    Scope,
    Tally,
    codes_of,
    themes_by_group,
)
from facilitation.rehearsal import Voice
from facilitation.store import Store
from tests.rooms import MODERATOR, ORGANISER, Room, small_plan


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

    assert [column.id for column in pattern.columns] == [
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

    with Marks(Axis.THEME).held(room.store, room.now()) as anew:
        tally = anew.followed("now", lambda: Tally(Across.GROUPS))

    groups = [column.id for column in drawn(room).columns]
    assert drawn(room) == tally.pattern(groups, codes_of(room.session, Axis.THEME))


def test_moving_a_kind_of_actor_to_another_group_moves_its_voices(room: Room) -> None:
    room.say(room.join("farmer"), "Falta agua")
    drawn(room)

    with room.store.change(room.now().id) as change:
        change.touch(MODERATOR, "regroup", is_stage=True)
        change._update("actor", {"group_id": "new"}, session_id=room.session.id, id="farmer")

    assert counts(drawn(room), "water") == [(0, 0), (0, 0), (0, 1), (0, 0)]


def test_a_rehearsal_that_was_taken_out_is_no_longer_counted(room: Room) -> None:
    (played,) = rehearsal.enrol(room.store, room.now(), [Voice("farmer", "es")], ORGANISER)
    player = room.store.participant(played)
    assert player
    room.say(player, "Falta agua")
    room.say(room.join("mayor"), "Falta agua")
    assert counts(drawn(room), "water") == [(0, 1), (0, 1), (0, 0), (0, 0)]

    rehearsal.remove(room.store, room.now(), ORGANISER)

    assert counts(drawn(room), "water") == [(0, 1), (0, 0), (0, 0), (0, 0)]


def test_only_what_a_person_confirmed_may_be_asked_for(room: Room) -> None:
    told = room.say(room.join("mayor"), "Falta agua")
    room.say(room.join("clerk"), "Falta riego")
    themes.decide(
        room.store, room.now(), told.id, Axis.THEME, "water", CodingState.CONFIRMED, MODERATOR
    )

    pattern = drawn(room).confirmed_only()

    assert counts(pattern, "water") == [(1, 0), (0, 0), (0, 0), (0, 0)]
    assert (pattern.contributions, pattern.unassigned, pattern.voices) == (2, 1, 2)


def test_the_contributions_behind_a_cell_are_those_it_counts_newest_first(room: Room) -> None:
    mayor = room.join("mayor")
    said = [room.say(mayor, text).id for text in ("Agua", "Nada de eso", "Riego")]
    room.say(room.join("farmer"), "Agua también")
    pattern = drawn(room)

    def behind(key: str | None, code: str, limit: int = 9) -> list[str]:
        return patterns.behind(room.store, room.now(), pattern, key, code, limit)

    assert behind("near", "water") == [said[2], said[0]]
    assert behind("near", "water", limit=1) == [said[2]]
    assert behind(ALL, UNASSIGNED) == [said[1]]
    assert behind("near", SPOKEN) == said[::-1]
    assert behind(None, "water") == []


@pytest.mark.parametrize(
    ("minutes", "width"),
    [((0,), 1), ((0, 23), 1), ((0, 24), 2), ((0, 85), 5), ((0, 60 * 24 * 400), 25_920)],
)
def test_the_minutes_of_a_session_are_at_most_so_many_stretches_of_one_length(
    minutes: tuple[int, ...], width: int
) -> None:
    marks = Marks(Axis.THEME)
    for number, minute in enumerate(minutes):
        marks.take(Mark("one", f"p{number}", "near", (), False, id=str(number), minute=minute))

    spans = patterns._spans(marks)

    assert len(spans) <= patterns.MOST_SPANS
    assert spans[0] <= min(minutes) <= max(minutes) < spans[-1] + spans.step
    assert spans.step == width


# -- the same against plain counting ------------------------------------------------------------

ACTORS = ("mayor", "clerk", "farmer", "student", "guest")
GROUPS = {"mayor": "near", "clerk": "near", "farmer": "far", "student": "new", "guest": None}
CODES = ("water", "roads")


LANGUAGES = ("es", "fr")
MINUTES = 30

told = st.tuples(
    st.integers(0, 9),  # which contribution
    st.sampled_from(ACTORS),
    st.integers(0, 1),  # which person of that kind
    st.sampled_from(("one", "two")),
    st.sampled_from(LANGUAGES),
    st.integers(0, MINUTES - 1),
    st.booleans(),  # whether it counts
    st.dictionaries(st.sampled_from(CODES), st.booleans()),
)
scopes = st.builds(
    Scope,
    st.sampled_from((WHOLE, "one")),
    st.sampled_from((WHOLE, "near", None)),
    st.sampled_from((WHOLE, "clerk")),
    st.sampled_from((WHOLE, "fr")),
)
Told = tuple[int, str, int, str, str, int, bool, dict[str, bool]]


def mark(
    number: int,
    actor: str,
    voice: int,
    part: str,
    language: str,
    minute: int,
    is_counted: bool,
    codes: dict[str, bool],
) -> Mark:
    return Mark(
        part_id=part,
        voice=f"{actor}-{voice}",
        group_id=GROUPS[actor],
        codes=tuple(codes.items()),
        is_checked=bool(codes) and all(codes.values()),
        id=str(number),
        actor_id=actor,
        language=language,
        minute=minute,
        is_counted=is_counted,
    )


@given(st.lists(told, max_size=40), st.sampled_from(list(Across)), scopes, st.integers(0, 40))
@settings(max_examples=200)
def test_whatever_the_order_of_changes_the_counts_are_those_of_the_last_state(
    changes: list[Told], across: Across, scope: Scope, looked_at: int
) -> None:
    marks, last = Marks(Axis.THEME), {}
    for place, change in enumerate(changes):
        if place == looked_at:  # somebody looks before, between or after the changes
            marks.followed("it", lambda: Tally(across, scope, MINUTES))
        spoken = mark(*change)
        marks.take(spoken)
        last[spoken.id] = spoken
    tally = marks.followed("it", lambda: Tally(across, scope, MINUTES))

    pattern = tally.pattern([], codes_of(session(), Axis.THEME))
    within = [one for one in last.values() if one.is_counted and scope.takes(one)]

    assert pattern.contributions == len(within)
    assert pattern.unassigned == sum(not one.codes for one in within)
    assert pattern.unconfirmed == sum(not any(sure for _, sure in one.codes) for one in within)
    assert pattern.checked == sum(one.is_checked for one in within)
    assert {column.id for column in pattern.columns} == {key(one, across) for one in within}
    for place, column in enumerate(pattern.columns):
        among = [one for one in within if key(one, across) == column.id]
        assert column.voices == len({one.voice for one in among})
        for row in pattern.rows:
            assert row.counts[place] == counted(among, row.code.id)
            assert row.whole == counted(within, row.code.id)


def key(one: Mark, across: Across) -> str | None:
    keys = {
        Across.GROUPS: one.group_id,
        Across.ACTORS: one.actor_id,
        Across.QUESTIONS: one.part_id,
        Across.LANGUAGES: one.language,
        Across.MINUTES: "0",
    }
    return keys[across]


def counted(among: list[Mark], code: str) -> Count:
    confirmed = {one.voice for one in among if (code, True) in one.codes}
    return Count(
        len(confirmed), len({o.voice for o in among if (code, False) in o.codes} - confirmed)
    )


def session() -> Session:
    return Session(
        *("id", "code", small_plan(), SessionState.OPEN, "one", Intake.OPEN),
        *(OnScreen(View.QUESTION), 0, 0, None, None, None),
    )
