"""Somebody guesses the codes of sessions by the thousand: does anybody who knows one notice?"""

import asyncio
import secrets
from time import perf_counter

from bench import servers
from bench.connections import Connection
from bench.gauges import Spread
from bench.tables import Line, Outcome
from facilitation.sessions import CODE_LENGTH, CODE_LETTERS

GUESSERS, LOOKS = 50, 200
SLOWER_LIMIT = 1.2  # a right code may take so many times as long


async def play(n: int) -> Outcome:
    """n wrong codes from one address while a right one is looked up again and again."""
    with servers.ronda() as room:
        address = f"/j/{room.session.code}"
        line = Connection(room.url)
        await _looks(line, address)  # what is loaded at first use is not counted
        calm = Spread.of(await _looks(line, address))
        guessers = [asyncio.create_task(_guess(room.url, n // GUESSERS)) for _ in range(GUESSERS)]
        meanwhile, began = [], perf_counter()
        while not all(guesser.done() for guesser in guessers):
            meanwhile += await _looks(line, address)
        took = perf_counter() - began
        statuses = [status for guesser in guessers for status in guesser.result()]
        line.close()
    busy = Spread.of(meanwhile)
    lines = (
        Line("wrong codes", len(statuses), ""),
        Line("of them slowed", statuses.count(429), ""),
        Line("guessing took", took, "s"),
        Line("a right code before, p50", calm.p50, "ms"),
        Line("a right code meanwhile, p50", busy.p50, "ms"),
        Line("a right code meanwhile, times as long", busy.p50 / calm.p50, "", SLOWER_LIMIT),
    )
    wrong = [f"a wrong code was answered with {s}" for s in set(statuses) - {404, 429}]
    return Outcome(f"guesses, {n} wrong codes", lines, tuple(wrong))


async def _looks(line: Connection, address: str) -> list[float]:
    """Milliseconds of each look at a session whose code is known."""
    took = []
    for _ in range(LOOKS):
        began = perf_counter()
        answer = await line.get(address)
        took.append(1000 * (perf_counter() - began))
        assert answer.status == 200
        await asyncio.sleep(0.005)
    return took


async def _guess(url: str, n: int) -> list[int]:
    line, statuses = Connection(url, "127.0.0.2"), []
    for _ in range(n):
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        statuses.append((await line.get(f"/j/{code}")).status)
    line.close()
    return statuses
