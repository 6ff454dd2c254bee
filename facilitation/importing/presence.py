"""How many were present in each minute, by kind of actor, from the stays in the record."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from facilitation.model import Session
from facilitation.store import Store

LONGEST = timedelta(days=1)  # of one stay: a slip of the pen in a year would fill the memory


def present_each_minute(store: Store, session: Session) -> Mapping[datetime, Counter[str | None]]:
    """Counts by kind of actor (None: not known) for every minute somebody was present in.

    Minutes are of the report's own clock, without a zone. A person on two devices counts once;
    stays without both times are left out.
    """
    there: dict[datetime, dict[str, str | None]] = {}
    for participant_id, actor_id, joined, left, _ in store.stays(session.id):
        if joined is None or left is None:
            continue
        minute = joined.replace(second=0, microsecond=0)
        last = min(left, joined + LONGEST)
        while minute <= last:
            there.setdefault(minute, {})[participant_id] = actor_id
            minute += timedelta(minutes=1)
    return {minute: Counter(people.values()) for minute, people in sorted(there.items())}


def most_present(minutes: Mapping[datetime, Counter[str | None]]) -> tuple[datetime, int] | None:
    """The first minute with the most people, and how many."""
    if not minutes:
        return None
    at = max(minutes, key=lambda minute: minutes[minute].total())
    return at, minutes[at].total()
