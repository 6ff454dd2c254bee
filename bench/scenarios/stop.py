"""How long a stop takes while a whole room listens."""

import signal
from time import perf_counter

from bench import servers
from bench.crowds import Crowd, some_at_once
from bench.doors import DoorVisit
from bench.people import people
from bench.tables import Line, Outcome
from bench.visits import FullPage

STOP_LIMIT = 2.0  # s
SIGNS = (signal.SIGTERM, signal.SIGINT)  # what systemd sends, and Ctrl-C


async def play(n: int) -> Outcome:
    """n people, every third of them on a full page, and a signal."""
    lines = []
    for sign in SIGNS:
        with servers.ronda() as room:
            doors = [DoorVisit(room.url, room.session.code, who) for who in people(room.session, n)]
            await some_at_once(door.join() for door in doors)
            pages = [FullPage(door, room.session) for door in doors[::3]]
            crowd = Crowd(room.gauge, [*doors, *pages])
            await crowd.open()
            began = perf_counter()
            code = room.server.stop(sign)
            took = perf_counter() - began
            await crowd.close()
        lines.append(
            Line(f"{sign.name}: seconds until it ended (code {code})", took, "s", STOP_LIMIT)
        )
    what = f"stop, {n} streams of doors and {len(pages)} of pages open"
    return Outcome(what, tuple(lines))
