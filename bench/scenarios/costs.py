"""What each thing costs the server, one after the other, as multiples of the least it could."""

from collections.abc import Awaitable, Iterable

from bench import records, servers
from bench.crowds import some_at_once
from bench.doors import DoorVisit
from bench.gauges import Gauge
from bench.least import least_insert, least_page, least_route
from bench.pages import PageVisit
from bench.people import people
from bench.servers import LEAD, Room
from bench.tables import Line, Outcome
from bench.visits import FullPage
from facilitation import sessions
from facilitation.model import Role, View

TIMES = 100  # processor time is told in hundredths of a second
ALL = 400  # people, each of whom answers once before the screens are drawn
PAGE, SUBMISSION, REDRAW, ROUTE = 1.5, 2.0, 2.5, 2.0  # limits, as multiples of the least
SCREENS = (
    (Role.PROJECTOR, View.QUESTION),
    (Role.PROJECTOR, View.THEMES),
    (Role.MODERATOR, View.THEMES),
)


async def play() -> Outcome:
    """Every step of the live path, with nobody else on the server."""
    page, route, insert = (await least_page()).run, await least_route(), least_insert()
    with servers.ronda() as room:
        doors = [DoorVisit(room.url, room.session.code, one) for one in people(room.session, ALL)]
        await some_at_once(door.join() for door in doors)
        lines = [
            *await _of_the_door(room, doors[TIMES:], route, insert),
            *await _of_the_page(room, doors[:TIMES], page, insert),
            *await _of_the_screens(room, page),
        ]
        rows = len(records.held_by(room))
    lost = () if rows == ALL else (f"{rows} rows of {ALL}",)
    return Outcome("costs, processor time of the server", tuple(lines), lost)


async def _of_the_door(
    room: Room, doors: list[DoorVisit], route: float, insert: float
) -> list[Line]:
    opening = await _each(room.gauge, (door.open() for door in doors))
    looking = await _each(room.gauge, (door.look() for door in doors))
    saying = await _each(room.gauge, (door.say() for door in doors))
    for door in doors:
        await door.close()
    return [
        _line("door: the page with the question", opening, route, ROUTE),
        _line("door: what it asks after a step", looking, route),
        _line("door: one answer", saying, route + insert),
    ]


async def _of_the_page(
    room: Room, doors: list[DoorVisit], page: float, insert: float
) -> list[Line]:
    full = [FullPage(door, room.session) for door in doors]
    await full[0].open()
    running = await _each(room.gauge, (full[0].page.run() for _ in range(TIMES)))
    moving = await _each(room.gauge, (full[0].page.move() for _ in range(TIMES)))
    opening = await _each(room.gauge, (one.open() for one in full[1:]))
    saying = await _each(room.gauge, (one.say() for one in full))
    for one in full:
        await one.close()
    return [
        _line("page: opened", opening, page),
        _line("page: run again", running, page, PAGE),
        _line("page: its fragment after a step", moving, page),
        _line("page: one answer", saying, page + insert, SUBMISSION),
    ]


async def _of_the_screens(room: Room, page: float) -> list[Line]:
    lines = []
    for role, view in SCREENS:
        sessions.put_on_screen(room.installation.store, room.session, view, LEAD)
        query, cookie = f"s={room.session.code}", await room.cookie(role)
        screen = PageVisit(room.url, role.value, query, cookie=cookie)
        await screen.open(lambda text: text)
        moving = await _each(room.gauge, (screen.move() for _ in range(TIMES)))
        await screen.close()
        what = f"{role.value}: redrawn, {view.value} on screen, {ALL} answers"
        lines.append(_line(what, moving, page, REDRAW))
    return lines


async def _each(gauge: Gauge, acts: Iterable[Awaitable[object]]) -> float:
    """Processor milliseconds of the server for one of them."""
    n = 0
    with gauge.measuring() as cost:
        for act in acts:
            await act
            n += 1
    return 1000 * cost.server / n


def _line(what: str, spent: float, least: float, most: float | None = None) -> Line:
    return Line(what, spent, "ms", most and most * least, least)
