"""Copies of the record: made while people submit, refused when broken, put back step by step."""

import asyncio
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlite_utils.utils import sqlite3

from facilitation import backups, erasure, participants, sessions
from facilitation.__main__ import ronda
from facilitation.backups import BrokenFile
from facilitation.commands import backups as commands
from facilitation.installation import installed
from facilitation.model import Role
from facilitation.settings import Settings
from facilitation.store import By, Store, now
from tests.conftest import NewServer
from tests.doors import played
from tests.rooms import MODERATOR, Room
from tests.test_durability import ROOT, submitted_until_killed

NAME = re.compile(r"ronda-\d{8}T\d{6}Z-[0-9a-f]{16}\.db")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.read({"RONDA_DATA": str(tmp_path), "RONDA_SECRET": "s" * 32})


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    store = Store.open(settings.database)
    yield store
    store.close()


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs a command as an operator does: a process that starts anew."""
    monkeypatch.setenv("RONDA_DATA", str(settings.data))
    monkeypatch.delenv("RONDA_DATABASE", raising=False)
    installed.cache_clear()

    def run(*words: str) -> Result:
        result = CliRunner().invoke(ronda, list(words))
        if installed.cache_info().currsize:
            installed().store.close()
        installed.cache_clear()
        return result

    return run


def texts(database: Path | str) -> list[str]:
    """The words a record holds, in the order of arrival."""
    store = Store.open(str(database))
    try:
        return [
            told.words.text
            for session in store.sessions()
            for told in store.contributions(session.id)
        ]
    finally:
        store.close()


def kept_at(folder: Path, *moments: datetime) -> None:
    """Files named as backups of these moments are."""
    folder.mkdir(exist_ok=True)
    for moment in moments:
        (folder / f"ronda-{moment:%Y%m%dT%H%M%SZ}-{'0' * 16}.db").write_bytes(b"")


# -- making them ----------------------------------------------------------------------------------


def test_a_backup_is_one_file_for_its_owner_named_by_its_time(
    room: Room, settings: Settings
) -> None:
    room.say(room.join(), "Falta agua")
    made = backups.back_up(room.store, settings)

    assert [path.name for path in settings.backups.iterdir()] == [made.path.name]
    assert NAME.fullmatch(made.path.name) is not None
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert str(backups.check(made.path)) == "1 sessions, 1 participants, 1 contributions"
    assert backups.newest(settings.backups) == made


def test_a_backup_made_while_people_submit_is_whole_and_has_all_that_was_acknowledged(
    room: Room, settings: Settings
) -> None:
    stopped = threading.Event()

    def keep_submitting() -> None:
        author = room.join()
        while not stopped.is_set():
            acknowledged.append(room.say(author, "Falta agua").id)

    acknowledged: list[str] = []
    threads = [threading.Thread(target=keep_submitting) for _ in range(4)]
    for thread in threads:
        thread.start()
    while len(acknowledged) < 20:
        stopped.wait(0.01)
    before = list(acknowledged)
    made = backups.back_up(room.store, settings)
    stopped.set()
    for thread in threads:
        thread.join()

    copy = Store.open(str(made.path))
    (session,) = copy.sessions()
    there = copy.contributions(session.id)
    audit = copy.audit(session.id)
    copy.close()
    assert set(before) - {told.id for told in there} == set()
    assert [told.number for told in there] == list(range(1, len(there) + 1))
    assert len(audit) == session.revision


def test_so_many_backups_are_kept_and_nothing_else_is_touched(
    room: Room, settings: Settings
) -> None:
    few = replace(settings, backups_kept=3)
    at = now()
    kept_at(settings.backups, *(at - timedelta(minutes=10 * n) for n in range(1, 6)))
    (settings.backups / "mine.db").write_text("")
    made = backups.back_up(room.store, few)

    assert [one.made_at for one in backups.kept(settings.backups)] == [
        made.made_at,
        *((at - timedelta(minutes=10 * n)).replace(microsecond=0) for n in (1, 2)),
    ]
    assert (settings.backups / "mine.db").exists()


def test_backups_older_than_their_term_go_so_that_erased_words_go_with_them(
    room: Room, settings: Settings
) -> None:
    at = now()
    kept_at(settings.backups, at - timedelta(days=31), at - timedelta(days=29))
    made = backups.back_up(room.store, settings)

    assert [one.made_at for one in backups.kept(settings.backups)] == [
        made.made_at,
        (at - timedelta(days=29)).replace(microsecond=0),
    ]


def test_a_draft_that_a_killed_process_left_is_removed(room: Room, settings: Settings) -> None:
    settings.backups.mkdir()
    left = settings.backups / ".0.part"
    left.write_bytes(b"half")
    hour_ago = (now() - timedelta(hours=1)).timestamp()
    os.utime(left, (hour_ago, hour_ago))
    backups.back_up(room.store, settings)

    assert not left.exists()


# -- when -----------------------------------------------------------------------------------------


def test_a_backup_is_due_ten_minutes_after_the_last_while_a_session_is_open(
    room: Room, settings: Settings
) -> None:
    assert backups.is_due(room.store, settings.backups, now())
    made = backups.back_up(room.store, settings)

    assert not backups.is_due(
        room.store, settings.backups, made.made_at + timedelta(minutes=9, seconds=59)
    )
    assert backups.is_due(room.store, settings.backups, made.made_at + timedelta(minutes=10))


def test_once_all_sessions_are_closed_one_more_is_due_after_the_last_change(
    room: Room, settings: Settings
) -> None:
    sessions.close(room.store, room.now(), MODERATOR)
    changed = room.store.last_change()
    assert changed is not None
    later = changed + timedelta(hours=1)
    kept_at(settings.backups, changed - timedelta(minutes=1))
    assert backups.is_due(room.store, settings.backups, later)
    kept_at(settings.backups, changed + timedelta(seconds=1))
    assert not backups.is_due(room.store, settings.backups, later)


def test_backups_make_themselves_while_the_server_runs(room: Room, settings: Settings) -> None:
    async def run_until_made() -> None:
        task = asyncio.create_task(backups.keep_backups(room.store, settings))
        async with asyncio.timeout(30):
            while backups.newest(settings.backups) is None:
                await asyncio.sleep(0.01)
        task.cancel()

    played(run_until_made())

    assert len(backups.kept(settings.backups)) == 1


def test_a_backup_that_fails_is_logged_and_does_not_end_the_loop(
    room: Room, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.backups.write_text("a file where the folder should be")

    async def run_until_logged() -> None:
        task = asyncio.create_task(backups.keep_backups(room.store, settings))
        async with asyncio.timeout(30):
            while not caplog.records:
                await asyncio.sleep(0.01)
        assert not task.done()
        task.cancel()

    played(run_until_logged())

    assert [record.getMessage().split(":")[0] for record in caplog.records] == [
        "No backup could be made"
    ]


# -- broken ones ----------------------------------------------------------------------------------


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_in_the_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def with_garbage_in_the_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 8192] = b"\xa5" * 8192
    path.write_bytes(content)


def with_one_letter_changed(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"Falta agua", b"Falta aqua"))


def with_another_beginning(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + path.read_bytes()[4:])


def made_elsewhere(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipe (name TEXT)").close()


def written_by_a_newer_ronda(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("INSERT INTO migration VALUES ('999_later.sql')").close()
        database.commit()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (emptied, "is empty"),
        (cut_short, "is cut short: "),
        (cut_in_the_header, "is not a SQLite database"),
        (with_garbage_in_the_middle, "is damaged: "),
        (with_one_letter_changed, "is damaged: its bytes are not those that were written"),
        (with_another_beginning, "is not a SQLite database"),
        (made_elsewhere, "is damaged: no such table: migration"),
        (written_by_a_newer_ronda, "was written by a newer Ronda: it has 999_later.sql"),
    ],
    ids=lambda told: getattr(told, "__name__", ""),
)
def test_a_broken_file_is_refused_with_the_reason_and_nothing_is_touched(
    room: Room, settings: Settings, spoil: Callable[[Path], None], reason: str
) -> None:
    for n in range(15):
        room.say(room.join(), f"Falta agua {n} " + "x" * 900)
    made = backups.back_up(room.store, settings)
    spoil(made.path)

    with pytest.raises(BrokenFile, match=re.escape(reason)):
        backups.check(made.path)
    with pytest.raises(BrokenFile, match=re.escape(reason)):
        backups.restore(made.path, Path(settings.database))
    assert len(room.store.contributions(room.session.id)) == 15


# -- putting one back -----------------------------------------------------------------------------


def test_restore_after_kill_9_puts_the_newest_backup_in_place_and_keeps_what_it_replaces(
    run: Any, store: Store, settings: Settings
) -> None:
    room = Room.prepared(store)
    room.step("one")
    room.say(room.join(), "Falta agua")
    assert run("backup").exit_code == 0
    store.close()
    acknowledged = submitted_until_killed(settings.database, room.session.code, 0.2)
    assert Path(f"{settings.database}-wal").stat().st_size > 0
    result = run("restore")

    assert result.exit_code == 0
    assert texts(settings.database) == ["Falta agua"]
    (replaced,) = settings.data.glob("ronda.replaced-*.db")
    assert set(acknowledged) - ids(replaced) == set()
    assert sorted(path.name for path in settings.data.glob("ronda.db*")) == ["ronda.db"]
    assert Path(settings.database).stat().st_mode & 0o777 == 0o600


def ids(database: Path) -> set[str]:
    store = Store.open(str(database))
    try:
        (session,) = store.sessions()
        return {told.id for told in store.contributions(session.id)}
    finally:
        store.close()


def test_what_was_replaced_can_be_put_back_with_its_log(
    run: Any, room: Room, settings: Settings
) -> None:
    run("backup")
    room.store.close()
    assert submitted_until_killed(settings.database, room.session.code, 0.2)
    run("restore")
    assert texts(settings.database) == []
    (replaced,) = settings.data.glob("ronda.replaced-*.db")
    with_log = ids(replaced)  # opened and closed: the log is in it now
    result = run("restore", str(replaced))

    assert result.exit_code == 0
    assert ids(Path(settings.database)) == with_log


def test_two_restores_within_a_second_keep_both_records_that_they_replace(
    run: Any, room: Room, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("backup")
    room.store.close()
    monkeypatch.setattr(backups, "now", lambda: datetime(2026, 1, 31, tzinfo=UTC))

    assert [run("restore").exit_code for _ in range(3)] == [0, 0, 0]

    assert len(list(settings.data.glob("ronda.replaced-*.db"))) == 3


def test_after_a_corrupted_file_the_newest_whole_backup_is_restored_by_the_documented_steps(
    run: Any, room: Room, settings: Settings
) -> None:
    room.say(room.join(), "Falta agua " + "x" * 30_0)
    run("backup")
    good = backups.newest(settings.backups)
    assert good is not None
    later = settings.backups / f"ronda-29990101T000000Z-{good.digest}.db"
    later.write_bytes(good.path.read_bytes()[:-4096])
    room.store.close()
    with_garbage_in_the_middle(Path(settings.database))

    verified = run("verify")
    assert verified.exit_code == 1
    assert [line.split()[0] for line in verified.stdout.splitlines()] == [
        "BROKEN",
        "BROKEN",
        "whole",
    ]
    with pytest.raises(commands.click.ClickException, match="python -m facilitation restore"):
        commands.require_whole(settings)
    restored = run("restore")
    assert restored.exit_code == 0
    assert restored.stderr.splitlines()[0].startswith(f"passed over: {later.name} is cut short")
    assert [text.split(" x")[0] for text in texts(settings.database)] == ["Falta agua"]
    later.unlink()
    assert run("verify").exit_code == 0


def test_restore_refuses_while_another_process_has_the_database_open(
    run: Any, room: Room, settings: Settings
) -> None:
    run("backup")
    room.say(room.join(), "Falta agua")
    room.store.close()
    holding = "import sys; from facilitation.store import Store; s = Store.open(sys.argv[1]); "
    holding += "print('open', flush=True); sys.stdin.read()"
    server = subprocess.Popen(
        [sys.executable, "-c", holding, settings.database],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    server.stdout.readline()
    refused = run("restore")
    server.communicate()

    assert (refused.exit_code, refused.stderr) == (
        1,
        f"Error: nothing was changed: {settings.database} is open in another process: "
        "stop the server first\n",
    )
    assert texts(settings.database) == ["Falta agua"]
    assert run("restore").exit_code == 0
    assert texts(settings.database) == []


def test_a_server_backs_itself_up_and_comes_back_from_kill_9_with_the_newest_backup(
    new_server: NewServer, sqlite_url: str
) -> None:
    server = new_server(database=sqlite_url)  # files are copied: of PostgreSQL there are none
    folder = Path(server.environment["RONDA_DATA"]) / "backups"
    for _ in range(300):
        if backups.newest(folder):
            break
        time.sleep(0.1)
    with pytest.raises(subprocess.CalledProcessError) as refused:
        server.command("restore")
    server.kill()
    restored = server.command("restore")
    server.start()

    assert "stop the server first" in refused.value.stderr
    assert f"{server.database} is now {folder}" in restored
    assert [line.split()[0] for line in server.command("verify").splitlines()] == ["whole"] * 2


def test_without_a_backup_restore_says_so(run: Any, settings: Settings) -> None:
    result = run("restore")

    assert (result.exit_code, result.stderr) == (
        1,
        f"Error: nothing was changed: no usable backup in {settings.backups}\n",
    )


def test_a_restored_record_does_not_bring_back_what_was_erased_since(
    run: Any, room: Room, settings: Settings
) -> None:
    author = room.join(name="Rosa")
    room.say(author, "Falta agua")
    room.say(room.join(), "Falta todo")
    run("backup")
    erasure.erase(room.store, room.now(), author, By(Role.PARTICIPANT, author.id))
    room.store.close()
    result = run("restore")

    assert result.exit_code == 0
    assert texts(settings.database) == ["", "Falta todo"]
    store = Store.open(settings.database)
    assert participants.known_participant(store, room.session, author.id).name == ""
    store.close()


def test_a_missing_database_that_had_backups_is_said_at_the_start(
    room: Room, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.require_whole(settings)
    assert capsys.readouterr().err == ""
    backups.back_up(room.store, settings)
    room.store.close()
    Path(settings.database).unlink()
    commands.require_whole(settings)

    assert "is missing and there are backups of it" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("word", "tool"), [("backup", "pg_dump"), ("verify", "pg_dump"), ("restore", "pg_restore")]
)
def test_for_postgresql_its_own_tool_is_named_and_no_password_printed(
    run: Any, monkeypatch: pytest.MonkeyPatch, word: str, tool: str
) -> None:
    monkeypatch.setenv("RONDA_DATABASE", "postgresql://ronda:hush@127.0.0.1:1/ronda")
    result = run(word)

    assert result.exit_code == 1
    assert f"\n  {tool} " in result.stderr
    assert "hush" not in result.stderr


def test_time_in_a_name_is_read_as_utc(settings: Settings) -> None:
    kept_at(settings.backups, datetime(2026, 1, 31, 10, 15, tzinfo=UTC))

    newest = backups.newest(settings.backups)
    assert newest is not None
    assert newest.made_at == datetime(2026, 1, 31, 10, 15, tzinfo=UTC)
