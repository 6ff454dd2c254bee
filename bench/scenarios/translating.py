"""A room that answers while Apertium translates what was said before, and the same without."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from uuid import uuid4

from bench import servers
from bench.crowds import Crowd, some_at_once
from bench.doors import DoorVisit
from bench.gauges import Spread
from bench.people import people
from bench.servers import LEAD, Room
from bench.tables import Line, Outcome
from facilitation import contributions, participants
from facilitation.model import JobState, Role, Source, Trouble
from facilitation.participants import Introduction
from facilitation.store import By, now
from facilitation.translation import versions

SLOWER = 1.2  # times: how much slower a room may answer while texts are translated
PATIENCE = 600  # seconds until every text is translated
ORGANISER = By(Role.ORGANISER, "bench")


@dataclass
class Rounds:
    """What the rounds of one kind gave, together."""

    took: list[float] = field(default_factory=list)
    server: float = 0.0  # processor seconds while the room answered
    jobs: int = 0
    unfinished: int = 0
    seconds: float = 0.0  # from the choice of the engine until the last text was there
    failures: list[str] = field(default_factory=list)
    is_disturbed: bool = False


async def play(n: int, texts: int, within: float, rounds: int) -> Outcome:
    """n people answering once within so many seconds, while so many texts are translated."""
    without, beside = Rounds(), Rounds()
    for turn in range(rounds):
        order = (without, beside) if turn % 2 == 0 else (beside, without)
        for kind in order:
            await _round(kind, n, texts, within, is_translating=kind is beside)
    alone, together = (Spread.of([1000 * s for s in kind.took]) for kind in (without, beside))
    lines = (
        Line("answer confirmed without translating, p50", alone.p50, "ms"),
        Line("answer confirmed without translating, p95", alone.p95, "ms"),
        Line("answer confirmed beside translating, p50", together.p50, "ms"),
        Line("answer confirmed beside translating, p95", together.p95, "ms", SLOWER * alone.p95),
        Line("processor of the server without, a round", without.server / rounds, "s"),
        Line("processor of the server beside, a round", beside.server / rounds, "s"),
        Line("translations", beside.jobs - beside.unfinished, ""),
        Line("translations a minute", 60 * beside.jobs / beside.seconds, ""),
        Line("translations that were not made", beside.unfinished, "", 0),
    )
    what = f"translating, {texts} texts while {n} people answer in {within:.0f} s, {rounds} rounds"
    lost = (*without.failures, *beside.failures)
    return Outcome(what, lines, lost, without.is_disturbed or beside.is_disturbed)


async def _round(kind: Rounds, n: int, texts: int, within: float, *, is_translating: bool) -> None:
    with servers.ronda(partial(_say_before, texts=texts, is_translating=is_translating)) as room:
        doors = [DoorVisit(room.url, room.session.code, who) for who in people(room.session, n)]
        await some_at_once(door.join() for door in doors)
        crowd = Crowd(room.gauge, [*doors])
        await crowd.open()
        began = time.perf_counter()
        if is_translating:
            versions.try_again(room.installation.store, room.session, LEAD)
        cost = await crowd.answer(within)
        await crowd.close()
        kind.took += [*crowd.took.values(), *[float("inf")] * (n - len(crowd.took))]
        kind.failures += crowd.failures
        kind.server += cost.server
        kind.is_disturbed |= cost.is_disturbed
        if is_translating:
            kind.unfinished += await _all_done(room)
            kind.jobs += (texts + n) * (len(room.session.plan.languages) - 1)
            kind.seconds += time.perf_counter() - began


def _say_before(room: Room, texts: int, *, is_translating: bool) -> None:
    """What was said before the room comes, in all languages; its translations are put off."""
    store = room.installation.store
    if is_translating:
        versions.choose_engine(store, room.session, "apertium", ORGANISER)
    session = room.session
    for who in people(session, texts):
        author = participants.join(store, session, Introduction(who.actor_id, who.language, ""))
        said = contributions.Submission(
            str(uuid4()), who.says, who.language, session.part_id, Source.DOOR
        )
        contributions.submit(store, session, author, said)
    while job := store.jobs.lease("bench", now(), 60):
        store.jobs.postpone(job, now() + timedelta(hours=1), Trouble.BUSY)


async def _all_done(room: Room) -> int:
    """How many are not done after all patience, or failed."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        states = room.installation.store.jobs.states(room.session.id)
        open_ = states.get(JobState.PENDING, 0) + states.get(JobState.RUNNING, 0)
        if not open_:
            return states.get(JobState.FAILED, 0)
        await asyncio.sleep(0.25)
    return open_ + states.get(JobState.FAILED, 0)
