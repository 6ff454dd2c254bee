"""A room of people with a page open: nobody types, all answer at once, the moderator steps on."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum

from bench import records, servers
from bench.crowds import Crowd, some_at_once
from bench.doors import DoorVisit, questions_of
from bench.gauges import Cost, Spread
from bench.least import LeastPage, least_insert, least_page, least_route
from bench.pages import PageVisit
from bench.people import people
from bench.servers import Room
from bench.tables import Line, Outcome
from bench.visits import FullPage, PlainPage, Visit
from facilitation.model import Role

SCREENS = (Role.MODERATOR, Role.PROJECTOR)
IDLE_LIMIT, ANSWER_LIMIT, STEP_LIMIT = 3.0, 300.0, 1.0  # % of a core, ms, s
ROOM = 150  # people the limits are for


class Way(StrEnum):
    """How the people of a room take part."""

    DOOR = "door"
    PAGE = "page"


@dataclass(slots=True)
class Played:
    """What a room of one kind came to."""

    crowd: Crowd
    people: int
    opening: Cost
    idle: Cost
    burst: Cost
    rows: int
    lost: list[str]
    steps: list[float]

    @property
    def answers(self) -> Spread:
        """Milliseconds to the confirmation."""
        return self._spread(1000 * took for took in self.crowd.took.values())

    @property
    def opened(self) -> Spread:
        """Seconds until the page could be used, ten people opening it in the same moment."""
        return self._spread(self.crowd.opened)

    def _spread(self, took: Iterable[float]) -> Spread:
        """Whoever got nothing waited forever."""
        some = list(took)
        return Spread.of(some + [float("inf")] * (self.people - len(some)))

    @property
    def each(self) -> float:
        """Processor milliseconds of a submission, screens included."""
        return 1000 * self.burst.server / max(1, len(self.crowd.took))

    @property
    def is_disturbed(self) -> bool:
        return any(cost.is_disturbed for cost in (self.idle, self.burst))


async def play(
    way: Way, n: int, within: float, idle: float, *, against_plain: bool, with_screens: bool
) -> Outcome:
    """The room by one way, with what bounds it from below and the plain alternative."""
    page, insert = await least_page(), least_insert()
    floor = page.run + insert if way is Way.PAGE else await least_route() + insert
    ours = await _ronda(way, n, within, idle, SCREENS if with_screens else ())
    theirs = await _plain(n, within, idle) if against_plain else None
    return Outcome(
        f"room, {way}, {n} people answering within {within:.0f} s",
        tuple(_lines(ours, theirs, page if way is Way.PAGE else None, floor)),
        (*ours.lost, *ours.crowd.failures),
        ours.is_disturbed,
    )


async def _ronda(way: Way, n: int, within: float, idle: float, screens: Sequence[Role]) -> Played:
    with servers.ronda() as room:
        doors = [DoorVisit(room.url, room.session.code, who) for who in people(room.session, n)]
        for door in doors:
            door.questions = questions_of(room.session, door.person.language)
        await some_at_once(door.join() for door in doors)
        visits: list[Visit] = [*doors]
        if way is Way.PAGE:
            visits = [FullPage(door, room.session) for door in doors]
        async with _open_screens(room, screens):
            played = await _through(Crowd(room.gauge, visits), n, within, idle)
            following = room.questions[1]
            played.steps = await played.crowd.see(following, lambda: room.step(following))
            await played.crowd.close()
        held = records.held_by(room)
    played.rows = len(held)
    played.lost = records.problems(held, {door.person.says for door in doors}, played.crowd.told)
    return played


async def _plain(n: int, within: float, idle: float) -> Played:
    with servers.ronda() as room:
        who = people(room.session, n)
    with servers.plain() as other:
        crowd = Crowd(other.gauge, [PlainPage(other.url, one) for one in who])
        played = await _through(crowd, n, within, idle)
        await crowd.close()
        played.rows = len(records.held_by_plain(other))
    return played


async def _through(crowd: Crowd, n: int, within: float, idle: float) -> Played:
    return Played(
        crowd, n, await crowd.open(), await crowd.rest(idle), await crowd.answer(within), 0, [], []
    )


@asynccontextmanager
async def _open_screens(room: Room, roles: Sequence[Role]) -> AsyncIterator[None]:
    """The console and the room's screen are open too, and follow."""
    pages = [
        PageVisit(room.url, role.value, f"s={room.session.code}", cookie=await room.cookie(role))
        for role in roles
    ]
    for page in pages:
        await page.open(lambda text: text)
    following = [asyncio.create_task(page.follow()) for page in pages]
    yield
    if any(follower.done() for follower in following):
        raise RuntimeError("a screen lost its event stream")
    for page, follower in zip(pages, following, strict=True):
        follower.cancel()
        await page.close()


def _lines(ours: Played, theirs: Played | None, page: LeastPage | None, floor: float) -> list[Line]:
    is_room = ours.people <= ROOM
    steps = Spread.of(ours.steps)

    def against(figure: str, spread: str = "") -> float | None:
        if theirs is None:
            return None
        value = getattr(theirs, figure)
        return float(getattr(value, spread) if spread else value)

    return [
        Line(
            "idle, of one core",
            ours.idle.percent,
            "%",
            IDLE_LIMIT if is_room else None,
            plain=theirs and theirs.idle.percent,
        ),
        Line("page opened, p50", ours.opened.p50, "s", plain=against("opened", "p50")),
        Line("page opened, p95", ours.opened.p95, "s", plain=against("opened", "p95")),
        Line("answer confirmed, p50", ours.answers.p50, "ms", plain=against("answers", "p50")),
        Line(
            "answer confirmed, p95",
            ours.answers.p95,
            "ms",
            ANSWER_LIMIT if is_room else None,
            plain=against("answers", "p95"),
        ),
        Line("answer confirmed, p99", ours.answers.p99, "ms", plain=against("answers", "p99")),
        Line("confirmed", len(ours.crowd.took), "", plain=theirs and len(theirs.crowd.took)),
        Line("rows in the record", ours.rows, "", plain=theirs and theirs.rows),
        Line(
            "during the answers, of one core",
            ours.burst.percent,
            "%",
            plain=theirs and theirs.burst.percent,
        ),
        Line(
            "processor for one answer, screens included",
            ours.each,
            "ms",
            floor=floor,
            plain=against("each"),
        ),
        Line(
            "processor for opening one page",
            1000 * ours.opening.server / ours.people,
            "ms",
            floor=page and page.opening,
            plain=theirs and 1000 * theirs.opening.server / theirs.people,
        ),
        Line(
            "memory for one visit",
            ours.crowd.memory / 1024,
            "KB",
            floor=page and page.memory / 1024,
            plain=theirs and theirs.crowd.memory / 1024,
        ),
        Line(
            "received at opening",
            ours.crowd.received / 1024,
            "KB",
            floor=page and page.received / 1024,
            plain=theirs and theirs.crowd.received / 1024,
        ),
        Line("the moderator's step seen, p95", steps.p95, "s", STEP_LIMIT if is_room else None),
        Line(
            "the client itself, during the answers, of one core",
            100 * ours.burst.client / ours.burst.seconds,
            "%",
        ),
    ]
