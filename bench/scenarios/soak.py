"""A long session: people come, say something, leave, and come back; does the server keep what it
should let go, and does it fall behind?"""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import linear_regression
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
QUIET = 20.0  # seconds, once everybody has left
MEMORY = "process_resident_memory_bytes"
GROWTH_LIMIT = 10.0  # MB an hour
SHARE_LIMIT = 5.0  # % of the memory it has once warm, from then to the end
LONG_ENOUGH = 600.0  # seconds: what fills in the first minutes says nothing of an hour


@dataclass(slots=True)
class Course:
    """What the turns came to."""

    came: int = 0  # visits so far
    turns: int = 0
    took: list[float] = field(default_factory=list)  # seconds to each receipt
    told: dict[str, int] = field(default_factory=dict)  # text -> number
    sent: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    looks: list["Look"] = field(default_factory=list)  # between two turns, when nobody is there
    lags: list[float] = field(default_factory=list)  # changes not yet told, now and then


@dataclass(frozen=True, slots=True)
class Look:
    """How the server stands at a moment."""

    at: float  # seconds since the first
    visits: int  # that came so far
    memory: float  # resident MB


async def play(minutes: float, n: int) -> Outcome:
    """n people of whom a tenth has a full page open, in turns of half a minute."""
    course = Course()
    with servers.ronda() as room:
        began = monotonic()
        await _look(room, course, began)
        watching = asyncio.create_task(_watch(room, course))
        while monotonic() < began + 60 * minutes:
            await _turn(room, course, n)
            await _look(room, course, began)
        watching.cancel()
        await asyncio.sleep(QUIET)
        left = await _figure(room, MEMORY) / 2**20
        lost = records.problems(records.held_by(room), course.sent, course.told)
    what = f"soak, {minutes:g} minutes, {n} people in {course.turns} turns"
    return Outcome(what, _lines(course, left), (*lost, *course.failures))


async def _turn(room: Room, course: Course, n: int) -> None:
    """n people come, answer, stay a little and leave."""
    session = room.session
    doors = [DoorVisit(room.url, session.code, who) for who in people(session, n)]
    for door in doors:
        door.person = replace(door.person, says=f"{door.person.says} turn {course.turns}")
    await some_at_once(door.join() for door in doors)
    visits: list[Visit] = [*doors[n // 10 :]]
    visits += [FullPage(door, session) for door in doors[: n // 10]]
    crowd = Crowd(room.gauge, visits)
    await crowd.open()
    await crowd.answer(10)
    await crowd.rest(random.uniform(1, 5))
    await crowd.close()
    course.told |= crowd.told
    course.sent |= {door.person.says for door in doors}
    course.took += crowd.took.values()
    course.failures += crowd.failures
    course.turns += 1
    course.came += n


async def _watch(room: Room, course: Course) -> None:
    while True:
        course.lags.append(await _figure(room, "ronda_revision_lag"))
        await asyncio.sleep(EVERY)


async def _look(room: Room, course: Course, began: float) -> None:
    memory = await _figure(room, MEMORY) / 2**20
    course.looks.append(Look(monotonic() - began, course.came, memory))


async def _figure(room: Room, name: str) -> float:
    async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
        text = (await http.get(f"{room.url}/metrics")).text
    figures = dict(line.rsplit(" ", 1) for line in text.splitlines() if line[:1] != "#")
    return float(figures[name])


def _lines(course: Course, left: float) -> tuple[Line, ...]:
    first, *_, last = course.looks
    warm = [look for look in course.looks if look.at >= WARM * last.at]
    slope, hours = _slope(warm), last.at / 3600
    visits = last.visits - warm[0].visits
    grown = slope * visits / 1024  # MB, from warm to the end
    spread = Spread.of([1000 * one for one in course.took])
    is_long = last.at >= LONG_ENOUGH
    share, an_hour = 100 * grown / warm[0].memory, grown / max(1e-6, hours * (1 - WARM))
    return (
        Line("visits", last.visits, ""),
        Line("answers confirmed", len(course.took), ""),
        Line("answer confirmed, p95", spread.p95, "ms"),
        Line("memory before anybody came", first.memory, "MB"),
        *(
            Line(f"memory after {quarter} of 4", _near(course.looks, quarter / 4), "MB")
            for quarter in range(1, 5)
        ),
        Line("memory after everybody left", left, "MB"),
        Line("memory grows, for one visit, once warm", slope, "KB"),
        Line("that is, to the end", share, "%", SHARE_LIMIT if is_long else None),
        Line("that is, an hour", an_hour, "MB", GROWTH_LIMIT if is_long else None),
        Line("changes not yet told, at most", max(course.lags), ""),
    )


def _slope(looks: Sequence[Look]) -> float:
    """KB for one visit, by least squares."""
    visits, memory = [look.visits for look in looks], [1024 * look.memory for look in looks]
    return linear_regression(visits, memory).slope if len({*visits}) > 1 else 0.0


def _near(looks: Sequence[Look], share: float) -> float:
    """The memory at this share of the time."""
    return min(looks, key=lambda look: abs(look.at - share * looks[-1].at)).memory
