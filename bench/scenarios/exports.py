"""The files of a session of 1,000 contributions, and of one that is larger: is it linear?"""

import json
import tempfile
from pathlib import Path
from time import perf_counter, process_time
from uuid import uuid4

from bench.people import people
from bench.tables import Line, Outcome
from facilitation import contributions, participants, plans, restoring, sessions
from facilitation.contributions import Submission
from facilitation.exports import files, json_file
from facilitation.exports.files import Format
from facilitation.model import Role, Session, Source
from facilitation.participants import Introduction
from facilitation.settings import ROOT
from facilitation.store import By, Store

FEW, GIVEN = 1000, 200  # contributions that the limits are for; that are written one by one
LIMITS = {Format.PDF: 2.0, Format.DOCX: 3.0, Format.XLSX: 1.0}  # s, of FEW
OTHERS = (Format.CSV, Format.JSON, Format.QDPX)
ORGANISER = By(Role.ORGANISER, "bench")


async def play(n: int) -> Outcome:
    """Each file in one language, as a person waits for it: reading the record included."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(str(Path(folder) / "ronda.db"))
        given = json.loads(given_record(store))
        files.write(store, grown(store, given, 10), Format.PDF, "en")  # the fonts are read once
        few = _timed(store, grown(store, given, FEW))
        many = _timed(store, grown(store, given, n))
        store.close()
    lines = [Line(f"{to}, {FEW}", few[to][0], "s", LIMITS.get(to)) for to in few]
    lines += [Line(f"{to}, {FEW}, processor", few[to][1], "s") for to in few]
    lines += [
        Line(f"{to}, {n}, processor", many[to][1], "s", None, few[to][1] * n / FEW) for to in many
    ]
    return Outcome(f"exports; as floor, {n / FEW:g} times {FEW} contributions", tuple(lines))


def _timed(store: Store, session: Session) -> dict[Format, tuple[float, float]]:
    """Seconds that a person waits, and those of processors: the first grow with a busy machine."""
    took = {}
    for to in (*LIMITS, *OTHERS):
        began, worked = perf_counter(), process_time()
        files.write(store, session, to, "en")
        took[to] = (perf_counter() - began, process_time() - worked)
    return took


def given_record(store: Store) -> bytes:
    """The record of a session that people spoke in."""
    plan = plans.read_plan(ROOT / "data" / "sessions" / "1.1.1.toml")
    session = sessions.prepare(store, plan, ORGANISER)
    part = next(part.id for part in plan.parts if part.takes_contributions)
    session = sessions.step(store, session, part, ORGANISER)
    for one in people(session, GIVEN):
        author = participants.join(store, session, Introduction(one.actor_id, one.language))
        said = Submission(str(uuid4()), one.says, one.language, part, Source.DOOR)
        contributions.submit(store, session, author, said)
    return json_file.write(store, session)


def grown(store: Store, given: dict[str, list[dict[str, object]]], n: int) -> Session:
    """The same with n contributions, of as many people: what was said is said again."""
    said, who = given["contributions"], given["people"]
    record = {
        **given,
        "people": [{**who[i % len(who)], "voice": i + 1} for i in range(n)],
        "contributions": [
            {**said[i % len(said)], "number": i + 1, "voice": i + 1} for i in range(n)
        ],
    }
    content = json.dumps(record).encode()
    return restoring.restore(store, restoring.read(content, "bench"), ORGANISER)
