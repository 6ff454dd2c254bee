"""A chat of thousands of messages: read, proposed, then brought into the record as a whole."""

import json
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from time import process_time

from bench.tables import Line, Outcome
from facilitation import languages, plans, sessions, themes
from facilitation.importing import storing
from facilitation.importing.prepared import Found, prepare
from facilitation.importing.proposals import drafts_of, ground_of
from facilitation.intake.meetings import Choices, read_meeting
from facilitation.model import Role
from facilitation.settings import ROOT
from facilitation.store import By, Store

LIMIT = 2.0  # seconds for a file of 5,000 messages: to read it, and to bring it in
SPEAKERS = 150
ORGANISER = By(Role.ORGANISER, "bench")


async def play(n: int) -> Outcome:
    """Processor seconds, which a busy machine does not stretch."""
    lines = list[Line]()

    def lap(what: str, limit: float | None = None) -> None:
        nonlocal began
        lines.append(Line(f"{what}, processor", process_time() - began, "s", limit))
        began = process_time()

    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(str(Path(folder) / "ronda.db"))
        plan = plans.read_plan(ROOT / "data" / "sessions" / "1.1.1.toml")
        session = sessions.prepare(store, plan, ORGANISER)
        languages.preload(plan.languages)
        themes.preload(session)
        data = long_chat(n)
        began = process_time()
        ground = ground_of(store, session)
        reading = read_meeting([("chat.txt", data)], Choices(groups=ground.groups))
        lap(f"{n} messages read", LIMIT)
        (draft,) = drafts_of(ground, reading).values()
        lap("proposed")
        part = next(part.id for part in plan.parts if part.takes_contributions)
        taken = {"part_id": part, "is_taken": True}
        draft = draft.choosing({place: taken for place in range(len(draft.remarks))})  # noqa: C420
        began = process_time()
        found: Found = {}
        prepare(store, session, draft, found=found)
        lap("their words read, by the time a person has looked at them")
        brought = storing.bring_in(store, session, draft, ORGANISER, found=found)
        lap("brought in after that", LIMIT)
        storing.undo(store, session, brought.import_id, ORGANISER)
        lap("undone")
        store.close()
    lost = () if brought.contributions == n else (f"{brought.contributions} of {n} were stored",)
    return Outcome(f"importing, {n} messages of {SPEAKERS} people", tuple(lines), lost)


def long_chat(n: int) -> bytes:
    """A saved chat of so many messages in three languages, none of them twice."""
    return "".join(islice(_messages(), n)).encode()


def _messages() -> Iterator[str]:
    files = sorted((ROOT / "data" / "corpus").glob("*.jsonl"))
    texts = [json.loads(line)["text"] for path in files for line in path.open(encoding="utf-8")]
    number = 0
    while True:
        for text in texts:
            number += 1
            clock = f"{9 + number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}"
            speaker = f"Person {number % SPEAKERS}"
            yield f"{clock} From  {speaker}  to  Everyone:\n\t{text} ({number})\n"
