"""The screens of a session that grew: the chart from a cold start, and one contribution more."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter, process_time
from uuid import uuid4

from bench import servers
from bench.counting import Counted, count
from bench.doors import DoorVisit
from bench.gauges import Spread
from bench.pages import PageVisit
from bench.people import Person, people
from bench.servers import LEAD, Room
from bench.tables import Line, Outcome
from facilitation import contributions, languages, participants, patterns, sessions, themes
from facilitation.contributions import Submission
from facilitation.model import Role, Session, Source, View
from facilitation.participants import Introduction
from facilitation.phrases import in_language

FEW = 100  # contributions of the session that it is held against
MORE = 20  # contributions after that, each waited for
REDRAWS = 20
PAUSE = 0.5  # s, so that none is held back by the one before
ABOUT_MONEY = {
    "en": "The budget of the municipality",
    "es": "El presupuesto del municipio",
    "fr": "Le budget de la commune",
}
COLD_LIMIT, MORE_LIMIT = 3.0, 1.0  # s
COUNTING_COLD, COUNTING_MORE = 300, 20  # ms


@dataclass(frozen=True, slots=True)
class Grown:
    """What a session of one size came to: seconds, processor milliseconds, bytes."""

    written: float
    started: float
    cold: float
    console: float
    again: float
    redraw: float
    console_redraw: float
    more: Spread
    memory: int
    counted: Counted


async def play(n: int) -> Outcome:
    """A session of n contributions, held against one of few."""
    few, many = await _grown(FEW), await _grown(n)
    lines = (
        Line("server ready", many.started, "s", None, few.started),
        Line("projector's chart, first page after the start", many.cold, "s", COLD_LIMIT, few.cold),
        Line("projector's chart, opened again", many.again, "s", None, few.again),
        Line("console, opened after it", many.console, "s", COLD_LIMIT, few.console),
        Line("one more, until the chart shows it, p50", many.more.p50, "s", None, few.more.p50),
        Line("the same, p95", many.more.p95, "s", MORE_LIMIT, few.more.p95),
        Line("processor for redrawing the projector", many.redraw, "ms", None, few.redraw),
        Line(
            "processor for redrawing the console",
            many.console_redraw,
            "ms",
            None,
            few.console_redraw,
        ),
        Line("processor for writing one contribution", many.written, "ms", None, few.written),
        *_counting(many.counted, few.counted),
        Line("memory of the server", many.memory / 2**20, "MB", None, few.memory / 2**20),
    )
    return Outcome(f"themes, {n} contributions; as floor, {FEW}", lines)


def _counting(many: Counted, few: Counted) -> list[Line]:
    """What counting takes of the processor by itself, without a page: milliseconds."""
    told = (
        ("processor for the first chart of a process", "cold", COUNTING_COLD),
        ("processor for any other chart after it, the slowest", "other", COUNTING_COLD),
        ("processor for one contribution more, in all charts", "more", COUNTING_MORE),
        ("processor for common ground, differences, silences", "found", None),
    )
    return [
        Line(what, 1000 * getattr(many, name), "ms", limit, 1000 * getattr(few, name))
        for what, name, limit in told
    ]


async def _grown(n: int) -> Grown:
    writing: list[float] = []
    with servers.ronda(lambda room: writing.append(fill(room, n))) as room:
        sessions.put_on_screen(room.installation.store, room.session, View.THEMES, LEAD)
        cold, projector = await opened(room, Role.PROJECTOR)
        console, moderator = await opened(room, Role.MODERATOR)
        again, other = await opened(room, Role.PROJECTOR)
        redraws = [await redraw(room, page) for page in (projector, moderator)]
        for page in (other, moderator, projector):
            await page.close()
        more = Spread.of(await _more(room))
        return Grown(
            *(writing[0], room.started, cold, console, again, *redraws),
            more=more,
            memory=room.gauge.memory(),
            counted=count(room, [_newcomer(room.session, place) for place in range(MORE)]),
        )


def fill(room: Room, n: int) -> float:
    """Have n people write one contribution each; the processor milliseconds each took."""
    store, session = room.installation.store, room.session
    languages.preload(session.plan.languages)
    themes.preload(session)
    who = people(session, n)
    authors = [
        participants.join(store, session, Introduction(one.actor_id, one.language)) for one in who
    ]
    began = process_time()
    for author, one in zip(authors, who, strict=True):
        said = Submission(str(uuid4()), one.says, one.language, session.part_id, Source.DOOR)
        contributions.submit(store, session, author, said)
    return 1000 * (process_time() - began) / n


async def opened(room: Room, role: Role) -> tuple[float, PageVisit]:
    """A screen of staff, and the seconds until it was drawn."""
    query, cookie = f"s={room.session.code}", await room.cookie(role)
    page = PageVisit(room.url, role.value, query, cookie=cookie)
    began = perf_counter()
    await page.open(lambda text: text)
    return perf_counter() - began, page


async def redraw(room: Room, page: PageVisit) -> float:
    """Processor milliseconds of the server for one redraw after the record moved."""
    with room.gauge.measuring() as cost:
        for _ in range(REDRAWS):
            sessions.put_on_screen(room.installation.store, room.session, View.THEMES, LEAD)
            await page.move()
    return 1000 * cost.server / REDRAWS


async def _more(room: Room) -> list[float]:
    """One more person after the other; the seconds from Send until the projector counts them."""
    _, projector = await opened(room, Role.PROJECTOR)
    following = asyncio.create_task(projector.follow())
    took = []
    for place in range(MORE):
        newcomer = _newcomer(room.session, place)
        door = DoorVisit(room.url, room.session.code, newcomer)
        await door.join()
        await door.open()
        seeing = asyncio.create_task(projector.expect(_counts(room)))
        await asyncio.sleep(PAUSE)
        began = perf_counter()
        await door.say()
        await seeing
        took.append(perf_counter() - began)
        await door.close()
    following.cancel()
    await projector.close()
    return took


def _newcomer(session: Session, place: int) -> Person:
    actors = session.plan.actors
    language = session.plan.languages[place % len(session.plan.languages)]
    actor = actors[place % len(actors)].id
    return Person(place, actor, language, f"{ABOUT_MONEY[language]} [more {place}]")


def _counts(room: Room) -> Callable[[str], bool]:
    """Whether a text tells one voice more than there is now."""
    store, session = room.installation.store, room.session
    voices = patterns.themes_by_group(store, session, session.part_id).voices
    told = in_language("en").say("chart.voices", n=voices + 1)
    return lambda text: text == told
