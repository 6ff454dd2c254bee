"""The least that each step could cost on this machine, measured in the same run."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench import servers
from bench.connections import Connection
from bench.pages import PageVisit

TIMES = 200
PAGES = 30


@dataclass(frozen=True, slots=True)
class LeastPage:
    """An empty Streamlit page: processor milliseconds of the server, and bytes."""

    opening: float
    run: float
    memory: float  # bytes
    received: float  # bytes


async def least_page() -> LeastPage:
    def is_ready(text: str) -> bool:
        return text == "ready"

    with servers.empty_page() as page:
        first = PageVisit(page.url)  # what is loaded at first use is not counted
        await first.open(is_ready)
        before, visits = page.gauge.memory(), [PageVisit(page.url) for _ in range(PAGES)]
        with page.gauge.measuring() as opening:
            for visit in visits:
                await visit.open(is_ready)
        received = visits[0].received
        with page.gauge.measuring() as running:
            for _ in range(TIMES):
                await first.run()
        memory = (page.gauge.memory() - before) / PAGES
        for visit in (first, *visits):
            await visit.close()
    return LeastPage(1000 * opening.server / PAGES, 1000 * running.server / TIMES, memory, received)


async def least_route() -> float:
    """A bare route: processor milliseconds for one request."""
    with servers.bare_route() as route:
        line = Connection(route.url)
        for _ in range(TIMES):
            await line.get("/")
        with route.gauge.measuring() as cost:
            for _ in range(5 * TIMES):
                await line.post("/", {"text": "x" * 100})
        line.close()
    return 1000 * cost.server / (5 * TIMES)


def least_insert() -> float:
    """One durable row in SQLite: milliseconds."""
    with TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "least.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE least (id INTEGER PRIMARY KEY, body TEXT)")
        began = perf_counter()
        for _ in range(TIMES):
            connection.execute("INSERT INTO least (body) VALUES (?)", ("x" * 100,))
        took = perf_counter() - began
        connection.close()
    return 1000 * took / TIMES
