"""The database goes away in the middle of it: nothing that was confirmed is lost, people are told,
and everything comes back by itself."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import psycopg
import pytest

from facilitation import engine, listening, writes
from facilitation.errors import Unreachable
from facilitation.model import Participant
from facilitation.phrases import in_language
from facilitation.store import Store
from tests.doors import Page, Visitor, installation_of, spaced
from tests.rooms import Room
from tests.servers import Postgres, running_postgres, wait_until

MANY = 40
COMES_BACK = '<meta http-equiv="refresh" content="'
ROOT = Path(__file__).parent.parent


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


def test_the_door_says_so_and_keeps_the_words(
    own_postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "AWAY_SECONDS", 0.2)
    with own_postgres.fresh_database() as url:
        room = prepared(url)
        visitor = Visitor(installation_of(room.store), room.session.code)
        visitor.join()
        form = visitor.look()
        room.store._engine._pool.timeout = 0.5  # for as long as nobody answers anyhow
        own_postgres.stop()

        unsent = visitor.send(form, "say", text="Falta agua")
        refused, kept = visitor.answer.status_code, visitor.answer.text
        stage = visitor.http.get(f"/j/{room.session.code}/stage")
        stream = visitor.http.get(f"/live/{room.session.code}")
        link, left = (
            visitor.http.get("/k/a-key"),
            visitor.http.post(f"/j/{room.session.code}/leave"),
        )
        own_postgres.start()

        def is_received() -> bool:
            visitor.send(form, "say", text="Falta agua")
            return visitor.answer.status_code == 200

        wait_until(is_received)

        assert refused == stage.status_code == stream.status_code == 503
        assert in_language("en").say("error.no_record") in unsent.text
        assert "Falta agua</textarea>" in kept
        assert in_language("en").say("page.no_record") in Page(stage.text).text
        # What was only looked at is asked for again by the browser itself.
        assert [COMES_BACK in one.text for one in (stage, link, left)] == [True, True, False]
        assert link.status_code == left.status_code == 503
        assert len(room.store.contributions(room.session.id)) == 1
        room.store.close()


# The last thing a transaction does takes a while: long enough to be caught at it.
SLOW_COMMIT = """
CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM pg_sleep(3); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER lingering AFTER INSERT ON contribution
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION linger();
"""
COMMITTING = "SELECT 1 FROM pg_stat_activity WHERE query = 'COMMIT' AND state = 'active'"


def test_a_server_that_says_nothing_is_told_in_time_and_nothing_is_said_twice(
    own_postgres: Postgres, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It stands still in the middle of a commit, so that nobody knows whether it will be."""
    monkeypatch.setattr(listening.Listening, "patience", 2)
    monkeypatch.setattr(listening, "SILENT_SECONDS", 2)
    monkeypatch.setattr(engine, "AWAY_SECONDS", 0.2)
    with own_postgres.fresh_database() as url:
        room = prepared(url)
        settings = {"RONDA_BACKUPS": str(tmp_path / "backups")}
        visitor = Visitor(installation_of(room.store, **settings), room.session.code)
        visitor.join()
        form = visitor.look()
        with psycopg.connect(url, autocommit=True) as other, ThreadPoolExecutor(1) as phone:
            other.execute(SLOW_COMMIT)
            sending = phone.submit(visitor.send, form, "say", text="Falta agua")
            wait_until(lambda: other.execute(COMMITTING).fetchone() is not None)
            with own_postgres.hanging():
                sending.result(120)
                refused = visitor.answer.status_code
                again = visitor.send(form, "say", text="Falta agua")
                metrics = visitor.http.get("/metrics").text
                ready = visitor.http.get("/healthz").status_code

        assert refused == 503
        assert "Falta agua" in again.text
        assert "ronda_record_up 0.0" in metrics
        assert ready == 503

        def is_received() -> bool:
            visitor.send(form, "say", text="Falta agua")
            return visitor.answer.status_code == 200

        wait_until(is_received)
        (held,) = room.store.contributions(room.session.id)
        assert (held.words.text, held.number, held.edition) == ("Falta agua", 1, 1)
        assert visitor.http.get("/healthz").status_code == 200
        room.store.close()


@contextmanager
def full(room: Room) -> Iterator[None]:
    """No room for another page, until somebody makes some."""
    writer = room.store._engine._writer.conn  # the limit is the connection's own
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count={pages}").close()
    yield
    writer.execute("PRAGMA max_page_count=1000000").close()


def fill(room: Room, author: Participant) -> None:
    for n in range(200):
        room.say(author, f"Falta agua {n} " + "y riego " * 100)


def test_a_full_disk_is_said_and_what_was_there_stays(sqlite_url: str) -> None:
    room = prepared(sqlite_url)
    author = room.join()
    given = room.say(author, "Falta agua")
    with full(room), pytest.raises(Unreachable):
        fill(room, author)

    after = room.say(author, "Ya hay sitio")
    held = room.store.contributions(room.session.id)
    assert [one.number for one in held] == list(range(1, len(held) + 1))
    assert {given.id, after.id} <= {one.id for one in held}
    room.store.close()


def test_a_full_disk_makes_the_process_not_ready_until_there_is_room(
    sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    room = prepared(sqlite_url)
    told, said = {"RONDA_BACKUPS": str(tmp_path / "backups")}, "Falta agua" + " y riego" * 100
    french = {"Accept-Language": "fr"}
    visitor = Visitor(installation_of(room.store, **told), room.session.code, **french)
    visitor.join()

    def ready() -> tuple[int, bool]:
        metrics = visitor.http.get("/metrics").text
        return visitor.http.get("/healthz").status_code, "ronda_record_up 1.0" in metrics

    before = ready()
    with full(room):
        with pytest.raises(Unreachable):
            fill(room, room.join())
        unsent = visitor.say(said)
        kept, unsent_text = visitor.answer.status_code, visitor.answer.text
        meanwhile = ready()

    assert (before, meanwhile, ready()) == ((200, True), (503, False), (200, True))
    assert spaced(in_language("fr").say("error.text_not_saved")) in unsent.text
    assert kept == 503
    assert f"{said}</textarea>" in unsent_text
    visitor.say(said)
    assert visitor.answer.status_code == 200
    logged = [one.getMessage() for one in caplog.records if one.name == writes.__name__]
    assert logged == ["The record takes no writes: SQLITE_FULL"]
    room.store.close()


def test_writing_works_where_nothing_was_in_its_way(store_url: str) -> None:
    opened = engine.connect(store_url)
    opened._writes.are_failing = True  # as after a fault that is over

    assert opened.is_writable()
    opened.migrate()
    assert [row for row in opened.read("SELECT name FROM migration") if "--" in row["name"]] == []
    opened.close()


# A process of its own, since what it may write is a process's own limit: bytes of any file.
CLEARER = """
import resource, sys
from facilitation.errors import Unreachable
from facilitation.store import Store
from tests.rooms import Room
store = Store.open(sys.argv[1])
room = Room.prepared(store)
room.step("one")
author = room.join()
unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, unlimited[1]))
told = []
try:
    room.say(author, "Falta agua")
except Unreachable:
    told.append("refused")
told += [store.clear_log(), store.is_writable()]
resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
told += [store.clear_log(), store.is_writable(), room.say(author, "Falta agua").number]
print(*told)
"""


def test_on_a_disk_that_is_full_the_log_is_kept_for_later(sqlite_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CLEARER, sqlite_url], capture_output=True, text=True, cwd=ROOT
    )

    assert done.stdout.split() == ["refused", "False", "False", "True", "True", "1"], done.stderr


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


def test_a_roomful_behind_a_held_database_waits_once_and_not_in_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 1)
    database = str(tmp_path / "ronda.db")
    room = prepared(database)
    author = room.join()

    def say(n: int) -> bool:
        try:
            room.say(author, f"Falta agua {n}")
        except Unreachable:
            return False
        return True

    with closing(sqlite3.connect(database)) as other, ThreadPoolExecutor(16) as people:
        other.execute("BEGIN IMMEDIATE")
        saying = [people.submit(say, n) for n in range(16)]
        is_said = wait(saying, timeout=12)  # in turn they would need 16 seconds
        other.rollback()

    assert not is_said.not_done
    assert not any(one.result() for one in saying)
    room.store.close()


def test_a_defect_is_not_taken_for_a_database_that_is_away(store_url: str) -> None:
    opened = engine.connect(store_url)

    with pytest.raises(Exception, match="nowhere") as problem:
        opened.read("SELECT * FROM nowhere")

    assert not isinstance(problem.value, Unreachable)
    opened.close()
