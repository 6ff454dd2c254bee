"""Nothing acknowledged is lost: a process is killed while people submit, and the record counted."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from facilitation.engine import is_postgres
from facilitation.store import Store
from tests.rooms import Room
from tests.servers import wait_until

ROOT = Path(__file__).parent.parent
WRITER_NAME = "a writer that is killed"
ROUNDS = 3

# A process of its own that submits from twenty threads and prints each number once it is durable.
WRITER = """
import sys, threading
from itertools import count
from facilitation import sessions
from facilitation.store import Store
from tests.rooms import Room
store = Store.open(sys.argv[1])
room = Room(store, sessions.find(store, sys.argv[2]))
def keep_submitting():
    author = room.join()
    for n in count():
        told = room.say(author, f"Falta agua {n}")
        sys.stdout.write(f"{told.id} {told.number}\\n")
        sys.stdout.flush()
for _ in range(20):
    threading.Thread(target=keep_submitting).start()
"""


def submitted_until_killed(database: str, code: str, seconds: float) -> list[str]:
    """What a writer acknowledged before it was killed; a last line that was cut is left out."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, database, code],
        cwd=ROOT,
        env={**os.environ, "PGAPPNAME": WRITER_NAME},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    rest = process.stdout.read()
    process.wait()
    process.stdout.close()
    if is_postgres(database):
        wait_until(lambda: connections_of_the_writer(database) == 0)
    lines = (first + rest).splitlines(keepends=True)
    return [line.split()[0] for line in lines if line.endswith("\n")]


def connections_of_the_writer(database: str) -> int:
    """PostgreSQL finishes what it was told before it sees that nobody listens any more."""
    with psycopg.connect(database) as connection:
        told = "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s"
        (n,) = connection.execute(told, [WRITER_NAME]).fetchone() or (0,)
    return int(n)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_kill_9_during_submissions_loses_none_that_was_acknowledged(
    store_url: str, round_: int
) -> None:
    store = Store.open(store_url)
    room = Room.prepared(store)
    room.step("one")
    acknowledged = submitted_until_killed(store_url, room.session.code, 0.3 + 0.3 * round_)

    kept = {told.id: told.number for told in store.contributions(room.session.id)}
    audit = [row for row in store.audit(room.session.id) if row["verb"] == "submit"]
    revisions = [row["revision"] for row in store.audit(room.session.id)]
    assert acknowledged
    assert set(acknowledged) - set(kept) == set()
    assert sorted(kept.values()) == list(range(1, len(kept) + 1))
    assert len(audit) == len(kept)
    assert revisions == list(range(1, room.now().revision + 1))
    assert {len(store.editions(id_)) for id_ in kept} == {1}
    store.close()
