"""`rehearse`: play people at the door of the running Ronda, and take them out again."""

import asyncio
import threading
from contextlib import suppress

import click

from facilitation import rehearsal, sessions
from facilitation.access import participant_token
from facilitation.commands.record import session_named
from facilitation.installation import Installation, installed
from facilitation.model import PartKind, Role, Session
from facilitation.rehearsal.crowd import Crowd, Table
from facilitation.store import By

BY = By(Role.ORGANISER, "command line")
LEADING = By(Role.MODERATOR, "rehearsal")
SAYING_SECONDS = 10  # between two lines on how it goes


@click.command()
@click.option("--people", type=click.IntRange(1, 1000), default=150, show_default=True)
@click.option("--speed", type=click.FloatRange(0.1, 1000), default=1.0, show_default=True)
@click.option("--steps", is_flag=True, help="Step through the parts as well, and close.")
@click.option("--remove", "is_removal", is_flag=True, help="Take every rehearsal out again.")
@click.option("--session", "name", help="Its code or reference; else the default session.")
@click.option("--url", help="Where Ronda runs; else RONDA_PUBLIC_URL.")
def rehearse(
    people: int, speed: float, steps: bool, is_removal: bool, name: str | None, url: str | None
) -> None:
    """Play people with prepared texts in three languages, at a realistic pace or faster.

    They come during the first part's minutes, and answer each question while it is on the table:
    the moderator leads, or --steps does. Ctrl-C ends it. What they say is marked as a rehearsal.
    """
    installation = installed()
    session = session_named(installation, name)
    if is_removal:
        _remove(installation, session)
        return
    voices = rehearsal.cast(session.plan, people)
    enrolled = rehearsal.enrol(installation.store, session, voices, BY)
    crowd = Crowd(
        url or installation.settings.public_url,
        session.code,
        {participant_token(installation.keys, session, one): v for one, v in enrolled.items()},
        lambda: _table(installation, session),
        speed,
    )
    with suppress(KeyboardInterrupt):
        asyncio.run(_play(installation, session, crowd, steps))
    _say_how(crowd)
    click.echo("Take it out again: python -m facilitation rehearse --remove")


async def _play(installation: Installation, session: Session, crowd: Crowd, steps: bool) -> None:
    arriving = session.plan.parts[0].minutes * 60 / crowd.speed
    saying = asyncio.create_task(_keep_saying(crowd))
    over = threading.Event()
    leading = asyncio.create_task(
        asyncio.to_thread(_lead, installation, session, crowd.speed, over)
        if steps
        else asyncio.sleep(0)
    )
    try:
        await crowd.play(arriving)
        await leading
    finally:
        over.set()
        saying.cancel()


def _lead(
    installation: Installation, session: Session, speed: float, over: threading.Event
) -> None:
    """Each part for its minutes; what the room said is revealed in the last quarter of it."""
    store = installation.store
    for part in session.plan.parts:
        sessions.step(store, session, part.id, LEADING)
        over.wait(part.minutes * 45 / speed)
        if not over.is_set() and part.kind is PartKind.QUESTION:
            sessions.reveal(store, _now(installation, session), part.id, LEADING, revealed=True)
        if over.wait(part.minutes * 15 / speed):
            return
    sessions.close(store, _now(installation, session), LEADING)


def _table(installation: Installation, session: Session) -> Table:
    now = _now(installation, session)
    return Table(now.part_id, now.part.minutes * 60, sessions.moment_of(now))


def _now(installation: Installation, session: Session) -> Session:
    return sessions.known(installation.store.session_by_id(session.id))


async def _keep_saying(crowd: Crowd) -> None:
    while True:
        await asyncio.sleep(SAYING_SECONDS)
        _say_how(crowd)


def _say_how(crowd: Crowd) -> None:
    counts = ", ".join(f"{what}: {n}" for what, n in sorted(crowd.counts.items()))
    click.echo(f"{len(crowd.voices)} people; {counts or 'nobody came yet'}")


def _remove(installation: Installation, session: Session) -> None:
    people, said = rehearsal.remove(installation.store, session, BY)
    click.echo(f"Taken out: {people} people and {said} contributions of rehearsals.")


commands = [rehearse]
