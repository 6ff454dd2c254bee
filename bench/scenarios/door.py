"""Many more people than a room, all at the door with its event stream open, answering together."""

from bench import records, servers
from bench.crowds import Crowd, some_at_once
from bench.doors import DoorVisit
from bench.gauges import Spread
from bench.least import least_insert, least_route
from bench.people import people
from bench.tables import Line, Outcome
from bench.visits import FullPage

BESIDE_LIMIT = 500.0  # ms, with full pages open beside the door
ANSWER_LIMIT = 1000.0  # ms
FOR = 3000  # people in 10 seconds, at most, the limit is for
RATE = FOR / 10


async def play(n: int, within: float, pages: int = 0) -> Outcome:
    """n people answering once each, within so many seconds, while others sit at full pages."""
    least = await least_route() + least_insert()
    with servers.ronda() as room:
        everybody = people(room.session, n + pages)
        doors = [DoorVisit(room.url, room.session.code, who) for who in everybody]
        await some_at_once(door.join() for door in doors)
        crowd = Crowd(room.gauge, [*doors[:n]])
        others = Crowd(room.gauge, [FullPage(door, room.session) for door in doors[n:]])
        await crowd.open()
        await others.open()
        cost = await crowd.answer(within)
        await crowd.close()
        await others.close()
        held = records.held_by(room)
    never = [float("inf")] * (n - len(crowd.took))
    took = Spread.of([1000 * seconds for seconds in crowd.took.values()] + never)
    limit = ANSWER_LIMIT if n <= FOR and n / within <= RATE else None
    if pages:
        limit = BESIDE_LIMIT
    lines = (
        Line("answer confirmed, p50", took.p50, "ms"),
        Line("answer confirmed, p95", took.p95, "ms", limit),
        Line("answer confirmed, p99", took.p99, "ms"),
        Line("confirmed", len(crowd.took), ""),
        Line("rows in the record", len(held), ""),
        Line("answers a second", len(crowd.took) / cost.seconds, ""),
        Line("of one core", cost.percent, "%"),
        Line("processor for one answer", 1000 * cost.server / n, "ms", floor=least),
        Line("memory for one visit", crowd.memory / 1024, "KB"),
        Line("the client itself, of one core", 100 * cost.client / cost.seconds, "%"),
    )
    problems = records.problems(held, {door.person.says for door in doors[:n]}, crowd.told)
    what = f"door, {n} people answering within {within:.0f} s"
    if pages:
        what += f", {pages} full pages open"
    failures = (*problems, *crowd.failures, *others.failures)
    return Outcome(what, lines, failures, cost.is_disturbed)
