"""A rehearsal plays a room at the door, is marked, and leaves nothing when it is taken out."""

import re
from collections import Counter

import pytest

from facilitation import contributions, plans, rehearsal, sessions, themes
from facilitation.conclusions import writing
from facilitation.conclusions.nouns import Said
from facilitation.conclusions.writing import Draft
from facilitation.engine import SCHEMA
from facilitation.errors import NotAllowed
from facilitation.lifecycles import ConclusionKind
from facilitation.model import (
    Axis,
    CodingState,
    Language,
    Origin,
    PartKind,
    Plan,
    SessionState,
    View,
)
from facilitation.participants import Introduction, join
from facilitation.rehearsal.cast import Voice
from facilitation.settings import ROOT
from facilitation.store import Store
from facilitation.store.rehearsals import OF_PEOPLE
from tests.rooms import MODERATOR, ORGANISER, Room, small_plan
from tests.servers import Server


@pytest.fixture
def room(store: Store) -> Room:
    return Room.prepared(store)


def first_plan() -> Plan:
    return plans.read_plan(ROOT / "data" / "sessions" / "1.1.1.toml")


def lines_of(voices: list[Voice]) -> Counter[Language]:
    return Counter(voice.language for voice in voices for _ in voice.lines)


def test_150_people_say_nearly_all_texts_and_one_in_five_listens() -> None:
    voices = rehearsal.cast(first_plan(), 150)

    assert len(voices) == 150
    assert sum(not voice.lines for voice in voices) == 30
    assert lines_of(voices).total() >= 220
    assert min(lines_of(voices).values()) >= 60
    assert {line.part_id for voice in voices for line in voice.lines} == {
        part.id for part in first_plan().parts if part.kind is PartKind.QUESTION
    }
    assert rehearsal.cast(first_plan(), 150) == voices


@pytest.mark.parametrize("people", [1, 2, 7, 400])
def test_as_many_people_come_as_asked(people: int) -> None:
    assert len(rehearsal.cast(first_plan(), people)) == people


def test_a_session_with_other_actors_and_languages_is_played_as_well() -> None:
    plan = small_plan()
    voices = rehearsal.cast(plan, 20)

    assert {voice.language for voice in voices} <= set(plan.languages)
    assert {voice.actor_id for voice in voices} <= {actor.id for actor in plan.actors}
    assert sum(len(voice.lines) for voice in voices) >= 20


def test_a_rehearsal_is_marked_and_leaves_nothing_when_it_is_taken_out(room: Room) -> None:
    enrolled = _played(room)
    said = room.store.contributions(room.session.id)

    assert {one.is_rehearsal for one in said} == {True}
    assert {one.origin for one in room.store.participants(room.session.id)} == {Origin.PERSONAL}

    assert rehearsal.remove(room.store, room.session, ORGANISER) == (len(enrolled), len(said))

    again = sessions.known(room.store.session_by_id(room.session.id))
    assert room.store.conclusions(again.id) == []
    assert room.store.participants(again.id) == room.store.contributions(again.id) == []
    assert again.state is SessionState.PREPARED
    assert (again.opened_at, again.part_id) == (None, again.plan.parts[0].id)
    assert again.on_screen.view is View.QUESTION
    assert again.on_screen.words is None
    assert room.store.steps(again.id) == []


def test_what_anybody_else_gave_stays(room: Room) -> None:
    _played(room)
    anna = room.join("farmer")
    kept = room.say(anna, "Falta agua en la comuna")
    rehearsal.remove(room.store, room.session, ORGANISER)

    again = sessions.known(room.store.session_by_id(room.session.id))
    assert [one.id for one in room.store.contributions(again.id)] == [kept.id]
    assert [one.id for one in room.store.participants(again.id)] == [anna.id]
    assert again.state is SessionState.OPEN


def test_every_table_that_refers_to_people_is_known_to_the_end_of_a_rehearsal() -> None:
    scripts = "".join(path.read_text() for path in SCHEMA.glob("*.sql"))
    refers = {
        name
        for name, columns in re.findall(r"CREATE TABLE (\w+) \((.*?)\n\);", scripts, re.DOTALL)
        if "REFERENCES participant" in columns
    }

    assert refers == {"contribution", *OF_PEOPLE}


def test_only_the_organiser_plays_people(room: Room) -> None:
    with pytest.raises(NotAllowed):
        rehearsal.enrol(room.store, room.session, [], MODERATOR)
    with pytest.raises(NotAllowed):
        rehearsal.remove(room.store, room.session, MODERATOR)


def _played(room: Room) -> dict[str, Voice]:
    """A rehearsal with every kind of trace: joined, said, coded, shared, on screen."""
    store = room.store
    room.step("one")
    enrolled = rehearsal.enrol(store, room.session, rehearsal.cast(room.session.plan, 6), ORGANISER)
    people = []
    for number, (one, voice) in enumerate(enrolled.items()):
        introduction = Introduction(voice.actor_id, voice.language)
        people.append(join(store, room.session, introduction, participant_id=one))
        room.say(people[-1], f"Falta agua en la comuna {number}")
    told = store.contributions(room.session.id)[0]
    themes.decide(
        store, room.session, told.id, Axis.THEME, "water", CodingState.CONFIRMED, MODERATOR
    )
    sessions.reveal(store, room.session, "one", MODERATOR, revealed=True)
    sessions.open_support(store, room.session, "one", MODERATOR, is_open=True)
    session = sessions.known(store.session_by_id(room.session.id))
    contributions.support(store, session, people[1], told.id, shared=True)
    sessions.put_on_screen(store, session, View.CONTRIBUTION, MODERATOR, told)
    draft = Draft(ConclusionKind.KEY_POINT, "es", Said("Falta agua"), "one", evidence=(told.id,))
    writing.write(store, session, draft, ORGANISER)
    return enrolled


def test_a_whole_session_is_played_at_the_running_server(server: Server) -> None:
    printed = server.command("rehearse", "--people", "12", "--speed", "300", "--steps")
    taken_out = server.command("rehearse", "--remove")

    assert "joined: 12" in printed
    assert "refused" not in printed
    said = int(printed.rsplit("said: ", 1)[1].split()[0].rstrip(","))
    left = re.match(r"Taken out: 12 people and (\d+) contributions of rehearsals", taken_out)
    assert left
    assert int(left[1]) >= said > 0
