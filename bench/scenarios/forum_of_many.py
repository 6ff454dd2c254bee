"""A forum as it is: many round tables at once on one set, each with a moderator and a pace of its
own. Nothing is killed here: what does each cost, and does any hear of another?"""

import asyncio
import random
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from bench import records
from bench.clusters import Cluster, cluster
from bench.crowds import SEED, SETTLING, Crowd, some_at_once
from bench.doors import questions_of
from bench.gauges import Cost, Gauge, Spread
from bench.people import Person, people
from bench.servers import LEAD, Room
from bench.staying import StayingVisit
from bench.tables import Line, Outcome
from facilitation import sessions
from facilitation.model import Role
from facilitation.store import By

ANSWER_LIMIT, STEP_LIMIT = 400.0, 1.0  # ms, s
ORGANISER = By(Role.ORGANISER, "bench")
MB = 2**20


@dataclass(slots=True)
class Table:
    """One round table: its people, and what its course came to."""

    room: Room
    crowd: Crowd
    doors: list[StayingVisit]
    took: list[float] = field(default_factory=list)  # ms, to each receipt
    steps: list[float] = field(default_factory=list)  # s, until each page showed the step
    told: dict[str, int] = field(default_factory=dict)  # text -> number
    sent: set[str] = field(default_factory=set)

    async def play(self, begins: float, within: float) -> None:
        """An answer of everybody to the first question, a step, and one to the second."""
        await asyncio.sleep(begins)
        await self._answer(within)
        following = self.room.questions[1]
        self.steps = await self.crowd.see(following, lambda: self.room.step(following))
        await asyncio.sleep(SETTLING)  # until each phone has the new question's form, too
        for door in self.doors:
            door.person = replace(door.person, says=f"{door.person.says} again")
        await self._answer(within)

    async def _answer(self, within: float) -> None:
        self.sent |= {door.person.says for door in self.doors}
        await self.crowd.answer(within)
        self.told |= self.crowd.told
        self.took = [1000 * took for took in self.crowd.took.values()]

    def problems(self, words_of_others: set[str]) -> list[str]:
        """Afterwards, in the record of this session."""
        held = records.held_by(self.room)
        found = records.problems(held, self.sent, self.told)
        strays = sum(text in words_of_others for text, _ in held)
        found += [f"{strays} words of another session"] * bool(strays)
        return [f"{self.room.session.code}: {one}" for one in (*found, *self.crowd.failures)]


async def play(n: int, processes: int, within: float, many: int) -> Outcome:
    """n people in all, at so many tables, which begin at moments of their own."""
    with cluster(processes) as here, ExitStack() as stack:
        tables = _seated(here, n, many)
        await some_at_once(door.join() for table in tables for door in table.doors)
        empty = _memory(here)
        await some_at_once(table.crowd.open() for table in tables)
        chance = random.Random(SEED)
        costs = [stack.enter_context(Gauge(one).measuring()) for one in _pids(here)]
        await asyncio.gather(*(one.play(chance.uniform(0, within), within) for one in tables))
        stack.close()
        full = _memory(here)
        await asyncio.gather(*(table.crowd.close() for table in tables))
        sent = [table.sent for table in tables]
        lost = [
            one
            for place, table in enumerate(tables)
            for one in table.problems(set().union(*sent[:place], *sent[place + 1 :]))
        ]
        lost += [f"log: {one}" for server in here.servers for one in server.tracebacks()]
    lines = _lines(tables, costs, n)
    lines += [
        Line("memory of the largest process, before anybody's page", max(empty) / MB, "MB"),
        Line("memory of the largest process, at the end", max(full) / MB, "MB"),
    ]
    what = f"forum of {many} sessions, {n} people on {processes} processes, within {within:.0f} s"
    return Outcome(what, tuple(lines), tuple(lost), _is_disturbed(costs))


def _seated(here: Cluster, n: int, many: int) -> list[Table]:
    """Everybody at a table. What they say is theirs alone in the whole forum."""
    store, plan = here.room.installation.store, here.room.session.plan
    rooms = [replace(here.room, code=here.room.session.code)]
    for _ in range(many - 1):
        session = sessions.prepare(store, plan, ORGANISER)
        sessions.step(store, session, here.room.questions[0], LEAD)
        rooms.append(replace(here.room, code=session.code))
    tables, seated = [], 0
    for place, room in enumerate(rooms):
        here_now = n // many + (place < n % many)
        doors = [_door(here.url, room, one, seated) for one in people(room.session, here_now)]
        tables.append(Table(room, Crowd(Gauge(here.proxy), [*doors]), doors))
        seated += here_now
    return tables


def _door(url: str, room: Room, one: Person, seated: int) -> StayingVisit:
    code = room.session.code
    says = f"{one.says} at {code}"
    door = StayingVisit(url, code, replace(one, number=seated + one.number, says=says))
    door.questions = questions_of(room.session, one.language)
    return door


def _memory(here: Cluster) -> list[int]:
    return [Gauge(server.pid).memory() for server in here.servers]


def _pids(here: Cluster) -> list[int]:
    """The application's processes, then PostgreSQL and nginx."""
    return [*(server.pid for server in here.servers), here.postgres.pid, here.proxy]


def _is_disturbed(costs: list[Cost]) -> bool:
    first, *others = costs
    return first.others - sum(one.server for one in others) > first.seconds / 10


def _lines(tables: list[Table], costs: list[Cost], n: int) -> list[Line]:
    *ours, postgres, proxy = costs
    took = [one for table in tables for one in table.took]
    answers = Spread.of(took + [float("inf")] * (2 * n - len(took)))
    steps = Spread.of([one for table in tables for one in table.steps])
    slowest = max(Spread.of(table.took).p95 for table in tables)
    spent = sum(cost.server for cost in ours)
    return [
        Line("answer confirmed, p50", answers.p50, "ms"),
        Line("answer confirmed, p95", answers.p95, "ms", ANSWER_LIMIT),
        Line("answer confirmed, p99", answers.p99, "ms"),
        Line("answer confirmed, p95 of the slowest session", slowest, "ms"),
        Line("confirmed", sum(len(table.told) for table in tables), ""),
        Line("tries in vain", sum(d.tries for table in tables for d in table.doors), ""),
        Line("the moderator's step seen, p50", steps.p50, "s"),
        Line("the moderator's step seen, p95", steps.p95, "s", STEP_LIMIT),
        Line("the busiest process, of one core", max(cost.percent for cost in ours), "%"),
        Line("processor for one session", spent / len(tables), "s"),
        Line("processor for one answer, steps included", 1000 * spent / max(1, len(took)), "ms"),
        Line("PostgreSQL, of one core", postgres.percent, "%"),
        Line("nginx, of one core", proxy.percent, "%"),
        Line("the client itself, of one core", 100 * postgres.client / postgres.seconds, "%"),
    ]
