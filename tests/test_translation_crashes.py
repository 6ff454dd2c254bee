"""kill -9 in the middle of translating: no job is lost and none is done twice in the record."""

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing

import pytest

from facilitation.engine import connect
from facilitation.model import JobState
from facilitation.store import Store
from facilitation.translation import versions
from tests.rooms import ORGANISER, Room
from tests.servers import Server, needs

NewServer = Callable[..., Server]
PATIENCE = 240  # seconds


@pytest.mark.parametrize(
    ("kills", "contributions"), [(3, 60), pytest.param(20, 400, marks=pytest.mark.trial)]
)
def test_killed_while_translating_no_job_is_lost_and_none_is_done_twice(
    new_server: NewServer, kills: int, contributions: int
) -> None:
    needs("apertium")
    server, chance = new_server(), random.Random(7)
    store = Store.open(server.database)
    room = Room.prepared(store)
    room.step("one")
    author = room.join(language="es")
    for n in range(contributions):
        room.say(author, f"Falta agua en la escuela número {n} y en el camino.")

    versions.choose_engine(store, room.now(), "apertium", ORGANISER)
    for _ in range(kills):
        done = states(store, room).get(JobState.DONE, 0)
        wait_for(lambda done=done: states(store, room).get(JobState.DONE, 0) > done)
        time.sleep(chance.uniform(0, 0.05))
        server.kill()
        assert states(store, room).get(JobState.DONE, 0) < contributions, "nothing left to kill"
        let_the_leases_run_out(server.database)
        server.begin()  # it translates before it answers, and is killed in the midst of that
    server.wait()
    wait_for(lambda: states(store, room) == {JobState.DONE: contributions})

    audit = Counter(
        row["subject"] for row in store.audit(room.session.id) if row["verb"] == "translate"
    )
    assert set(audit.values()) == {1}
    assert len(audit) == contributions
    translated = store.contributions(room.session.id)
    assert [len(one.translations) for one in translated] == [1] * contributions
    store.close()


def states(store: Store, room: Room) -> dict[JobState, int]:
    return dict(store.jobs.states(room.session.id))


def let_the_leases_run_out(database: str) -> None:
    """The minute until what the dead worker held is free again, without waiting for it."""
    with closing(connect(database)) as engine, engine.write() as tx:
        tx.execute("UPDATE job SET lease_until = '2000-01-01' WHERE state = 'running'", {})


def wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, "the jobs do not get done"
        time.sleep(0.01)
