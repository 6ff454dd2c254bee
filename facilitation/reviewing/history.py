"""What happened to one contribution, from its editions and the audit."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from facilitation.access import Action, require
from facilitation.confidentiality import nameless_parts
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
    """Every text it ever had, and every change, oldest first; of one that came with a file, which
    file and line, unless that would name who said it where the rule names nobody."""

    editions: tuple[Edition, ...]
    events: tuple[Event, ...]
    file: str = ""
    line: int | None = None


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
    is_nameless = told.part_id in nameless_parts(session)
    file, line = ("", None) if is_nameless else store.source_of(told.id)
    return History(tuple(store.editions(told.id)), tuple(events), file, line)
