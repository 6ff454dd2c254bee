"""How many were present in each minute, by kind of actor and by group, from the stays in the
record."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from facilitation.model import Session
from facilitation.store import Store

NO_GROUP = ""  # of a kind of actor that belongs to no group; None: of no known kind
MINUTE = timedelta(minutes=1)
GAP = 30 * MINUTE  # of emptiness that is told minute by minute; a longer one is a break
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
            minute += MINUTE
    return {minute: Counter(people.values()) for minute, people in sorted(there.items())}


def most_present(minutes: Mapping[datetime, Counter[str | None]]) -> tuple[datetime, int] | None:
    """The first minute with the most people, and how many."""
    if not minutes:
        return None
    at = max(minutes, key=lambda minute: minutes[minute].total())
    return at, minutes[at].total()


def by_group(
    session: Session, minutes: Mapping[datetime, Counter[str | None]]
) -> dict[datetime, Counter[str | None]]:
    """The same by group, without holes: also the minutes in between that nobody was present in. Of
    a break longer than `GAP`, between two meetings, only the first and the last."""
    group_of = {actor.id: actor.group or NO_GROUP for actor in session.plan.actors}
    told: dict[datetime, Counter[str | None]] = {}
    before: datetime | None = None
    for minute, people in minutes.items():
        for empty in _between(before, minute):
            told[empty] = Counter()
        told[minute] = Counter()
        for actor_id, n in people.items():
            told[minute][group_of.get(actor_id or "")] += n
        before = minute
    return told


def _between(before: datetime | None, minute: datetime) -> list[datetime]:
    if before is None or minute - before == MINUTE:
        return []
    if minute - before > GAP:
        return [before + MINUTE, minute - MINUTE]
    return [before + n * MINUTE for n in range(1, (minute - before) // MINUTE)]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Minutes in a row in which as many of each were present, the first and the last."""

    first: datetime
    last: datetime
    people: Counter[str | None]


def stretches(minutes: Mapping[datetime, Counter[str | None]]) -> list[Stretch]:
    """Every minute, those that tell the same taken together."""
    told: list[Stretch] = []
    for minute, people in minutes.items():
        if told and told[-1].people == people and minute - told[-1].last == MINUTE:
            told[-1] = replace(told[-1], last=minute)
        else:
            told.append(Stretch(minute, minute, people))
    return told
