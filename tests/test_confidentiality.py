"""What is shown of an author, under each rule."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from facilitation import sessions
from facilitation.confidentiality import shown_actor, shown_author, veiled
from facilitation.exports import record
from facilitation.model import Author, Confidentiality, Origin, Participant
from facilitation.report.material import gather
from facilitation.store import Store
from tests.rooms import ORGANISER, Room

ROSA = Participant("p", "s", Origin.LINK, "farmer", "Doña Rosa", "Junta de riego", "Cayambe", "es")


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        (Confidentiality.ON_RECORD, Author("farmer", "Doña Rosa", "Junta de riego", "Cayambe")),
        (Confidentiality.ORGANISATION_ONLY, Author("farmer", "", "Junta de riego")),
        (Confidentiality.ACTOR_ONLY, Author("farmer")),
    ],
)
def test_each_rule_shows_what_it_says_and_no_more(rule: Confidentiality, shown: Author) -> None:
    assert shown_author(ROSA, "farmer", rule) == shown


@pytest.mark.parametrize("rule", Confidentiality)
def test_somebody_we_do_not_know_is_a_kind_of_actor(rule: Confidentiality) -> None:
    assert shown_author(None, "farmer", rule) == Author("farmer")


def test_the_actor_is_the_one_they_spoke_as() -> None:
    now_mayor = replace(ROSA, actor_id="mayor")

    assert shown_author(now_mayor, "farmer", Confidentiality.ACTOR_ONLY) == Author("farmer")


@pytest.mark.parametrize("rule", Confidentiality)
def test_a_kind_of_fewer_than_three_people_is_a_name(rule: Confidentiality) -> None:
    people = {"farmer": 3, "mayor": 2}

    assert shown_actor("farmer", rule, people) == "farmer"
    shown = None if rule is Confidentiality.ACTOR_ONLY else "mayor"
    assert shown_actor("mayor", rule, people) == shown


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = Store.open(str(tmp_path / "ronda.db"))
    room = Room.prepared(store)
    room.step("one")
    yield room
    store.close()


def test_a_file_does_not_say_which_kind_the_only_mayor_is(room: Room) -> None:
    for n in range(3):
        room.say(room.join("farmer"), f"Falta agua {n}")
    room.say(room.join("mayor"), "Falta dinero")
    whole = {told.actor_id for told in gather(room.store, room.now()).given}
    rule = Confidentiality.ACTOR_ONLY
    sessions.set_confidentiality(room.store, room.session, rule, ORGANISER)

    lines = record.lines(room.store, room.now())
    given = gather(room.store, room.now()).given

    assert whole == {"farmer", "mayor"}
    assert [(line.actor, line.group) for line in lines] == [("farmer", "far")] * 3 + [("", "")]
    assert [told.actor_id for told in given] == ["farmer"] * 3 + [None]
    assert veiled(room.now(), given) == list(given)
