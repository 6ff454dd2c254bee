"""The files of a bad day and of an ordinary one, opened by the programs people open them with."""

import csv
import io
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from facilitation.exports import files
from facilitation.exports.files import Format
from facilitation.lifecycles import ConclusionKind
from facilitation.model import Wording
from facilitation.phrases import in_language
from facilitation.store import Store
from tests.rooms import Room
from tests.servers import needs
from tests.tables import conclude, concluded, plan_with_points
from tests.test_report_files import TRADES, opened, store as store

pytestmark = pytest.mark.trial

LONG = (
    "Falta agua en la comunidad, y el camino se corta cada invierno. " * 31,
    "水が足りない。道も冬になると通れない。" * 100,
    "تنقص المياه في القرية وتنقطع الطريق كل شتاء. " * 43,
    "\u202eatla al a auga atlaf\u202c 👩‍👩‍👧 " * 60,
)
ACCENTS = "¿Qué falta? Ñandú, œuvre, être, «sí», 5 €"


@pytest.fixture
def bad_day(store: Store) -> Room:
    """2,000 characters at a time in five scripts, and 300 conclusions on them in one language."""
    plan = replace(plan_with_points(), title=Wording({"es": "Mesa pequeña"}))
    room = Room.prepared(store, plan)
    room.step("one")
    for text in LONG:
        room.say(room.join(), text[:2000].strip())
    for place in range(300):
        kind = list(ConclusionKind)[place % len(ConclusionKind)]
        conclude(room, f"Punto {place}º.", tuple(range(1, 1 + len(LONG))), kind=kind)
    return room


def read_in_pdf(content: bytes) -> str:
    tool = needs("poppler")
    told = subprocess.run([tool, "-", "-"], input=content, capture_output=True, check=True)
    return told.stdout.decode()


def test_three_hundred_conclusions_on_long_quotes_open_and_say_what_is_missing(
    bad_day: Room,
) -> None:
    missing = in_language("fr").say("report.conclusion.missing", language="français")
    for to in TRADES:
        made = files.write(bad_day.store, bad_day.now(), to, "" if to is Format.CSV else "fr")
        text = read_in_pdf(made.content) if to is Format.PDF else opened(to, made.content)
        if to in (Format.PDF, Format.DOCX):
            assert all(f"Punto {place}º." in text for place in range(300))
            assert text.count(missing) == 300
            assert "n'ont jamais été écrits en français" in " ".join(text.split())


# -- LibreOffice -----------------------------------------------------------------------------------


def converted(folder: Path, name: str, content: bytes, to: str, *options: str) -> Path:
    """A file as LibreOffice reads it, written in another format; its profile is this test's own."""
    (folder / name).write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [needs("libreoffice"), profile, "--headless", *options, "--convert-to", to]
    subprocess.run(
        [*command, "--outdir", folder / "out", folder / name],
        capture_output=True,
        check=True,
        timeout=300,
    )
    return (folder / "out" / name).with_suffix(f".{to}")


@pytest.mark.parametrize(("language", "mark"), [("es", ";"), ("", ",")])
def test_a_csv_opens_with_its_accents_and_columns(
    store: Store, tmp_path: Path, language: str, mark: str
) -> None:
    room = concluded(store)
    room.step("one")
    room.say(room.join(), ACCENTS)
    made = files.write(store, room.now(), Format.CSV, language, delimiter=mark)
    options = (f"--infilter=CSV:{ord(mark)},34",)  # the encoding is read off the file

    path = converted(tmp_path, "record.csv", made.content, "xlsx", *options)

    (sheet,) = openpyxl.load_workbook(path).worksheets
    shown = [["" if c is None else str(c) for c in row] for row in sheet.values]
    rows = list(csv.reader(io.StringIO(made.content.decode("utf-8-sig")), delimiter=mark))
    assert ACCENTS in {cell for row in shown for cell in row}
    assert [len(row) for row in shown] == [len(row) for row in rows]
    assert shown[0] == rows[0]


def test_the_document_opens_with_every_page(store: Store, tmp_path: Path) -> None:
    made = files.write(store, concluded(store).now(), Format.DOCX, "fr")

    path = converted(tmp_path, "report.docx", made.content, "pdf")

    text = " ".join(read_in_pdf(path.read_bytes()).split())
    assert "L'eau d'abord." in text
    assert "Annexe : toutes les contributions" in text
