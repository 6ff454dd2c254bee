"""Sessions move between databases, either way, whole or not at all."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from facilitation import erasure
from facilitation.exports import json_file
from facilitation.model import Role
from facilitation.store import By, Store
from facilitation.store.moving import FLEETING, SHARED, TABLES, AlreadyThere
from tests.rooms import Room
from tests.servers import ROOT

EITHER_WAY = [("sqlite_url", "postgres_url"), ("postgres_url", "sqlite_url")]


@pytest.fixture(params=EITHER_WAY, ids="-to-".join)
def ends(request: pytest.FixtureRequest) -> Iterator[tuple[Store, Store]]:
    """The database that sessions come from and the one they go to."""
    source, target = (Store.open(request.getfixturevalue(name)) for name in request.param)
    yield source, target
    source.close()
    target.close()


def told(store: Store, room: Room) -> bytes:
    return json_file.write(store, room.now())


def filled(store: Store) -> Room:
    """A session in which people spoke, corrected, and erased."""
    room = Room.prepared(store)
    room.step("one")
    authors = [room.join(actor, name=f"{actor} ñ") for actor in ("farmer", "mayor", "student")]
    given = [room.say(author, f"Falta agua y riego, {n} %") for n, author in enumerate(authors)]
    room.say(authors[0], "Falta agua, y caminos", given[0].id)
    erasure.erase(store, room.now(), authors[1], By(Role.PARTICIPANT, authors[1].id))
    return room


def test_a_session_arrives_whole_and_goes_on(ends: tuple[Store, Store]) -> None:
    source, target = ends
    room, other = filled(source), Room.prepared(source)
    before = told(source, room)

    moved = source.give_to(target, [room.session.id], is_everything=False)

    there = Room(target, room.session)
    assert moved > 20
    assert told(target, there) == before == told(source, room)
    assert target.session(other.session.code) is None
    assert there.say(there.join(), "Faltan caminos").number == 4
    with pytest.raises(AlreadyThere, match=room.session.code):
        source.give_to(target, [room.session.id], is_everything=False)


def test_a_move_that_breaks_off_leaves_nothing(ends: tuple[Store, Store]) -> None:
    source, target = ends
    room = filled(source)
    elsewhere = Room.prepared(target)
    elsewhere.step("one")
    (said, *_) = source.contributions(room.session.id)
    elsewhere.say(elsewhere.join(), "Lo mismo", said.id)  # in the way of the last of the tables

    with pytest.raises(Exception, match=r"(?i)unique|contribution"):
        source.give_to(target, [room.session.id], is_everything=False)

    assert target.session_by_id(room.session.id) is None
    assert len(target.sessions()) == 1


def test_every_table_moves_or_is_named_as_one_that_does_not(sqlite_url: str) -> None:
    Store.open(sqlite_url).close()
    tables = set(Database(sqlite_url).table_names())

    assert tables - {"migration"} == {*TABLES, *FLEETING, SHARED}


def test_the_command_moves_all_and_says_why_not(tmp_path: Path, postgres_url: str) -> None:
    database = str(tmp_path / "ronda.db")
    store = Store.open(database)
    rooms = [filled(store), filled(store)]
    store.close()

    def moved(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "facilitation", "move", *words]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    first = moved("--from", database, "--to", postgres_url)
    again = moved("--from", database, "--to", postgres_url, "--session", rooms[0].session.code)
    nowhere = moved("--from", str(tmp_path / "none.db"), "--to", postgres_url)

    assert first.stdout.startswith("2 sessions, ")
    assert (again.returncode, nowhere.returncode) == (1, 1)
    assert rooms[0].session.code in again.stderr
    assert "there is no database" in nowhere.stderr
    assert not (tmp_path / "none.db").exists()
