"""The moderator's console while the room answers all at once, and in a session that grew."""

import asyncio
import random
from itertools import cycle
from time import perf_counter

from bench import servers
from bench.crowds import SEED, some_at_once
from bench.doors import DoorVisit
from bench.gauges import Spread
from bench.pages import PageVisit
from bench.people import people
from bench.scenarios.themes import fill, opened, redraw
from bench.servers import Room
from bench.tables import Line, Outcome
from facilitation.model import Role, View
from facilitation.phrases import in_language

FEW = 100  # contributions of the session that a grown one is held against
CLICKS = 20  # while nobody answers
PAUSE = 0.15  # s from one click to the next
CLICK_LIMIT, GROWN_LIMIT = 0.5, 1.5  # s, times the redraw of few
SAY = in_language("en").say


async def play(n: int, within: float, many: int) -> Outcome:
    """n people answer within so many seconds under a console on which somebody clicks; then the
    console of a session of `many` contributions."""
    with servers.ronda() as room:
        doors = [DoorVisit(room.url, room.session.code, who) for who in people(room.session, n)]
        await some_at_once(door.join() for door in doors)
        await some_at_once(door.open() for door in doors)
        hand = Hand(room)
        await hand.open()
        quiet = [await hand.click() for _ in range(CLICKS)]
        chance = random.Random(SEED)
        with room.gauge.measuring() as cost:
            clicking = asyncio.create_task(hand.click_on())
            await asyncio.gather(*(_say(door, chance.uniform(0, within)) for door in doors))
            hand.is_done = True
            burst = await clicking
        await hand.close()
    few, grown = await _redrawing(FEW), await _redrawing(many)
    lines = (*_clicks(quiet, burst, n), _grown(few, grown, many))
    return Outcome(
        f"console, {n} answers within {within:.0f} s", lines, is_disturbed=cost.is_disturbed
    )


async def _say(door: DoorVisit, wait: float) -> None:
    await asyncio.sleep(wait)
    await door.say()


class Hand:
    """A moderator who changes what the room sees, again and again."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._views = cycle((View.THEMES, View.QUESTION))
        self.is_done = False

    async def open(self) -> None:
        cookie, query = await self._room.cookie(Role.MODERATOR), f"s={self._room.session.code}"
        self._page = PageVisit(self._room.url, Role.MODERATOR.value, query, cookie=cookie)
        await self._page.open(lambda text: text)
        self._following = asyncio.create_task(self._page.follow())

    async def click(self) -> float:
        """One click; the seconds until the page says what was done."""
        view = SAY(f"moderator.view.{next(self._views).value}")
        done = SAY("trail.of", act=SAY("trail.put_on_screen"), what=view)
        took = await self._page.press(view, lambda text: text == done)
        await asyncio.sleep(PAUSE)
        return took

    async def click_on(self) -> list[float]:
        """Clicks until it is done."""
        took = []
        while not self.is_done:
            took.append(await self.click())
        return took

    async def close(self) -> None:
        self._following.cancel()
        await self._page.close()


async def _redrawing(n: int) -> tuple[float, float]:
    """Of a session of n: seconds until the console stands, processor milliseconds of a redraw."""
    with servers.ronda(lambda room: fill(room, n)) as room:
        began = perf_counter()
        _, page = await opened(room, Role.MODERATOR)
        stood = perf_counter() - began
        cost = await redraw(room, page)
        await page.close()
    return stood, cost


def _clicks(quiet: list[float], burst: list[float], n: int) -> list[Line]:
    still, busy = Spread.of(quiet), Spread.of(burst)
    return [
        Line("a click, nobody answering, p95", still.p95, "s", CLICK_LIMIT),
        Line(f"a click while {n} answer, p50", busy.p50, "s"),
        Line(f"a click while {n} answer, p95", busy.p95, "s", CLICK_LIMIT),
    ]


def _grown(few: tuple[float, float], many: tuple[float, float], n: int) -> Line:
    what = f"processor for a redraw, {n} contributions; as floor, {FEW}"
    return Line(what, many[1], "ms", GROWN_LIMIT * few[1], few[1])
