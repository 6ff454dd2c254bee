"""A forum: several processes behind nginx; one is killed while people answer; all are restarted."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bench import records
from bench.clusters import Cluster, cluster
from bench.crowds import Crowd, some_at_once
from bench.gauges import Gauge, Spread
from bench.people import people
from bench.staying import StayingVisit
from bench.tables import Line, Outcome

ANSWER_LIMIT = 1000.0  # ms, of those whose process went on
Act = Callable[[Cluster], Awaitable[None]]


async def play(n: int, processes: int, within: float) -> Outcome:
    """n people at the door answering twice: at one question a process is killed, at the next all
    are restarted one after the other."""
    with cluster(processes) as here:
        session = here.room.session
        doors = [StayingVisit(here.url, session.code, who) for who in people(session, n)]
        await some_at_once(door.join() for door in doors)
        crowd = Crowd(Gauge(here.proxy), [*doors])
        await crowd.open()
        killed = await _burst(here, crowd, within, _kill_one)
        held = records.held_by(here.room)
        lost = records.problems(held, {door.person.says for door in doors}, crowd.told)
        lines = [*_lines("one process killed", killed, n), *_again(crowd, doors)]
        rolled = await _second(here, crowd, doors, within)
        lines += _lines("rolling restart", rolled, n)
        held = records.held_by(here.room)[len(held) :]
        lost += records.problems(held, {door.person.says for door in doors}, crowd.told)
        await crowd.close()
        lost += [f"log: {one}" for server in here.servers for one in server.tracebacks()]
    what = f"forum, {n} people on {processes} processes, answering within {within:.0f} s"
    return Outcome(what, tuple(lines), (*lost, *crowd.failures))


async def _burst(here: Cluster, crowd: Crowd, within: float, act: Act) -> list[float]:
    """Everybody answers while something happens; milliseconds to each receipt."""
    crowd.took.clear()
    crowd.told.clear()
    acting = asyncio.create_task(act(here))
    await crowd.answer(within)
    await acting
    return [1000 * took for took in crowd.took.values()]


async def _second(
    here: Cluster, crowd: Crowd, doors: list[StayingVisit], within: float
) -> list[float]:
    """On to the next question, where everybody says something else."""
    following = here.room.questions[1]
    await asyncio.to_thread(here.servers[0].start)
    await crowd.see(following, lambda: here.room.step(following))
    others = people(here.room.session, len(doors))
    for door, other in zip(doors, others, strict=True):
        door.person = replace(door.person, says=f"{other.says} again")
    return await _burst(here, crowd, within, _roll)


async def _kill_one(here: Cluster) -> None:
    await asyncio.sleep(1)
    await asyncio.to_thread(here.servers[0].kill)


async def _roll(here: Cluster) -> None:
    await asyncio.sleep(0.5)
    await asyncio.to_thread(here.roll)


def _lines(what: str, took: list[float], n: int) -> list[Line]:
    spread = Spread.of(took + [float("inf")] * (n - len(took)))
    at_once = [one for one in took if one < 2000]
    return [
        Line(f"{what}: receipts", len(took), ""),
        Line(f"{what}: receipt, p50", spread.p50, "ms", ANSWER_LIMIT),
        Line(f"{what}: receipt, p95", spread.p95, "ms"),
        Line(f"{what}: receipt, p99", spread.p99, "ms"),
        Line(f"{what}: at the first try", len(at_once), ""),
    ]


def _again(crowd: Crowd, doors: list[StayingVisit]) -> list[Line]:
    return [Line("tries in vain, before the receipt", sum(door.tries for door in doors), "")]
