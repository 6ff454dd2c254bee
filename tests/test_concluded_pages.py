"""What was concluded, on the room's screen and on the page of those whose words carry it."""

from dataclasses import replace

import pytest

from facilitation import sessions
from facilitation.conclusions import check_back, writing
from facilitation.lifecycles import ConclusionState
from facilitation.model import Part, PartKind, Role, View
from facilitation.phrases import in_language
from tests.rooms import MODERATOR, Room, both, small_plan
from tests.tables import RAPPORTEUR, conclude
from tests.test_pages import House, answering, house as house, on_screen, texts


def say(key: str, **values: object) -> str:
    return in_language("es").say(key, **values)


@pytest.fixture
def concluding(house: House) -> House:
    """A session that ends with its conclusions; a farmer and a mayor spoke."""
    last = Part("end", PartKind.CONCLUSIONS, 5, both("Fin", "Fin"))
    plan = small_plan()
    house.room = Room.prepared(house.installation.store, replace(plan, parts=(*plan.parts, last)))
    house.room.step("one")
    house.room.say(house.room.join("mayor"), "El camino se corta")
    return house


def test_the_room_sees_all_that_is_approved_or_one_in_every_language(concluding: House) -> None:
    room = concluding.room
    room.say(room.join("farmer"), "Falta agua")
    first = conclude(room, "Falta agua y camino.", (1, 2), french="Il manque eau et route.")
    conclude(room, "Falta agua <b>aquí</b>.", (2,))
    sessions.put_on_screen(room.store, room.now(), View.CONCLUSIONS, MODERATOR)

    told = on_screen(concluding, "fr")
    assert [one["said"][0]["words"]["lang"] for one in told["items"]] == ["fr", "es"]
    assert [one["said"][0]["words"]["text"] for one in told["items"]] == [
        "Il manque eau et route.",
        "Falta agua <b>aquí</b>.",
    ]
    check_back.put_on_screen(room.store, room.now(), first.id, MODERATOR)
    told = on_screen(concluding)
    (one,) = told["items"]
    assert [said["words"]["lang"] for said in one["said"]] == ["es", "fr"]
    assert one["said"][1]["mark"]["text"] == say("conclusion.statement.checked")
    assert one["basis"].startswith(say("desk.rests_on", n=2))

    writing.reopen(room.store, room.now(), first.id, RAPPORTEUR)
    assert [one["number"] for one in on_screen(concluding)["items"]] == ["C2"]


def test_the_moderator_chooses_which_conclusion_the_room_sees(concluding: House) -> None:
    made = conclude(concluding.room, "Falta camino.", (1,))
    concluding.give(Role.MODERATOR)
    page = concluding.open(Role.MODERATOR)

    page.button(key="view.conclusions").click().run()

    assert concluding.session.on_screen.view is View.CONCLUSIONS
    check_back.put_on_screen(concluding.installation.store, concluding.session, made.id, MODERATOR)
    assert concluding.session.on_screen.conclusion_id == made.id
    assert concluding.session.on_screen.contribution_id is None


def test_a_participant_reads_what_was_concluded_and_says_it_is_not_what_they_meant(
    concluding: House,
) -> None:
    room = concluding.room
    page = answering(concluding)
    (author,) = [
        one for one in room.store.participants(room.session.id) if one.actor_id == "farmer"
    ]
    room.say(author, "Falta agua")
    other = conclude(room, "El camino es lo primero.", (1,))
    conclusion = conclude(room, "Falta riego.", (2,))
    page.run()
    assert "Falta riego." not in texts(page)

    sessions.reveal(room.store, room.now(), "end", MODERATOR, revealed=True)
    room.step("end")
    page = concluding.open(Role.PARTICIPANT)
    assert {"Falta riego.", "El camino es lo primero."} <= set(texts(page))
    assert say("participant.room") not in texts(page)  # nobody answers there
    objecting = [one for one in page.button if one.label == say("door.not_meant_send")]
    assert len(objecting) == 1  # of what rests on their own words
    page.text_area(key=f"object.why.{conclusion.id}").input("Hablaba de pozos")
    objecting[0].click()
    page.run()

    there = room.store.conclusion(conclusion.id)
    assert there is not None
    assert there.state is ConclusionState.REOPENED
    assert [one.words.text for one in there.open_objections] == ["Hablaba de pozos"]
    assert say("door.not_meant_heard", number=2) in texts(page)
    kept = room.store.conclusion(other.id)
    assert kept is not None
    assert kept.state is ConclusionState.APPROVED
