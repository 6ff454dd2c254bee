"""Many visits at once: opened, left alone, answering together, seeing what the moderator does."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from time import perf_counter
from typing import TypeVar

from bench.doors import Refused
from bench.gauges import Cost, Gauge, settle
from bench.pages import Broken
from bench.visits import Visit

AT_ONCE = 10  # visits that open in the same moment
SETTLING = 3.0  # seconds until what opening started has ended
SEED = 7  # the same moments in every run
Did = TypeVar("Did")
Failure = (Refused, Broken, OSError, asyncio.IncompleteReadError, TimeoutError)


@dataclass(slots=True)
class Crowd:
    """People with a page open. What fails is noted, never raised: a crowd goes on."""

    gauge: Gauge
    visits: list[Visit]
    took: dict[str, float] = field(default_factory=dict)  # text -> seconds to its confirmation
    told: dict[str, int] = field(default_factory=dict)  # text -> the number it was told
    opened: list[float] = field(default_factory=list)  # seconds until each page could be used
    failures: list[str] = field(default_factory=list)
    memory: int = 0  # bytes that one visit keeps the server busy with
    received: int = 0  # bytes that opening one visit brought
    _followers: list[asyncio.Task[None]] = field(default_factory=list)

    async def open(self) -> Cost:
        """Everybody opens the page, a few at a time. Those who cannot are left out."""
        before = self.gauge.memory()
        with self.gauge.measuring() as cost:
            is_open = await some_at_once(map(self._opened, self.visits))
        self.visits = [one for one, came in zip(self.visits, is_open, strict=True) if came]
        self.received = sum(one.received for one in self.visits) // max(1, len(self.visits))
        self._followers = [asyncio.create_task(one.follow()) for one in self.visits]
        await asyncio.sleep(SETTLING)
        self.memory = (self.gauge.memory() - before) // max(1, len(self.visits))
        return cost

    async def rest(self, seconds: float) -> Cost:
        """Nobody does anything."""
        with self.gauge.measuring() as cost:
            await asyncio.sleep(seconds)
        return cost

    async def answer(self, within: float) -> Cost:
        """Everybody answers once, at a moment of their own within so many seconds."""
        settle()  # else all would wait for this client's own collector
        chance = random.Random(SEED)
        with self.gauge.measuring() as cost:
            await asyncio.gather(
                *(self._say(one, chance.uniform(0, within)) for one in self.visits)
            )
        return cost

    async def see(self, part_id: str, step: Callable[[], None]) -> list[float]:
        """The moderator steps on; the seconds until each page showed it."""
        seeing = [asyncio.create_task(self._seen(one, part_id)) for one in self.visits]
        await asyncio.sleep(0)
        began = perf_counter()
        await asyncio.to_thread(step)
        seen = [moment for moment in await asyncio.gather(*seeing) if moment]
        return [moment - began for moment in seen]

    async def close(self) -> None:
        """Everybody leaves. A stream that had ended by itself is noted."""
        ended = sum(follower.done() for follower in self._followers)
        if ended:
            self.failures.append(f"{ended} pages lost their event stream")
        for follower in self._followers:
            follower.cancel()
        await asyncio.gather(*self._followers, return_exceptions=True)
        await asyncio.gather(*(one.close() for one in self.visits), return_exceptions=True)

    async def _opened(self, visit: Visit) -> bool:
        began = perf_counter()
        try:
            await visit.open()
        except Failure as problem:
            self.failures.append(f"did not open: {problem!r}")
            await visit.close()
            return False
        self.opened.append(perf_counter() - began)
        return True

    async def _say(self, visit: Visit, wait: float) -> None:
        await asyncio.sleep(wait)
        try:
            took, number = await visit.say()
        except Failure as problem:
            self.failures.append(f"not confirmed: {problem!r}")
            return
        self.took[visit.person.says] = took
        self.told[visit.person.says] = number

    async def _seen(self, visit: Visit, part_id: str) -> float:
        try:
            await asyncio.wait_for(visit.sees(part_id), 30)
        except Failure as problem:
            self.failures.append(f"did not see the step: {problem!r}")
            return 0.0
        return perf_counter()


async def some_at_once(acts: Iterable[Awaitable[Did]]) -> list[Did]:
    """Do them all, a few in the same moment; what each came to."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def within(act: Awaitable[Did]) -> Did:
        async with gate:
            return await act

    return await asyncio.gather(*map(within, acts))
