"""The run sheet while it runs: minutes spread anew, questions changed on the fly. Both engines."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from facilitation import sessions
from facilitation.errors import Conflict, NotAllowed, Refused
from facilitation.model import Part, PartKind, Role, Session, Wording
from facilitation.moderation import run_sheet
from facilitation.moderation.run_sheet import Draft
from facilitation.store import By, Store
from tests.rooms import MODERATOR, ORGANISER, Room

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def room(store: Store) -> Room:
    return Room.prepared(store)


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def forecast(
    session: Session, part_id: str, steps: list[tuple[str, float]], at: float
) -> list[float]:
    """The minutes each part is likely to take; steps and moments in minutes since noon."""
    standing = replace(session, part_id=part_id, opened_at=NOON)
    taken = [(part, NOON + minutes(moment)) for part, moment in steps]
    slots = run_sheet.run_sheet(standing, taken, NOON + minutes(at))
    return [slot.forecast / 60 for slot in slots]


# The small session plans 2, 7 and 8 minutes.


def test_before_anything_happens_the_forecast_is_the_plan(room: Room) -> None:
    slots = run_sheet.run_sheet(room.session, [], NOON)

    assert [(slot.planned, slot.spent, slot.forecast) for slot in slots] == [
        (120, 0, 120),
        (420, 0, 420),
        (480, 0, 480),
    ]


def test_a_part_that_runs_over_takes_from_those_to_come(room: Room) -> None:
    assert forecast(room.session, "one", [("start", 0), ("one", 2)], 5) == [2, 7, 8]
    assert forecast(room.session, "one", [("start", 0), ("one", 2)], 11) == [2, 9, 6]


def test_what_is_lost_is_shared_in_proportion(room: Room) -> None:
    assert forecast(room.session, "start", [("start", 0)], 7) == [
        7,
        pytest.approx(7 * 10 / 15, abs=0.01),
        pytest.approx(8 * 10 / 15, abs=0.01),
    ]


def test_time_won_stays_in_hand(room: Room) -> None:
    assert forecast(room.session, "one", [("start", 0), ("one", 1)], 2) == [1, 7, 8]


def test_nothing_is_left_and_nothing_ends(room: Room) -> None:
    assert forecast(room.session, "one", [("start", 0), ("one", 2)], 60) == [2, 58, 0]


def test_a_part_taken_up_again_is_summed(room: Room) -> None:
    steps = [("one", 0), ("two", 3), ("one", 4)]

    assert forecast(room.session, "one", steps, 6)[1] == 7
    assert forecast(room.session, "two", [*steps, ("two", 6)], 6)[1] == 5


def test_plan_and_reality_are_kept(room: Room) -> None:
    room.step("start")
    room.step("one")
    seen = run_sheet.edition_of(room.store, room.now(), "one")
    run_sheet.reword(room.store, room.now(), "one", draft(minutes=30, seen=seen), MODERATOR)
    began = dict(room.store.steps(room.session.id))["one"]

    slots = run_sheet.plan_and_reality(room.store, room.now(), began + minutes(4))

    assert [(slot.part.id, slot.planned) for slot in slots] == [
        ("start", 120),
        ("one", 420),
        ("two", 480),
    ]
    assert slots[1].part.minutes == 30
    assert slots[1].spent == 240


# -- changed on the fly ----------------------------------------------------------------------------


def draft(
    es: str = "¿Otra?", fr: str = "", title: str = "", minutes: int = 5, seen: int = 0
) -> Draft:
    return Draft({"es": title}, {"es": es, "fr": fr}, minutes, seen)


def ids(room: Room) -> list[str]:
    return [part.id for part in room.now().plan.parts]


def test_a_question_is_added_after_another_and_phones_are_told(room: Room) -> None:
    stage = room.now().stage_revision

    part_id = run_sheet.add_question(room.store, room.now(), draft(), "one", MODERATOR)

    assert ids(room) == ["start", "one", part_id, "two"]
    assert room.now().stage_revision > stage
    room.step(part_id)
    assert room.say(room.join(), "Sí").part_id == part_id


def test_a_question_without_a_title_is_called_by_its_words(room: Room) -> None:
    part_id = run_sheet.add_question(room.store, room.now(), draft(), "start", MODERATOR)

    assert room.now().part_of(part_id) == Part(
        part_id, PartKind.QUESTION, 5, Wording({"es": "¿Otra?"}), Wording({"es": "¿Otra?"})
    )


def test_the_languages_that_are_missing_are_told(room: Room) -> None:
    part_id = run_sheet.add_question(room.store, room.now(), draft(), "one", MODERATOR)

    assert run_sheet.missing(room.now().part_of(part_id), ("es", "fr")) == ("fr",)
    assert run_sheet.missing(room.now().part_of("one"), ("es", "fr")) == ()


def test_a_question_is_reworded_in_the_languages_of_the_session(room: Room) -> None:
    run_sheet.reword(room.store, room.now(), "one", draft("¿Qué?", "Quoi ?", "Nueva", 9), MODERATOR)

    part = room.now().part_of("one")
    assert (dict(part.title.texts), dict(part.text.texts), part.minutes) == (
        {"es": "Nueva", "fr": "Quoi ?"},
        {"es": "¿Qué?", "fr": "Quoi ?"},
        9,
    )


def test_two_who_reword_at_once_lose_nothing(room: Room) -> None:
    seen = run_sheet.edition_of(room.store, room.now(), "one")
    run_sheet.reword(room.store, room.now(), "one", draft("¿Mía?", seen=seen), MODERATOR)

    with pytest.raises(Conflict) as refused:
        run_sheet.reword(room.store, room.now(), "one", draft("¿Suya?", seen=seen), ORGANISER)

    assert refused.value.phrase == "error.part_changed"
    assert room.now().part_of("one").text.texts["es"] == "¿Mía?"
    seen = run_sheet.edition_of(room.store, room.now(), "one")
    run_sheet.reword(room.store, room.now(), "one", draft("¿Suya?", seen=seen), ORGANISER)
    editions = [e for e in room.store.part_editions(room.session.id) if e.part_id == "one"]
    assert [e.text.texts["es"] for e in editions] == ["¿Qué falta?", "¿Mía?", "¿Suya?"]


@pytest.mark.parametrize(
    ("part_id", "places", "order"),
    [
        ("two", -1, ["start", "two", "one"]),
        ("start", 2, ["one", "two", "start"]),
        ("two", 1, ["start", "one", "two"]),
        ("one", -9, ["one", "start", "two"]),
    ],
)
def test_a_part_is_moved(room: Room, part_id: str, places: int, order: list[str]) -> None:
    run_sheet.move(room.store, room.now(), part_id, places, MODERATOR)

    assert ids(room) == order


@pytest.mark.parametrize(
    "bad",
    [
        draft(es=" "),
        draft(title="x" * 121),
        draft(es="x" * 1_001),
        draft(minutes=0),
        draft(minutes=1_000),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(room: Room, bad: Draft) -> None:
    with pytest.raises(Refused):
        run_sheet.add_question(room.store, room.now(), bad, "one", MODERATOR)
    assert ids(room) == ["start", "one", "two"]


def test_a_rapporteur_changes_no_question(room: Room) -> None:
    with pytest.raises(NotAllowed):
        run_sheet.add_question(room.store, room.now(), draft(), "one", By(Role.RAPPORTEUR, "1"))


def test_the_plan_is_the_first_edition_of_each_part(room: Room) -> None:
    editions = room.store.part_editions(room.session.id)

    assert [(e.part_id, e.position, e.minutes) for e in editions] == [
        ("start", 0, 2),
        ("one", 1, 7),
        ("two", 2, 8),
    ]


def test_the_same_step_from_two_pages_is_one(room: Room) -> None:
    room.step("one")
    steps = room.store.steps(room.session.id)

    sessions.step(room.store, room.now(), "one", ORGANISER)

    assert room.store.steps(room.session.id) == steps
