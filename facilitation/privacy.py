"""What people are told of their data, and when their names are let go.

Told before anybody writes: that it becomes part of a record, where texts go, how long names are
kept, and that all of it can be taken out or erased. What was said stays, by kind of actor.
"""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from facilitation.access import Action, require
from facilitation.errors import Unreachable
from facilitation.model import Session, SessionState, Stage
from facilitation.store import By, Store, now

log = logging.getLogger(__name__)
TERM_ENDED = By(None, "retention")
LOOK_SECONDS = 3600  # a term is counted in days


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence of the notice: a phrase and what fills it."""

    phrase: str
    values: dict[str, object] = field(default_factory=dict)


def notice(session: Session) -> Iterator[Told]:
    """What a participant is told of their data, in order. The organiser's own words come after."""
    days = session.plan.retention_days
    yield Told("privacy.record")
    yield Told(f"privacy.engine.{session.engine}")
    yield Told("privacy.kept_days", {"n": days}) if days else Told("privacy.kept")
    yield Told("privacy.yours")


def let_go(store: Store, session: Session, by: By) -> None:
    """Erase what participants said of themselves, but for their kind of actor: names,
    organisations, territories, e-mails, moments of presence. There is no way back."""
    if by != TERM_ENDED:
        require(by.role, Action.PREPARE, Stage.of(session))
    with store.change(session.id) as change:
        people = change.let_people_go()
        change.touch(by, "let_go", f"session:{session.id}", participants=people)
        change.set_session(released_at=change.at.isoformat())
    store.clear_log()


def is_due(session: Session, at: datetime) -> bool:
    """Whether the term of a closed session has ended and its people are still named."""
    days = session.plan.retention_days
    return bool(
        days
        and session.state is SessionState.CLOSED
        and session.closed_at
        and session.released_at is None
        and session.closed_at + timedelta(days=days) <= at
    )


def let_go_when_due(store: Store, at: datetime) -> None:
    """Of every session whose term has ended. One that fails does not keep the others."""
    for session in store.sessions():
        try:
            if is_due(session, at):
                let_go(store, session, TERM_ENDED)
        except Exception as problem:
            log.error("Names could not be let go: %s", type(problem).__name__)


async def keep_terms(store: Store) -> None:
    """Look now and then whether a term has ended, until cancelled."""
    while True:
        with suppress(Unreachable):  # the next look finds it due as well
            await asyncio.to_thread(let_go_when_due, store, now())
        await asyncio.sleep(LOOK_SECONDS)
