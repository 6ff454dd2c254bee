"""The database goes away in the middle of it: nothing that was confirmed is lost, people are told,
and everything comes back by itself."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from facilitation import engine
from facilitation.errors import Unreachable
from facilitation.phrases import in_language
from facilitation.store import Store
from tests.doors import Page, Visitor, installation_of
from tests.rooms import Room
from tests.servers import Postgres, running_postgres

MANY = 40


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[Postgres]:
    """A server of this file's own, since it is stopped."""
    with running_postgres() as cluster:
        yield cluster


def prepared(database: str) -> Room:
    room = Room.prepared(Store.open(database))
    room.step("one")
    return room


def test_answers_go_on_after_postgresql_was_restarted(own_postgres: Postgres) -> None:
    with own_postgres.fresh_database() as url:
        room = prepared(url)
        author = room.join()
        told: dict[str, int] = {}
        refused: list[int] = []
        is_going_on = Event()

        def say(n: int) -> None:
            try:
                one = room.say(author, f"Falta agua {n}")
                told[one.id] = one.number
            except Unreachable:
                refused.append(n)
            if n == MANY // 4:
                is_going_on.set()

        with ThreadPoolExecutor(4) as people:
            saying = people.map(say, range(MANY))
            is_going_on.wait(60)
            own_postgres.restart()
            list(saying)
        for n in [*refused]:
            say(MANY + n)

        held = {one.id: one.number for one in room.store.contributions(room.session.id)}
        assert told.items() <= held.items()
        assert len(told) == MANY
        room.store.close()


def test_the_door_says_so_and_keeps_the_words(own_postgres: Postgres, monkeypatch) -> None:
    monkeypatch.setattr(engine, "POOL_WAIT_SECONDS", 0.5)
    with own_postgres.fresh_database() as url:
        room = prepared(url)
        visitor = Visitor(installation_of(room.store), room.session.code)
        visitor.join()
        form = visitor.look()
        own_postgres.stop()

        unsent = visitor.send(form, "say", text="Falta agua")
        refused, kept = visitor.answer.status_code, visitor.answer.text
        stage = visitor.http.get(f"/j/{room.session.code}/stage")
        stream = visitor.http.get(f"/live/{room.session.code}")
        own_postgres.start()
        received = visitor.send(form, "say", text="Falta agua")

        assert refused == stage.status_code == stream.status_code == 503
        assert in_language("en").say("error.no_record") in unsent.text
        assert "Falta agua</textarea>" in kept
        assert in_language("en").say("page.no_record") in Page(stage.text).text
        assert len(room.store.contributions(room.session.id)) == 1
        assert visitor.answer.status_code == 200, received.text
        room.store.close()


def test_a_full_disk_is_said_and_what_was_there_stays(sqlite_url: str) -> None:
    room = prepared(sqlite_url)
    author = room.join()
    given = room.say(author, "Falta agua")
    writer = room.store._engine._writer.conn  # the limit is the connection's own
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count={pages}").close()

    def go_on_saying() -> None:
        for n in range(200):
            room.say(author, f"Falta agua {n} " + "y riego " * 100)

    with pytest.raises(Unreachable):
        go_on_saying()
    writer.execute("PRAGMA max_page_count=1000000").close()

    after = room.say(author, "Ya hay sitio")
    held = room.store.contributions(room.session.id)
    assert [one.number for one in held] == list(range(1, len(held) + 1))
    assert {given.id, after.id} <= {one.id for one in held}
    room.store.close()


def test_a_database_that_somebody_holds_is_said(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    database = str(tmp_path / "ronda.db")
    room = prepared(database)
    author = room.join()
    with closing(sqlite3.connect(database)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unreachable):
            room.say(author, "Falta agua")
        other.rollback()

    assert room.say(author, "Falta agua").number == 1
    room.store.close()


def test_a_defect_is_not_taken_for_a_database_that_is_away(store_url: str) -> None:
    opened = engine.connect(store_url)

    with pytest.raises(Exception, match="nowhere") as problem:
        opened.read("SELECT * FROM nowhere")

    assert not isinstance(problem.value, Unreachable)
    opened.close()
