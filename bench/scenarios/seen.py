"""From Send on a phone to the moderator's eyes and the room's: event, console, projector."""

import asyncio
import random
import re
from collections.abc import Sequence
from time import perf_counter

from bench import servers
from bench.connections import Connection
from bench.crowds import SEED, Crowd, some_at_once
from bench.doors import DoorVisit
from bench.gauges import Spread
from bench.pages import PageVisit
from bench.people import people
from bench.servers import Room
from bench.tables import Line, Outcome
from bench.visits import FullPage
from facilitation import sessions
from facilitation.model import Role, View
from facilitation.store import By

EVENT_LIMIT, REDRAW_LIMIT, SCREEN_LIMIT = 0.5, 0.5, 0.8  # s
SETTLING = 2.0  # s until what the last answer moved is drawn
FOREVER = 1e6  # s
PAUSE = 0.7  # s between answers that come one by one
VOICES = re.compile(r"([\d,]+) voices?$")  # what the themes on the projector rest on
Moments = dict[str, float]  # text -> when


async def play(n: int, within: float, pages: int) -> Outcome:
    """n answers one by one at the door, then n within so many seconds, full pages beside them."""
    with servers.ronda() as room:
        everybody = people(room.session, 2 * n + pages)
        doors = [DoorVisit(room.url, room.session.code, who) for who in everybody]
        await some_at_once(door.join() for door in doors)
        await some_at_once(door.open() for door in doors[: 2 * n])
        others = Crowd(room.gauge, [FullPage(door, room.session) for door in doors[2 * n :]])
        await others.open()
        watch = Watch(room)
        await watch.open()
        one_by_one = await watch.over(doors[:n], [PAUSE * place for place in range(n)])
        chance = random.Random(SEED)
        together = await watch.over(doors[n : 2 * n], [chance.uniform(0, within) for _ in range(n)])
        await watch.close()
        await others.close()
    lines = (
        *_lines("one by one", one_by_one),
        *_lines(f"{n} within {within:.0f} s", together),
    )
    what = f"seen, {n} answers on the console, {pages} full pages open"
    return Outcome(what, lines, others.failures)


class Watch:
    """A moderator's screen: its event stream by itself, and the page that follows one; and the
    room's, which counts the voices of the chart it shows."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._events: list[tuple[float, int]] = []  # when, and the revision it told
        self._counts: list[tuple[float, int]] = []  # when, and how many voices the room saw

    async def open(self) -> None:
        cookie, code = await self._room.cookie(Role.MODERATOR), self._room.session.code
        self._page = PageVisit(self._room.url, Role.MODERATOR.value, f"s={code}", cookie=cookie)
        await self._page.open(lambda text: text)
        self._line = Connection(self._room.url, headers={"Cookie": cookie})
        await self._open_screen(code)
        following = (
            self._page.follow(),
            self._screen.follow(),
            self._listen(f"/live/{code}?topic=feed"),
        )
        self._tasks = [asyncio.create_task(work) for work in following]

    async def _open_screen(self, code: str) -> None:
        by, store = By(Role.MODERATOR, "bench"), self._room.installation.store
        session = sessions.find(store, code)
        await asyncio.to_thread(sessions.put_on_screen, store, session, View.THEMES, by)
        cookie = await self._room.cookie(Role.PROJECTOR)
        query = f"s={code}&lang=en"
        self._screen = PageVisit(self._room.url, Role.PROJECTOR.value, query, cookie=cookie)
        await self._screen.open(VOICES.match)
        self._counting = asyncio.create_task(self._screen.expect(self._count, FOREVER))

    def _count(self, shown: str) -> None:
        if told := VOICES.match(shown):
            self._counts.append((perf_counter(), int(told[1].replace(",", ""))))

    async def close(self) -> None:
        for task in (*self._tasks, self._counting):
            task.cancel()
        await self._screen.close()
        self._line.close()
        await self._page.close()

    async def over(
        self, doors: Sequence[DoorVisit], waits: Sequence[float]
    ) -> tuple[list[float], ...]:
        """People answer after these waits; the seconds until the event, until the console was
        redrawn, and until the projector was."""
        sent, drawn = Moments(), Moments()
        await asyncio.gather(
            *(self._one(door, wait, sent, drawn) for door, wait in zip(doors, waits, strict=True))
        )
        await asyncio.sleep(SETTLING)
        moments = (self._told(), drawn, self._shown())
        return tuple([when[text] - at for text, at in sent.items()] for when in moments)

    async def _one(self, door: DoorVisit, wait: float, sent: Moments, drawn: Moments) -> None:
        text = door.person.says
        await asyncio.sleep(wait)
        seeing = asyncio.create_task(self._page.expect(lambda shown: shown == text))
        await asyncio.sleep(0)
        sent[text] = perf_counter()
        await door.say()
        await seeing
        drawn[text] = perf_counter()

    async def _listen(self, path: str) -> None:
        async for revision in self._line.events(path):
            self._events.append((perf_counter(), int(revision)))

    def _told(self) -> Moments:
        """For each text the moment of the first event that told of it."""
        given = self._room.installation.store.contributions(self._room.session.id)
        return {
            one.words.text: next(at for at, told in self._events if told >= one.revision)
            for one in given
        }

    def _shown(self) -> Moments:
        """For each text the moment the projector counted its voice: each person speaks once."""
        given = self._room.installation.store.contributions(self._room.session.id)
        return {
            one.words.text: next(at for at, voices in self._counts if voices >= place)
            for place, one in enumerate(given, 1)
        }


def _lines(how: str, seen: tuple[list[float], ...]) -> list[Line]:
    event, redraw, screen = map(Spread.of, seen)
    return [
        Line(f"{how}: event, p50", event.p50, "s"),
        Line(f"{how}: event, p95", event.p95, "s", EVENT_LIMIT),
        Line(f"{how}: console redrawn, p50", redraw.p50, "s"),
        Line(f"{how}: console redrawn, p95", redraw.p95, "s", REDRAW_LIMIT),
        Line(f"{how}: projector redrawn, p50", screen.p50, "s"),
        Line(f"{how}: projector redrawn, p95", screen.p95, "s", SCREEN_LIMIT),
    ]
