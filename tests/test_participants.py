"""Joining, saying who one speaks as, and who was heard."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from facilitation import participants, participation
from facilitation.errors import NotFound, Refused
from facilitation.participants import Introduction
from facilitation.store import Store
from tests.rooms import Room

FARMER = Introduction("farmer", "es", "Doña Rosa", "Junta de riego", "Cayambe")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = Store.open(str(tmp_path / "ronda.db"))
    room = Room.prepared(store)
    room.step("one")
    yield room
    store.close()


def test_who_joins_is_in_the_record_as_they_introduced_themselves(room: Room) -> None:
    joined = participants.join(room.store, room.session, FARMER)

    kept = participants.known_participant(room.store, room.session, joined.id)
    assert kept == joined
    assert (kept.actor_id, kept.name, kept.organisation, kept.territory) == (
        "farmer",
        "Doña Rosa",
        "Junta de riego",
        "Cayambe",
    )


@pytest.mark.parametrize(
    ("wrong", "phrase"),
    [
        ({"actor_id": "emperor"}, "error.choose_actor"),
        ({"actor_id": ""}, "error.choose_actor"),
        ({"language": "en"}, "error.choose_language"),
        ({"name": "x" * 121}, "error.line_too_long"),
        ({"organisation": "x" * 50_000}, "error.line_too_long"),
    ],
)
def test_an_introduction_that_cannot_be_kept_is_refused(
    room: Room, wrong: dict[str, str], phrase: str
) -> None:
    with pytest.raises(Refused) as refused:
        participants.join(room.store, room.session, replace(FARMER, **wrong))

    assert refused.value.phrase == phrase
    assert room.store.participants(room.session.id) == []


def test_a_name_is_one_line_without_what_would_act_on_a_screen(room: Room) -> None:
    joined = participants.join(
        room.store, room.session, replace(FARMER, name=" Do\u202eña\x00\n  Rosa ")
    )

    assert joined.name == "Doña Rosa"


def test_what_was_said_keeps_the_actor_it_was_said_as(room: Room) -> None:
    joined = participants.join(room.store, room.session, FARMER)
    told = room.say(joined, "Falta agua")
    as_mayor = replace(FARMER, actor_id="mayor")
    again = participants.introduce_again(room.store, room.session, joined.id, as_mayor)
    later = room.say(again, "Falta camino")

    kept = {one.id: one.actor_id for one in room.store.contributions(room.session.id)}
    assert kept == {told.id: "farmer", later.id: "mayor"}


def test_a_participant_of_another_session_is_nobody_here(room: Room) -> None:
    other = Room.prepared(room.store)
    joined = other.join()
    with pytest.raises(NotFound):
        participants.known_participant(room.store, room.session, joined.id)
    with pytest.raises(NotFound):
        participants.introduce_again(room.store, room.session, joined.id, FARMER)


def test_every_kind_of_actor_is_listed_whether_heard_or_not(room: Room) -> None:
    rosa, second = room.join("farmer"), room.join("farmer")
    room.join("mayor")
    room.say(rosa, "Falta agua")
    room.say(rosa, "Falta camino")
    room.say(second, "Falta riego")
    heard = participation.heard(room.store, room.now(), "one")

    assert {one.what: (one.here, one.voices, one.contributions) for one in heard} == {
        "mayor": (1, 0, 0),
        "clerk": (0, 0, 0),
        "farmer": (2, 2, 3),
        "student": (0, 0, 0),
        "guest": (0, 0, 0),
    }
