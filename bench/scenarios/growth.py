"""What one more costs as a session grows: an answer, a step, a chart, an export.

In one process, without a page, in seconds of the processor: those do not grow with a busy machine.
"""

import json
import tempfile
from collections.abc import Callable, Iterator
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
EVEN = 1.5  # times what it would be if each contribution cost the same
EXPORTS = (Format.CSV, Format.JSON, Format.XLSX, Format.DOCX, Format.QDPX, Format.PDF)
LIVE = {
    "one more answer": "submission",
    "a step of the moderator": "step",
    "a chart, after one more answer": "chart",
    "what changed, after one more answer": "feed",
}
READER = Reader(in_language("en"))


@dataclass(frozen=True, slots=True)
class Costs:
    """Of one more, in a session of some size: milliseconds, and seconds for each export."""

    submission: float
    step: float
    chart: float
    feed: float
    exports: dict[Format, float]


async def play(sizes: tuple[int, ...]) -> Outcome:
    """The same acts in sessions of each size; the floor of each is the smallest."""
    with tempfile.TemporaryDirectory(prefix="ronda-growth-") as folder:
        store = Store.open(str(Path(folder) / "ronda.db"))
        given = json.loads(given_record(store))
        files.write(store, grown(store, given, 10), Format.PDF, "en")  # the fonts are read once
        costs = {n: _costs(store, grown(store, given, n)) for n in sizes}
        store.close()
    what = "growth, one more of each; as floor, the smallest session; a file, as that of 1,000"
    return Outcome(what, (*_live(costs), *_exported(costs)))


def _live(costs: dict[int, Costs]) -> Iterator[Line]:
    """What happens while the room waits: it must not grow."""
    smallest = costs[min(costs)]
    for what, name in LIVE.items():
        least = getattr(smallest, name)
        for n, cost in costs.items():
            yield Line(f"{what}, {n:,}", getattr(cost, name), "ms", 3 * least + 1, least)


def _exported(costs: dict[int, Costs]) -> Iterator[Line]:
    """What grows with what it holds, and not by more: of fewer than 1,000 most is the same for
    any."""
    some = costs.get(1_000) or costs[min(costs)]
    of = 1_000 if 1_000 in costs else min(costs)
    for to in EXPORTS:
        for n, cost in costs.items():
            even = some.exports[to] * n / of
            limit = EVEN * even if n > of else None
            yield Line(f"{to}, {n:,}", cost.exports[to], "s", limit, even if n >= of else None)


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

    def export(self, to: Format) -> float:
        return _took(lambda: files.write(self._store, self._session, to, "en"))


def _costs(store: Store, session: Session) -> Costs:
    growing = Growing(store, session)
    said = [growing.say(one) for one in people(session, TIMES)]
    written, read, drawn = (median(column) for column in zip(*said, strict=True))
    step = median(growing.step(place) for place in range(TIMES))
    exports = {to: growing.export(to) / 1000 for to in EXPORTS}
    return Costs(written, step, drawn, read, exports)


def _took(act: Callable[[], object]) -> float:
    began = process_time()
    act()
    return 1000 * (process_time() - began)
