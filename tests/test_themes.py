"""What people decide of the themes of a contribution, and undo."""

from dataclasses import replace

import pytest

from facilitation import lexicon, plans, themes
from facilitation.codebook import read_codebook
from facilitation.errors import NotAllowed, NotFound
from facilitation.model import Axis, CodingState, Contribution, PartKind, Role
from facilitation.settings import ROOT
from facilitation.store import By, Store
from tests.rooms import CODEBOOK, MODERATOR, Room, small_plan

WATER = (Axis.THEME, "water")


def told(room: Room) -> Contribution:
    return room.store.contributions(room.session.id)[-1]


def states(room: Room) -> dict[str, CodingState]:
    return {coding.code_id: coding.state for coding in told(room).codings}


def test_a_contribution_waits_until_somebody_decided(room: Room) -> None:
    said = room.say(room.join(), "Falta agua")
    assert told(room).waits_for_a_hand

    themes.decide(room.store, room.now(), said.id, *WATER, CodingState.CONFIRMED, MODERATOR)

    assert not told(room).waits_for_a_hand


def test_one_without_a_theme_waits_until_somebody_read_it(room: Room) -> None:
    said = room.say(room.join(), "¿Se oye?")
    assert told(room).waits_for_a_hand

    themes.leave_at_that(room.store, room.now(), said.id, MODERATOR)

    assert not told(room).waits_for_a_hand
    assert states(room) == {}


def test_leaving_it_at_that_rejects_what_is_open_and_keeps_what_was_decided(room: Room) -> None:
    said = room.say(room.join(), "Falta agua en el camino")
    themes.decide(room.store, room.now(), said.id, *WATER, CodingState.CONFIRMED, MODERATOR)

    themes.leave_at_that(room.store, room.now(), said.id, MODERATOR)

    assert states(room) == {"water": CodingState.CONFIRMED, "roads": CodingState.REJECTED}


def test_another_text_is_read_anew(room: Room) -> None:
    author = room.join()
    said = room.say(author, "¿Se oye?")
    themes.leave_at_that(room.store, room.now(), said.id, MODERATOR)

    room.say(author, "¿Se oye ahora?", key=said.id)

    assert told(room).waits_for_a_hand


def test_a_decision_taken_back_is_the_machines_suggestion_again(room: Room) -> None:
    said = room.say(room.join(), "Falta agua")
    (before,) = told(room).codings
    themes.decide(room.store, room.now(), said.id, *WATER, CodingState.REJECTED, MODERATOR)

    themes.take_back(room.store, room.now(), said.id, *WATER, MODERATOR)

    assert told(room).codings == (before,)


def test_a_theme_that_a_person_added_is_gone_when_taken_back(room: Room) -> None:
    said = room.say(room.join(), "Faltan semillas")
    themes.decide(room.store, room.now(), said.id, *WATER, CodingState.CONFIRMED, MODERATOR)

    themes.take_back(room.store, room.now(), said.id, *WATER, MODERATOR)

    assert told(room).codings == ()
    assert told(room).waits_for_a_hand


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.PROJECTOR, None])
def test_only_staff_codes(room: Room, role: Role | None) -> None:
    said = room.say(room.join(), "Falta agua")
    somebody = By(role, "1")

    with pytest.raises(NotAllowed):
        themes.take_back(room.store, room.now(), said.id, *WATER, somebody)
    with pytest.raises(NotAllowed):
        themes.leave_at_that(room.store, room.now(), said.id, somebody)


def test_what_is_not_there_cannot_be_coded(room: Room) -> None:
    with pytest.raises(NotFound):
        themes.leave_at_that(room.store, room.now(), "nowhere", MODERATOR)


def test_the_version_covers_all_that_suggests(room: Room) -> None:
    assert themes.version(room.now()) == lexicon.version_of(read_codebook(CODEBOOK))


def test_points_are_suggested_in_the_proposal(sqlite_url: str) -> None:
    plan = plans.read_plan(ROOT / "data" / "sessions" / "1.1.1.toml")
    room = Room.prepared(Store.open(sqlite_url), plan)
    parts = {part.kind: part.id for part in plan.parts}

    assert themes.axes_of(room.session, parts[PartKind.QUESTION]) == (Axis.THEME,)
    assert themes.axes_of(room.session, parts[PartKind.PROPOSAL]) == (Axis.THEME, Axis.POINT)
    room.store.close()


def test_without_a_proposal_points_are_suggested_everywhere(sqlite_url: str) -> None:
    point = replace(small_plan().themes[0], axis=Axis.POINT)
    room = Room.prepared(Store.open(sqlite_url), replace(small_plan(), points=(point,)))

    assert themes.axes_of(room.session, "one") == (Axis.THEME, Axis.POINT)
    room.store.close()
