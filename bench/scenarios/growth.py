"""What one more costs as a session grows: an answer, a step, a chart, an export.

In one process, without a page, in seconds of the processor: those do not grow with a busy machine.
"""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time
from uuid import uuid4

from bench.people import Person, people
from bench.scenarios.exports import ORGANISER, given_record, grown
from bench.tables import Line, Outcome
from facilitation import charts, contributions, languages, participants, sessions, themes
from facilitation.charts import ChartKind, Reader
from facilitation.contributions import Submission
from facilitation.exports import files
from facilitation.exports.files import Format
from facilitation.marks import EVERYTHING
from facilitation.model import Session, Source
from facilitation.participants import Introduction
from facilitation.phrases import in_language
from facilitation.store import Store

TIMES = 15  # of each, in turn; the median counts
READER = Reader(in_language("en"))


@dataclass(frozen=True, slots=True)
class Costs:
    """Of one more, in a session of some size: milliseconds, and seconds for the export."""

    submission: float
    step: float
    chart: float
    feed: float
    export: float


async def play(sizes: tuple[int, ...]) -> Outcome:
    """The same acts in sessions of each size; the floor of each is the smallest."""
    with tempfile.TemporaryDirectory(prefix="ronda-growth-") as folder:
        store = Store.open(str(Path(folder) / "ronda.db"))
        given = json.loads(given_record(store))
        costs = {n: _costs(store, grown(store, given, n)) for n in sizes}
        store.close()
    few = costs[sizes[0]]
    lines = []
    for what, name in (
        ("one more answer", "submission"),
        ("a step of the moderator", "step"),
        ("a chart, after one more answer", "chart"),
        ("what changed, after one more answer", "feed"),
    ):
        for n in sizes:
            limit = 3 * getattr(few, name) + 1
            lines.append(Line(f"{what}, {n}", getattr(costs[n], name), "ms", limit))
    lines += [
        Line(f"CSV, {n}", costs[n].export, "s", None, few.export * n / sizes[0]) for n in sizes
    ]
    return Outcome("growth; as floor of the CSV, as many times the smallest", tuple(lines))


class Growing:
    """A session that one more person speaks in, and what each act took: milliseconds."""

    def __init__(self, store: Store, session: Session) -> None:
        languages.preload(session.plan.languages)
        themes.preload(session)
        self._store = store
        self._parts = [part.id for part in session.plan.parts if part.takes_contributions]
        self._session = sessions.step(store, session, self._parts[1], ORGANISER)
        self.draw()  # a process counts a session once; from then on it follows

    def draw(self) -> None:
        charts.chart_of(self._store, self._session, ChartKind.GROUPS, READER, EVERYTHING)

    def say(self, one: Person) -> tuple[float, float, float]:
        """Somebody writes: that itself, reading what changed, and the chart."""
        introduction = Introduction(one.actor_id, one.language)
        author = participants.join(self._store, self._session, introduction)
        said = Submission(str(uuid4()), one.says, one.language, self._parts[1], Source.DOOR)
        written = _took(lambda: contributions.submit(self._store, self._session, author, said))
        self._session = sessions.known(self._store.session_by_id(self._session.id))
        since = self._session.revision - 1
        read = _took(lambda: self._store.feed(self._session.id, since))
        return written, read, _took(self.draw)

    def step(self, place: int) -> float:
        part = self._parts[place % 2]
        return _took(lambda: sessions.step(self._store, self._session, part, ORGANISER))

    def export(self) -> float:
        return _took(lambda: files.write(self._store, self._session, Format.CSV, "en"))


def _costs(store: Store, session: Session) -> Costs:
    growing = Growing(store, session)
    said = [growing.say(one) for one in people(session, TIMES)]
    written, read, drawn = (median(column) for column in zip(*said, strict=True))
    step = median(growing.step(place) for place in range(TIMES))
    return Costs(written, step, drawn, read, growing.export() / 1000)


def _took(act: Callable[[], object]) -> float:
    began = process_time()
    act()
    return 1000 * (process_time() - began)
