"""A long session: people come, say something, leave, and come back; does the server keep what it
should let go, and does it fall behind?"""

import asyncio
import random
from time import monotonic

import httpx

from bench import records, servers
from bench.crowds import Crowd, some_at_once
from bench.doors import DoorVisit
from bench.gauges import Spread
from bench.people import people
from bench.servers import Room
from bench.tables import Line, Outcome
from bench.visits import FullPage, Visit

WARM = 0.25  # of the time, after which memory is measured from: caches have filled
EVERY = 15.0  # seconds between two looks
GROWTH_LIMIT = 10.0  # MB an hour
LONG_ENOUGH = 600.0  # seconds: what fills in the first minutes says nothing of an hour


async def play(minutes: float, n: int) -> Outcome:
    """n people of whom a tenth has a full page open, in turns of half a minute."""
    looks: list[tuple[float, float, float]] = []
    told: dict[str, int] = {}
    took: list[float] = []
    failures: list[str] = []
    with servers.ronda() as room:
        session = room.session
        watching = asyncio.create_task(_watch(room, looks))
        ends, turn, sent = monotonic() + 60 * minutes, 0, set()
        while monotonic() < ends:
            doors = [DoorVisit(room.url, session.code, who) for who in people(session, n)]
            for door in doors:
                object.__setattr__(door.person, "says", f"{door.person.says} turn {turn}")
            await some_at_once(door.join() for door in doors)
            visits: list[Visit] = [*doors[n // 10 :]]
            visits += [FullPage(door, session) for door in doors[: n // 10]]
            crowd = Crowd(room.gauge, visits)
            await crowd.open()
            await crowd.answer(10)
            await crowd.rest(random.uniform(1, 5))
            await crowd.close()
            told |= crowd.told
            sent |= {door.person.says for door in doors}
            took += crowd.took.values()
            failures += crowd.failures
            turn += 1
        watching.cancel()
        lost = records.problems(records.held_by(room), sent, told)
    return Outcome(
        f"soak, {minutes:g} minutes, {n} people in {turn} turns",
        _lines(looks, took),
        (
            *lost,
            *failures,
        ),
    )


async def _watch(room: Room, looks: list[tuple[float, float, float]]) -> None:
    """Seconds, resident MB and changes not yet told, now and then."""
    began = monotonic()
    async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
        while True:
            text = (await http.get(f"{room.url}/metrics")).text
            figures = dict(line.rsplit(" ", 1) for line in text.splitlines() if line[:1] != "#")
            memory = float(figures["process_resident_memory_bytes"]) / 2**20
            looks.append((monotonic() - began, memory, float(figures["ronda_revision_lag"])))
            await asyncio.sleep(EVERY)


def _lines(looks: list[tuple[float, float, float]], took: list[float]) -> tuple[Line, ...]:
    whole = looks[-1][0] or 1.0
    warm = [look for look in looks if look[0] >= WARM * whole] or looks
    half = len(warm) // 2 or 1
    first, last = warm[:half], warm[-half:]
    hours = max(1e-6, (last[len(last) // 2][0] - first[len(first) // 2][0]) / 3600)
    grown = (_mean(last) - _mean(first)) / hours
    spread = Spread.of([1000 * one for one in took])
    return (
        Line("answers confirmed", len(took), ""),
        Line("answer confirmed, p95", spread.p95, "ms"),
        Line("memory at first, once warm", warm[0][1], "MB"),
        Line("memory at the end", warm[-1][1], "MB"),
        Line("memory grows, an hour", grown, "MB", GROWTH_LIMIT if whole >= LONG_ENOUGH else None),
        Line("changes not yet told, at most", max(look[2] for look in looks), ""),
    )


def _mean(looks: list[tuple[float, float, float]]) -> float:
    return sum(look[1] for look in looks) / len(looks)
