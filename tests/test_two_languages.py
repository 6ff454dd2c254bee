"""A session from its own file is played whole: no number of the default session is fixed."""

from collections import Counter
from pathlib import Path

import pytest

from facilitation import sessions
from facilitation.errors import Refused
from facilitation.model import Axis, SessionState
from facilitation.plans import read_plan
from facilitation.settings import ROOT
from facilitation.store import Store
from tests.rooms import MODERATOR, Room

TWO_LANGUAGES = ROOT / "tests" / "samples" / "two_languages.toml"
DEFAULT = ROOT / "data" / "sessions" / "1.1.1.toml"


@pytest.mark.parametrize("path", [TWO_LANGUAGES, DEFAULT], ids=lambda path: path.stem)
def test_the_record_keeps_a_plan_as_its_file_has_it(store: Store, path: Path) -> None:
    plan = read_plan(path)

    assert Room.prepared(store, plan).now().plan == plan


def test_a_session_of_its_own_numbers_is_stepped_through_and_counted(store: Store) -> None:
    room = Room.prepared(store, read_plan(TWO_LANGUAGES))
    people = [
        room.join(actor.id, language)
        for actor, language in zip(room.session.plan.actors, ["es", "fr"] * 3, strict=True)
    ]

    room.step("drought")
    answer = {"es": "La sequía vació la acequia", "fr": "La sécheresse a vidé le canal"}
    for person in people[:3]:
        room.say(person, answer[person.language])
    room.step("turns")
    answer = {"es": "Los turnos, entre todos", "fr": "Les tours d'eau, ensemble"}
    for person in people[2:]:
        room.say(person, answer[person.language])
    room.step("pact")
    room.say(people[5], "L'entretien du canal, par un accord")
    room.step("closing")
    sessions.close(store, room.now(), MODERATOR)

    said = store.contributions(room.session.id)
    group_of = {actor.id: actor.group for actor in room.session.plan.actors}
    assert Counter((c.part_id, group_of[c.actor_id or ""]) for c in said) == {
        ("drought", "authorities"): 2,
        ("drought", "users"): 1,
        ("turns", "users"): 2,
        ("turns", "neighbours"): 2,
        ("pact", "neighbours"): 1,
    }
    assert [part for part, _ in store.steps(room.session.id)] == [
        "drought",
        "turns",
        "pact",
        "closing",
    ]
    assert room.now().state is SessionState.CLOSED


def test_suggestions_come_from_the_session_s_own_codebook_in_both_languages(store: Store) -> None:
    room = Room.prepared(store, read_plan(TWO_LANGUAGES))
    room.step("pact")

    spanish = room.say(room.join("anglers", "es"), "Truchas: caudal ecológico por acuerdo")
    french = room.say(room.join("anglers", "fr"), "Des truites, de l'entretien, et un accord")

    def codes(axis: Axis) -> list[list[str]]:
        said = store.contributions(room.session.id)
        return [[c.code_id for c in one.codings if c.axis is axis] for one in said]

    assert [spanish.number, french.number] == [1, 2]
    assert codes(Axis.THEME) == [["river_life"], ["river_life"]]
    assert [sorted(found) for found in codes(Axis.POINT)] == [["sharing"], ["sharing", "upkeep"]]


def test_a_language_that_the_session_has_not_is_refused(store: Store) -> None:
    room = Room.prepared(store, read_plan(TWO_LANGUAGES))

    with pytest.raises(Refused):
        room.join("anglers", "en")
