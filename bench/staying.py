"""Somebody at the door who does not give up, as the page's script does not.

The answer is sent again with its key until a receipt is there; a stream that ended is opened again.
"""

import asyncio
import random
from contextlib import suppress
from time import perf_counter

from bench.doors import DoorVisit, Refused

FIRST_WAIT, LONGEST_WAIT = 2.0, 15.0  # seconds; door.js goes on to a minute
GIVING_UP = 90.0  # seconds: then the run tells it
Failed = (Refused, OSError, asyncio.IncompleteReadError, ValueError, TimeoutError)


class StayingVisit(DoorVisit):
    """With the cookie by which nginx keeps a visit at one process."""

    def __post_init__(self) -> None:
        super().__post_init__()
        # Sent from the first request on: else the proxy's own would be taken for ours.
        self._visit = f"ronda_visit=visit-{self.person.number}"
        self.line.headers["Cookie"] = self._visit
        self.tries = 0  # that were in vain
        self._turn = asyncio.Lock()  # looking and sending share a line

    async def look(self) -> None:
        async with self._turn:
            await super().look()

    async def join(self) -> None:
        """A browser keeps the proxy's cookie beside ours."""
        await super().join()
        self.line.headers["Cookie"] += f"; {self._visit}"

    async def open(self) -> None:
        await super().open()
        self.line.close()

    async def follow(self) -> None:
        while True:
            with suppress(*Failed):
                await super().follow()
            self.stream.close()
            await asyncio.sleep(FIRST_WAIT * random.uniform(0.75, 1.25))
            with suppress(*Failed):
                await self.look()

    async def say(self) -> tuple[float, int]:
        began, wait = perf_counter(), FIRST_WAIT
        form: dict[str, str] = {}
        while True:
            try:
                async with self._turn:  # nobody looks between taking the form and sending it
                    form = form or dict(self.fields)  # the key of the first try is that of all
                    self.fields.update(form)
                    _, number = await asyncio.wait_for(super().say(), 15)
            except Failed:
                self.line.close()
                self.tries += 1
                if perf_counter() - began > GIVING_UP:
                    raise
                await asyncio.sleep(wait * random.uniform(0.75, 1.25))
                wait = min(LONGEST_WAIT, 2 * wait)
            else:
                return perf_counter() - began, number
