"""What goes wrong, at random, while people answer.

The application is killed, PostgreSQL crashes, the line between them is cut, somebody holds the
database, its disk is full. Each round counts what was confirmed and is not in the record.
"""

import asyncio
import random
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from signal import SIGQUIT
from time import perf_counter, sleep
from urllib.parse import urlsplit

from bench import records
from bench.crowds import some_at_once
from bench.disks import full_disk, not_whole, unclear
from bench.people import people
from bench.relays import Relay
from bench.servers import Room
from bench.staying import Failed, StayingVisit
from bench.tables import Line, Outcome
from facilitation.installation import Installation
from facilitation.settings import Settings
from tests.servers import Server, running_postgres

WITHIN = 3.0  # seconds in which everybody answers
DOWN = 1.5  # seconds that a fault lasts
FULL = 5.0  # a disk: longer, so that whoever was refused tries again in vain
Fault = Callable[[], Sequence[str]]  # happens and ends; what was not as it must be meanwhile


@dataclass(slots=True)
class Rounds:
    """What the rounds came to."""

    took: list[float] = field(default_factory=list)  # seconds from Send to the receipt
    tries: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)


async def play(rounds: int, n: int, seed: int) -> Outcome:
    """n people answer once in each round; every other round on SQLite."""
    chance, came_to = random.Random(seed), Rounds()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ronda-faults-")))
        sides = (_on_postgres(stack, folder / "server"), _on_sqlite(stack, folder / "file"))
        draws = [_drawn(faults, chance) for _, faults in sides]
        for number in range(rounds):
            room, faults = sides[number % 2]
            name = next(draws[number % 2])
            came_to.faults[name] += 1
            await _round(room, name, faults[name], n, came_to, chance)
    lines = (
        Line("rounds", rounds, ""),
        *(Line(f"of them: {name}", times, "") for name, times in sorted(came_to.faults.items())),
        Line("confirmed", len(came_to.took), ""),
        Line("tries in vain, before the receipt", came_to.tries, ""),
        Line("the longest from Send to the receipt", max(came_to.took, default=0), "s"),
    )
    return Outcome(f"faults, {rounds} rounds of {n} people", lines, tuple(came_to.lost))


def _drawn(faults: Iterable[str], chance: random.Random) -> Iterator[str]:
    """Each once, in an order of chance, before any comes again."""
    while True:
        yield from sorted(faults, key=lambda _: chance.random())


async def _round(
    room: Room, name: str, fault: Fault, n: int, came_to: Rounds, chance: random.Random
) -> None:
    """Everybody answers once; the fault comes at a moment of its own."""
    store, session = room.installation.store, room.session
    before = len(store.contributions(session.id))
    doors = [StayingVisit(room.url, session.code, who) for who in people(session, n)]
    for door in doors:
        door.person = replace(door.person, says=f"{door.person.says} {before}")
    await some_at_once(door.join() for door in doors)
    await asyncio.gather(*(door.open() for door in doors))
    told: dict[str, int] = {}

    async def say(door: StayingVisit, wait: float) -> None:
        await asyncio.sleep(wait)
        try:
            took, told[door.person.says] = await door.say()
            came_to.took.append(took)
        except Failed as problem:
            came_to.lost.append(f"{name}: no receipt in the end: {problem!r}")

    failing = asyncio.create_task(asyncio.to_thread(_after, chance.uniform(0, WITHIN), fault))
    await asyncio.gather(*(say(door, chance.uniform(0, WITHIN)) for door in doors))
    came_to.lost += [f"{name}: {one}" for one in await failing]
    held = records.held_by(room)[before:]
    sent = {door.person.says for door in doors}
    came_to.lost += [f"{name}: {one}" for one in records.problems(held, sent, told)]
    came_to.tries += sum(door.tries for door in doors)
    await asyncio.gather(*(door.close() for door in doors))


def _after(seconds: float, fault: Fault) -> Sequence[str]:
    sleep(seconds)
    return fault()


def _on_postgres(stack: ExitStack, folder: Path) -> tuple[Room, dict[str, Fault]]:
    """The application reaches its database through a line that can be cut."""
    folder.mkdir()
    postgres = stack.enter_context(running_postgres())
    database = postgres.new_database()
    relay = Relay(urlsplit(database).port or 0)
    there = database.replace(f":{urlsplit(database).port}/", f":{relay.port}/")
    server = Server(folder, there)
    room = _opened(stack, server, database)

    def cut() -> Sequence[str]:
        relay.cut()
        sleep(DOWN)
        relay.mend()
        return ()

    def crash() -> Sequence[str]:
        postgres.restart(SIGQUIT)
        return ()

    return room, {"line cut": cut, "PostgreSQL crashed": crash, "killed": lambda: _kill(server)}


def _on_sqlite(stack: ExitStack, folder: Path) -> tuple[Room, dict[str, Fault]]:
    folder.mkdir()
    server = Server(folder)
    room = _opened(stack, server, server.database)

    def hold() -> Sequence[str]:
        with closing(sqlite3.connect(server.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            sleep(11)  # longer than a writer waits
            other.execute("ROLLBACK")
        return not_whole(server)

    def fill() -> Sequence[str]:
        with full_disk(server):
            sleep(FULL)
            found = unclear(server, room.session)
        return [*found, *not_whole(server)]

    faults = {"database held": hold, "disk full": fill, "killed on SQLite": lambda: _kill(server)}
    return room, faults


def _opened(stack: ExitStack, server: Server, database: str) -> Room:
    environment = {**server.environment, "RONDA_DATABASE": database}
    installation = Installation.of(Settings.read(environment))
    room = Room(server, installation)
    room.step(room.questions[0])
    stack.callback(installation.store.close)
    stack.callback(server.kill)
    server.start()
    return room


def _kill(server: Server) -> Sequence[str]:
    server.kill()
    began = perf_counter()
    server.start()
    sleep(max(0.0, DOWN - (perf_counter() - began)))
    return ()
