"""What happened to one contribution, from its editions and the audit."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from facilitation.access import Action, require
from facilitation.model import Contribution, Edition, Session, Stage
from facilitation.store import By, Store

# What is told of; others' sharing is theirs.
TOLD = {
    *("submit", "revise", "relabel", "withdraw", "hide", "show_again", "merge", "take_apart"),
    *("let_in", "correct", "translate", "confirmed", "rejected", "take_back", "leave_at_that"),
    *("put_on_screen", "import", "erase"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One change: who did what when. `detail` holds ids and states."""

    verb: str
    role: str
    at: datetime
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class History:
    """Every text it ever had, and every change, oldest first."""

    editions: tuple[Edition, ...]
    events: tuple[Event, ...]


def history_of(store: Store, session: Session, told: Contribution, by: By) -> History:
    """For those who review; participants see their own editions at the door."""
    require(by.role, Action.REVIEW, Stage.of(session))
    rows = store.audit_of(session.id, f"contribution:{told.id}")
    events = (
        Event(
            row["verb"],
            row["role"],
            datetime.fromisoformat(row["at"]),
            json.loads(row["detail"]),
        )
        for row in rows
        if row["verb"] in TOLD
    )
    return History(tuple(store.editions(told.id)), tuple(events))
