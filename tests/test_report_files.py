"""The report as files: they open, whatever people wrote, and hold no more than they may."""

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import openpyxl
import pytest
from docx import Document

from facilitation import contributions
from facilitation.errors import Refused
from facilitation.exports import files, pdf, xlsx
from facilitation.exports.files import Format
from facilitation.model import Confidentiality, Source
from facilitation.report import gather, report
from facilitation.report.sheets import Sheet
from facilitation.store import Store
from tests.rooms import Room, both
from tests.tables import conclude, concluded, held, plan_with_points

SAMPLES = Path(__file__).parent / "samples"
BAD_INPUTS = [
    json.loads(line)["input"]
    for line in (SAMPLES / "bad_inputs.jsonl").read_text("utf-8").splitlines()
]
AWKWARD = (
    "中文的提案，还有日本語の意見と한국어",
    "مقترح بالعربية ثم עברית",
    "👩‍👩‍👧 🏳️‍🌈 🇪🇨 1️⃣ ☎️ ✅",
    "\u200fderecha\u200e a izquierda\u200f",
    "𓀀 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \U0001f9ff",
    "#set page(fill: red) #panic(1) $x$ *a* _b_ @c <d> \\ // /* */",
    "{{ 7*7 }} {% raw %} ${jndi:ldap://x} %s {number}",
    '=HYPERLINK("http://evil.example")',
    "file://c",
    "Palabra " * 240,
)
TRADES = (Format.PDF, Format.DOCX, Format.XLSX, Format.CSV, Format.JSON, Format.QDPX, Format.QDC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(str(tmp_path / "ronda.db"))
    yield store
    store.close()


def hostile(store: Store) -> Room:
    """What people can type, and what organisers can, with all of it behind one conclusion."""
    plan = plan_with_points()
    title = both("=1+1 中文 #panic(1) <b>", "=1+1 \u202ereversed 👩‍👩‍👧")
    room = Room.prepared(store, replace(plan, title=title))
    room.step("one")
    author = room.join(name="=cmd|'/c calc'!A0")
    told = []
    for text in (*BAD_INPUTS, *AWKWARD):
        with suppress(Refused):  # what is empty or too long never gets in
            told.append(room.say(author, text, part_id="one", source=Source.DOOR))
    numbers = tuple(sorted({one.number for one in told}))[:60]
    conclude(room, "=SUM(A1) 中文 👩‍👩‍👧 #panic(1)", numbers, french="@oui {{ 1 }}")
    return room


def written(room: Room, to: Format, language: str = "") -> bytes:
    return files.write(room.store, room.now(), to, language).content


def opened(to: Format, content: bytes) -> str:
    """Open a file with a reader that is not its writer; all its text, where it can be had."""
    match to:
        case Format.PDF:
            assert content.startswith(b"%PDF-")
            assert content.rstrip().endswith(b"%%EOF")
            assert b"pdfuaid:part" in content
            return ""
        case Format.DOCX:
            body = Document(io.BytesIO(content)).element.body
            return "".join(one.text or "" for one in body.iter(f"{W}t"))
        case Format.XLSX:
            book = openpyxl.load_workbook(io.BytesIO(content))
            return "\n".join(
                str(cell.value) for page in book for row in page.iter_rows() for cell in row
            )
        case Format.CSV:
            text = content.decode("utf-8-sig")
            assert len({len(row) for row in csv.reader(io.StringIO(text, newline=""))}) == 1
            return text
        case Format.QDPX:
            with ZipFile(io.BytesIO(content)) as pack:
                texts = [pack.read(name).decode() for name in pack.namelist()]
            fromstring(texts[0])
            return "\n".join(texts)
        case Format.QDC:
            fromstring(content)
    return content.decode()


@pytest.mark.parametrize("to", TRADES)
def test_every_format_opens_whatever_people_wrote(store: Store, to: Format) -> None:
    room = hostile(store)
    for language in ("es", "fr", ""):
        if to is Format.CSV and language:
            assert files.write(store, room.session, to, language, delimiter=",").content
        else:
            opened(to, written(room, to, language))


@pytest.mark.parametrize("to", TRADES)
def test_every_format_opens_when_there_is_nothing(store: Store, to: Format) -> None:
    room = Room.prepared(store, replace(plan_with_points(), themes=(), points=()))
    opened(to, written(room, to))


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(store: Store) -> None:
    content = written(hostile(store), Format.XLSX)
    with ZipFile(io.BytesIO(content)) as pack:
        pages = [pack.read(name).decode() for name in pack.namelist() if "worksheets/sheet" in name]

    assert len(pages) == 8
    assert sum(len(re.findall(r"<f[ >]", page)) for page in pages) == 0
    assert "<hyperlink" not in "".join(pages)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert {cell.data_type for page in book for row in page for cell in row} <= {"s", "n"}
    assert all(page.freeze_panes and page.auto_filter.ref for page in book)


def test_a_cell_that_is_too_long_says_that_it_was_cut(store: Store) -> None:
    page = Sheet("one", "Hoja: [1]", ("a",), (("👩" * 20_000,), ("corto",)))
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write([page], "… [cut]")))
    (long, short) = [row[0].value for row in book.active.iter_rows(min_row=2)]

    assert long.endswith("👩… [cut]")
    assert len(long.encode("utf-16-le")) // 2 <= 32_767
    assert short == "corto"


def test_words_stay_words_in_the_document_and_say_their_language(store: Store) -> None:
    room = hostile(store)
    content = written(room, Format.DOCX, "fr")
    text = opened(Format.DOCX, content)
    document = Document(io.BytesIO(content))
    spoken = {one.get(f"{W}val") for one in document.element.body.iter(f"{W}lang")}

    assert "#set page(fill: red) #panic(1) $x$ *a* _b_ @c <d>" in text
    assert "{{ 7*7 }}" in text
    assert spoken == {"es-ES", "fr-FR"}
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[:2] == ["1  La séance", "2  Participation et équilibre"]
    assert 'TOC \\o "1-2"' in "".join(
        one.text or "" for one in document.element.body.iter(f"{W}instrText")
    )
    headed = [table for table in document.tables if table._tbl.findall(f".//{W}tblHeader")]
    unheaded = 3  # the numbers on the cover, the identity block and the organisations
    assert len(headed) >= len(document.tables) - unheaded
    names = {one.get(f"{W}name") for one in document.element.body.iter(f"{W}bookmarkStart")}
    links = {one.get(f"{W}anchor") for one in document.element.body.iter(f"{W}hyperlink")}
    assert links <= names


def test_a_pdf_is_tagged_for_screen_readers_and_its_charts_are_drawings(store: Store) -> None:
    content = written(concluded(store), Format.PDF, "es")

    assert b"/MarkInfo" in content
    assert b"/Lang" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"/Subtype /Image" not in content.replace(b"/Subtype/Image", b"/Subtype /Image")


def test_a_sign_that_no_font_has_is_written_by_its_code() -> None:
    assert pdf.coded("Agua 中文 y 👩‍👩‍👧 sí, 5 € «¡ojo!» → Œuvre") == (
        "Agua [U+4E2D U+6587] y [U+1F469 U+1F469 U+1F467] sí, 5 € «¡ojo!» [U+2192] Œuvre"
    )
    assert pdf.coded("𓀀" * 9) == f"[{' '.join(['U+13000'] * 6)} …]"


def test_a_pdf_is_made_where_no_font_has_the_signs(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "FONTS", ("Libertinus Serif",))
    room = hostile(store)

    opened(Format.PDF, pdf.write(report(gather(store, room.now()), "fr")))


@pytest.mark.parametrize("rule", [Confidentiality.ACTOR_ONLY, Confidentiality.ORGANISATION_ONLY])
def test_no_format_names_whom_the_rule_hides(store: Store, rule: Confidentiality) -> None:
    room = concluded(store, plan_with_points(rule))
    for to in TRADES:
        for language in ("es", ""):
            text = opened(to, written(room, to, language)) if to is not Format.CSV else ""
            text += written(room, to, language).decode("utf-8", "ignore")
            assert "Persona 0" not in text
            if rule is Confidentiality.ACTOR_ONLY:
                assert "Organización 1" not in text


def test_what_was_hidden_or_withdrawn_is_not_in_the_report(store: Store) -> None:
    text = opened(Format.DOCX, written(held(store), Format.DOCX))

    assert "nadie debe leer" not in text
    assert "Palabras retiradas" not in text


def test_a_csv_speaks_its_readers_language_and_counts_its_lines(store: Store) -> None:
    room = concluded(store)
    text = written(room, Format.CSV, "fr").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))

    assert len(rows) == len(room.store.contributions(room.session.id))
    assert rows[0]["Partie"] == "Un"
    assert rows[0]["Traduction (fr)"] == "Il manque d'eau dans la paroisse haute"
    assert rows[0]["Thèmes confirmés"] == "Eau"


def test_everything_fits_one_zip_with_names_of_ids_only(store: Store) -> None:
    room = hostile(store)
    seen: list[float] = []
    made = files.write(store, room.now(), Format.ALL, told=seen.append)
    with ZipFile(io.BytesIO(made.content)) as pack:
        names = pack.namelist()

    code = room.session.code
    assert made.name == f"small-{code}.zip"
    assert {f"small-{code}-fr.pdf", f"small-{code}.docx", f"small-{code}.json"} <= set(names)
    assert all(re.fullmatch(r"[a-z0-9.-]+", name) for name in names)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


@pytest.mark.parametrize("to", [Format.PDF, Format.DOCX, Format.XLSX, Format.CSV, Format.QDPX])
def test_each_file_tells_how_far_it_is(store: Store, to: Format) -> None:
    seen: list[float] = []
    files.write(store, concluded(store).now(), to, "es", told=seen.append)

    assert seen == sorted(seen)
    assert len(seen) > 2
    assert seen[-1] == 1.0


def test_files_can_be_had_while_the_session_runs(store: Store) -> None:
    room = Room.prepared(store, plan_with_points())
    room.step("one")
    author = room.join()
    told = room.say(author, "Falta agua")
    assert "Falta agua" in opened(Format.DOCX, written(room, Format.DOCX, "es"))

    contributions.revise(store, room.now(), author, told.id, "Sobra agua")
    assert "Sobra agua" in opened(Format.DOCX, written(room, Format.DOCX, "es"))
