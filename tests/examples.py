"""Make docs/examples anew: the report of the rehearsal session, as a rapporteur downloads it.

    python -m tests.examples [FOLDER]

Where Apertium is installed, what was said stands beside a machine's translation, marked as such.
"""

import json
import re
import sys
import tempfile
from bisect import bisect
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from facilitation import restoring
from facilitation.exports import files, json_file
from facilitation.exports.files import Format
from facilitation.model import Session
from facilitation.settings import EngineSettings
from facilitation.store import Store
from facilitation.translation import versions
from facilitation.translation.jobs import translate_next
from facilitation.translation.translators import EngineName, open_translator, what_is_missing
from tests.rehearsed import EXAMPLES, rehearsed, reported
from tests.rooms import ORGANISER, Room

MADE = (
    *((Format.PDF, language) for language in ("en", "es", "fr", "")),
    *((to, "") for to in (Format.DOCX, Format.XLSX, Format.CSV, Format.JSON, Format.QDPX)),
)

BEGAN = datetime(2021, 5, 26, 12, 55, tzinfo=UTC)  # as the concept note says
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")


def make(folder: Path) -> None:
    """Every file of MADE in this folder, under a name that stays the same."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        store = Store.open(str(Path(place) / "ronda.db"))
        room = rehearsed(store)
        _translate(room)
        session = _at_its_hours(store, reported(room).session)
        for to, language in MADE:
            made = files.write(store, session, to, language)
            name = "-".join(filter(None, ("report", language))) + f".{to}"
            (folder / name).write_bytes(made.content)
            print(f"{name}: {len(made.content) // 1024} kB")
        store.close()


def _at_its_hours(store: Store, session: Session) -> Session:
    """The same session, as if each part had begun and ended at the hour of the concept note."""
    told = json.loads(json_file.write(store, session))
    minutes = [timedelta(minutes=part.minutes) for part in session.plan.parts]
    planned = [BEGAN + sum(minutes[:n], timedelta()) for n in range(len(minutes) + 1)]
    real = [datetime.fromisoformat(at) for _, at in told["steps"]]
    real.append(datetime.fromisoformat(told["session"]["closed_at"]))

    def moved(value: Any) -> Any:
        if isinstance(value, list):
            return [moved(one) for one in value]
        if isinstance(value, dict):
            return {key: moved(one) for key, one in value.items()}
        if not isinstance(value, str) or not MOMENT.fullmatch(value):
            return value
        at = datetime.fromisoformat(value)
        n = min(max(bisect(real, at), 1), len(minutes)) - 1
        share = (at - real[n]) / (real[n + 1] - real[n])
        return (planned[n] + share * minutes[n]).isoformat()

    return restoring.restore(
        store, restoring.read(json.dumps(moved(told)).encode(), "rehearsal"), ORGANISER
    )


def _translate(room: Room) -> None:
    settings = EngineSettings()
    if what_is_missing(EngineName.APERTIUM, settings):
        return
    translator = open_translator(EngineName.APERTIUM, settings)
    versions.choose_engine(room.store, room.session, EngineName.APERTIUM, ORGANISER)
    room.now()
    while translate_next(room.store, lambda _: translator, "examples"):
        pass
    translator.close()


if __name__ == "__main__":
    make(Path(sys.argv[1]) if sys.argv[1:] else EXAMPLES)
