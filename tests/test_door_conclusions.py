"""At the door: what was concluded from one's words, and saying that it is not what one meant."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from facilitation import sessions
from facilitation.conclusions import writing
from facilitation.conclusions.nouns import Conclusion, Said
from facilitation.conclusions.writing import Draft
from facilitation.lifecycles import ConclusionKind, ConclusionState, PartKind
from facilitation.model import Part, Role
from facilitation.phrases import in_language
from facilitation.store import By, Store
from tests.doors import Visitor, installation_of, spaced
from tests.rooms import MODERATOR, Room, both, small_plan

RAPPORTEUR = By(Role.RAPPORTEUR, "1")


def say(key: str, **values: object) -> str:
    return spaced(in_language("es").say(key, **values))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A session that ends with its conclusions."""
    store = Store.open(str(tmp_path / "ronda.db"))
    plan = small_plan()
    last = Part("end", PartKind.CONCLUSIONS, 5, both("Fin", "Fin"))
    room = Room.prepared(store, replace(plan, parts=(*plan.parts, last)))
    room.step("one")
    yield room
    store.close()


def concluded(room: Room) -> Conclusion:
    """Approved on the first contribution."""
    (first, *_) = room.store.contributions(room.session.id)
    said = Said("Falta riego <b>aquí</b>.")
    draft = Draft(ConclusionKind.KEY_POINT, "es", said, "one", evidence=(first.id,))
    written = writing.write(room.store, room.now(), draft, RAPPORTEUR)
    seen = written.revision
    return writing.approve(room.store, room.now(), written.id, seen, RAPPORTEUR)


def come(room: Room) -> Visitor:
    visitor = Visitor(installation_of(room.store), room.session.code, **{"Accept-Language": "es"})
    visitor.join()
    return visitor


def test_people_read_what_their_words_are_used_in_and_can_object(room: Room) -> None:
    rosa, other = come(room), come(room)
    rosa.say("Falta agua de riego")
    conclusion = concluded(room)
    assert say("door.used_in", number=1) not in rosa.look().text
    room.step("end")
    assert say("door.moment_hint.ending") in rosa.look().text

    sessions.reveal(room.store, room.now(), "end", MODERATOR, revealed=True)
    page = rosa.look()
    seen = rosa.answer.text  # what the door's script redraws: the question, and all from "mine" on
    assert seen.index('id="mine"') < seen.index(say("door.conclusions")) < seen.index('id="who"')
    assert say("door.used_in", number=1) in page.text
    assert "Falta riego <b>aquí</b>." in page.text
    assert "<b>aquí</b>" not in rosa.answer.text
    assert "not_meant" not in other.look().forms

    heard = rosa.send(page, "not_meant", why="Hablaba de pozos")

    assert say("door.not_meant_heard", number=1) in heard.text
    there = room.store.conclusion(conclusion.id)
    assert there is not None
    assert there.state is ConclusionState.REOPENED
    assert [one.words.text for one in there.open_objections] == ["Hablaba de pozos"]
    assert "Falta riego" not in rosa.look().text  # open again: nobody is shown it


def test_a_conclusion_is_not_objected_to_by_whom_it_does_not_quote(room: Room) -> None:
    rosa, other = come(room), come(room)
    rosa.say("Falta agua de riego")
    conclusion = concluded(room)
    sessions.reveal(room.store, room.now(), "end", MODERATOR, revealed=True)
    form = rosa.look().forms["not_meant"]

    other.look()
    page = rosa.look()
    page.forms["not_meant"] = {**form, "id": "nobody's"}
    refused = rosa.send(page, "not_meant", why="x")

    assert say("error.no_conclusion") in refused.text
    there = room.store.conclusion(conclusion.id)
    assert there is not None
    assert there.state is ConclusionState.APPROVED
