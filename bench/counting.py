"""Counting without a screen: every chart from a cold start, and with one contribution more."""

from dataclasses import dataclass
from statistics import median
from time import process_time
from uuid import uuid4

from bench.gauges import settle
from bench.people import Person
from bench.servers import Room
from facilitation import charts, contributions, findings, participants
from facilitation.charts import ChartKind, Reader
from facilitation.contributions import Submission
from facilitation.marks import EVERYTHING, Scope
from facilitation.model import Source
from facilitation.participants import Introduction
from facilitation.phrases import in_language
from facilitation.store import Store

READER = Reader(in_language("en"))


@dataclass(frozen=True, slots=True)
class Counted:
    """Seconds of the processor: the first chart of a process, the slowest other, all of them with
    one more. Not of the clock, which tells as much of whoever else uses the machine."""

    cold: float
    other: float
    more: float
    found: float


def count(room: Room, newcomers: list[Person]) -> Counted:
    """Of a session that holds what it holds: a store of our own knows nothing yet."""
    settle()
    store = Store.open(room.installation.settings.database)
    cold = _chart(room, store, ChartKind.GROUPS)
    others = [_chart(room, store, kind) for kind in ChartKind]
    others.append(_chart(room, store, ChartKind.GROUPS, Scope(language="fr")))
    more = [_more(room, store, one) for one in newcomers]
    began = process_time()
    findings.findings_of(store, room.session, confirmed_only=False)
    found = process_time() - began
    store.close()
    return Counted(cold, max(others), median(more), found)


def _chart(room: Room, store: Store, kind: ChartKind, scope: Scope = EVERYTHING) -> float:
    session = store.session_by_id(room.session.id)
    assert session is not None
    began = process_time()
    charts.chart_of(store, session, kind, READER, scope)
    return process_time() - began


def _more(room: Room, store: Store, one: Person) -> float:
    """Somebody writes; the seconds until every chart has counted it and one is there to draw."""
    session = room.session
    author = participants.join(store, session, Introduction(one.actor_id, one.language))
    said = Submission(str(uuid4()), one.says, one.language, session.part_id, Source.DOOR)
    contributions.submit(store, session, author, said)
    return _chart(room, store, ChartKind.GROUPS)
