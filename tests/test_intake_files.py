"""Bytes of strangers: decoded where that is sure, refused with one sentence where it is not."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from facilitation.intake.files import BYTES, COLUMNS, FIELD_LENGTH, ROWS, read_rows
from facilitation.intake.findings import BadFile
from facilitation.intake.mappings import propose_columns
from facilitation.intake.meetings import Choices, read_meeting
from facilitation.intake.recognition import FileKind, recognise
from facilitation.intake.spreadsheets import read_contributions
from facilitation.phrases import INTERFACE_LANGUAGES, in_language
from tests.meeting_files import CHAT_SHAPES, Said, as_csv, as_sheets, as_workbook, sample

E = next(shape for shape in CHAT_SHAPES if shape.name == "E")
CHAT = E.write([Said("09:00:00", "Zoé", "¿Qué pasó? Ñandú, œuvre, ça"), Said("9:01:00", "A", "b")])
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
LIST = as_csv([["Name", "Email", "Approval Status"], ["Ana", "a@x.example", "approved"]]).encode()


def refusal(data: bytes, kind: FileKind | None = None) -> tuple[str, int]:
    with pytest.raises(BadFile) as refused:
        read_meeting([("upload.csv", data)], Choices(kind=kind))
    return refused.value.phrase, refused.value.line


def texts(data: bytes) -> list[str]:
    return [entry.text for entry in read_meeting([("c.txt", data)])[FileKind.CHAT].records]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_text_is_read_in_whatever_encoding_it_was_saved(encoding):
    data = CHAT.decode().encode(encoding)

    assert texts(data) == ["¿Qué pasó? Ñandú, œuvre, ça", "b"]


def test_it_is_said_what_was_taken_for_windows_text():
    said = read_meeting([("c.txt", CHAT.decode().encode("cp1252"))])[FileKind.CHAT].problems

    assert [(one.phrase, one.line) for one in said] == [("intake.read_as_windows", 1)]
    assert not read_meeting([("c.txt", CHAT)])[FileKind.CHAT].problems


@pytest.mark.parametrize("text", ['<?xml version="1.0"?>\n<a b="c">"</a>', '{"a": "b"}\n'])
def test_of_what_is_no_table_it_is_not_said_that_its_quotes_are_open(text):
    assert refusal(text.encode()) == ("intake.unknown_kind", 1)


OTHER_ENCODINGS = {
    "cp1251": "10:00:00 From  Ольга  to  Everyone:\n\tДобрый день\n",
    "gbk": "10:00:00 From  王小明  to  Everyone:\n\t大家好\n",
    "shift-jis": "10:00:00 From  田中  to  Everyone:\n\tこんにちは\n",
    "iso-8859-2": "10:00:00 From  Łukasz  to  Everyone:\n\tgłos z Łodzi\n",
    "mac-roman": "10:00:00 From  José  to  Everyone:\n\tSeñas\n",
    "cp850": "10:00:00 From  José  to  Everyone:\n\tSeñas y razón\n",
}


@pytest.mark.parametrize("encoding", OTHER_ENCODINGS)
def test_letters_that_would_come_out_as_others_are_refused(encoding):
    data = OTHER_ENCODINGS[encoding].encode(encoding)

    assert refusal(data)[0] == "intake.garbled"


def test_text_that_was_garbled_before_is_refused():
    twice = CHAT.decode().encode().decode("cp1252", "ignore").encode()

    assert refusal(twice) == ("intake.garbled", 1)


def test_a_few_wrong_bytes_do_not_turn_accents_into_signs():
    data = "First Name,Last Name,Email\nÉva,Núñez,e@x.example\n".encode() + b"Jos\xe9,N,j@x\n"

    assert refusal(data) == ("intake.bad_bytes", 3)


@pytest.mark.parametrize(
    "text",
    [
        "L´école créée à Łódź",  # typed with the wrong apostrophe
        "¡Sí¡ ¿Y el 5º? Nº 3 – 20 € – m² … Zoom® « été » “quoted” l·l",
        "LA CITÉ CRÉÉE, « OÙ ÇA ? »",
        "naïve coöperation, œuvre, Ñandú, ÑUÑOA",
        "£5 or 20 °C; 3½ days; 50‰; word—word; Madrid–Barcelona",
    ],
)
def test_what_people_write_on_windows_is_read(text):
    data = f"10:00:00 From  Zoé  to  Everyone:\n\t{text}\n".encode("cp1252", "ignore")

    assert texts(data) == [text.encode("cp1252", "ignore").decode("cp1252")]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_lines_may_end_as_they_like(end):
    assert texts(CHAT.replace(b"\n", end)) == ["¿Qué pasó? Ñandú, œuvre, ça", "b"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("chat_shape_A.txt", "chat"),
        ("chat_shape_E.txt", "chat"),
        ("transcript.vtt", "vtt"),
        ("participants.csv", "participants"),
        ("registration.csv", "registrations"),
    ],
)
def test_a_file_is_known_by_its_content(name, kind):
    assert recognise(sample(name), "upload.bin") == kind


def test_a_table_of_comments_with_names_and_addresses_is_one_of_contributions():
    table = as_csv([["Name", "Email", "Comment"], ["Ana", "a@x.example", "More trams"]]).encode()

    assert recognise(table, "t.csv") == FileKind.CONTRIBUTIONS
    assert recognise(LIST, "t.csv") == FileKind.REGISTRATIONS


def test_a_comment_with_lines_of_a_chat_makes_no_chat_of_a_table():
    pasted = "In the chat:\n10:00:00 From  Ana  to  Everyone:\n\thello\n"
    rows = [["Name", "Email", "Approval Status", "Comments"], ["Ana", "a@x", "approved", pasted]]

    assert recognise(as_csv(rows).encode(), "t.csv") == FileKind.REGISTRATIONS


def test_a_chat_is_one_though_its_first_message_is_the_header_of_a_table():
    chat = "00:00:05\tAna:\tPropuesta:\n- una silla con voto\n00:00:09\tLuz:\tsí\n"

    assert recognise(chat.encode(), "chat.txt") == FileKind.CHAT


@pytest.mark.parametrize("kind", [None, *FileKind], ids=str)
@pytest.mark.parametrize(
    ("data", "phrases"),
    [
        (b"", {"intake.empty"}),
        (b"\xef\xbb\xbf \r\n\t\r\n", {"intake.empty"}),
        (PNG + bytes(range(256)) * 20, {"intake.not_text"}),
        (b"%PDF-1.7\n" + bytes(range(256)) * 20, {"intake.not_text"}),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5_000), {"intake.not_text"}),
        (CHAT.decode().encode("utf-16")[:-1], {"intake.bad_bytes"}),
        (CHAT[: CHAT.index("ça".encode()) + 1], {"intake.bad_bytes"}),
        (b"x" * (BYTES + 1), {"intake.too_big"}),
        (b"x" * 1_000_000, {"intake.long_line", "intake.long_field"}),
        (b"a,b\n" * 5_000_000, {"intake.too_many_lines", "intake.too_many_rows"}),
    ],
    ids=[
        "empty",
        "blank",
        "png",
        "pdf",
        "xls",
        "utf-16 cut",
        "utf-8 cut",
        "big",
        "one line",
        "rows",
    ],
)
def test_what_is_no_file_of_a_meeting_is_refused_whatever_it_is_called(kind, data, phrases):
    assert refusal(data, kind)[0] in phrases


@pytest.mark.parametrize(
    ("data", "phrase", "line"),
    [
        (b"Name,Email\n" + b"a,b\n" * (ROWS + 5), "intake.too_many_rows", ROWS + 1),
        (b"," * COLUMNS + b"x\n", "intake.too_many_columns", 1),
        (b"a,b\nc," + b"x" * (FIELD_LENGTH + 1), "intake.long_field", 2),
        (b'a,b\nc,"d\ne,f\n', "intake.bad_quotes", 2),
        (b'a,b\nc,"d"e\n', "intake.bad_quotes", 2),
        (b"a,b\nc," + b"x" * 200_000, "intake.long_field", 2),
        (b'a,b\nc,"' + b"x" * 200_000, "intake.bad_quotes", 2),
        ("a,b\nàéîõü çñß,".encode() + b"\xff\n", "intake.bad_bytes", 2),
        (b"a,b\nc,\x81\n", "intake.bad_bytes", 2),
    ],
    ids=[
        *("rows", "columns", "cell", "open quote", "shut quote", "huge cell", "huge quote"),
        *("bytes", "no letter"),
    ],
)
def test_rows_past_a_limit_are_refused_with_their_line(data, phrase, line):
    with pytest.raises(BadFile) as refused:
        read_rows(data, "list.csv")

    assert (refused.value.phrase, refused.value.line) == (phrase, line)


def test_the_rows_of_a_spreadsheet_keep_their_lines():
    rows = read_rows(b'sep=;\na;b\n\n"c\nd";e\n;;\nf;g\n', "list.csv")

    assert [(row.line, row.cells) for row in rows] == [
        (2, ("a", "b")),
        (4, ("c\nd", "e")),
        (7, ("f", "g")),
    ]


# Workbooks


def workbook(**parts: bytes) -> bytes:
    """A good workbook with some of its parts replaced, or with others added."""
    saved = io.BytesIO()
    good = zipfile.ZipFile(io.BytesIO(as_workbook([["Name", "Email"], ["Ana", "a@x.example"]])))
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in good.namelist():
            archive.writestr(name, parts.pop(name, good.read(name)))
        for name, content in parts.items():
            archive.writestr(name, content)
    return saved.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
BILLION = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><x>&l9;</x>'
FETCH = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'


@pytest.mark.parametrize("text", [BILLION, FETCH, "<!DOCTYPE x SYSTEM 'http://127.0.0.1/x'><x/>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/hidden.bin", "docProps/extra.xml"])
def test_a_workbook_with_entities_is_refused(part, encoding, text):
    content = text.encode(encoding)

    assert refusal(workbook(**{part: content})) == ("intake.entities", 1)


@pytest.mark.parametrize(
    "data",
    [
        workbook(**{SHEET: b"<x>" + b" " * 90_000_000}),
        workbook(**{"xl/media/a.bin": bytes(30_000_000)}),
        workbook(**{f"xl/{n}.xml": b"<x/>" for n in range(600)}),
    ],
    ids=["gigantic", "ratio", "many parts"],
)
def test_a_workbook_that_would_unpack_to_too_much_is_refused(data):
    assert refusal(data)[0] == "intake.bomb"


def test_a_workbook_that_lies_about_its_size_is_refused():
    data = bytearray(workbook(**{SHEET: b"<x>" + b" " * 90_000_000}))
    # The directory says 1,000 bytes instead of 90 million.
    data[:] = data.replace((90_000_003).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))

    assert refusal(bytes(data)) == ("intake.bad_workbook", 1)


@pytest.mark.parametrize(
    ("data", "phrase"),
    [
        (as_workbook([["Name"]])[:2_000], "intake.bad_workbook"),
        (b"PK\x03\x04" + bytes(100), "intake.bad_workbook"),
        (workbook(**{SHEET: b"<sheet><row>"}), "intake.bad_workbook"),
        (workbook(**{SHEET: b"not xml"}), "intake.bad_workbook"),
        (workbook(**{"xl/workbook.xml": b"<x/>"}), "intake.bad_workbook"),
        (as_workbook([]), "intake.empty"),
    ],
    ids=["cut", "zeros", "open", "no xml", "no sheet", "empty"],
)
def test_a_workbook_that_cannot_be_opened_is_refused(data, phrase):
    assert refusal(data)[0] == phrase


def test_an_archive_of_something_else_is_refused():
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")

    assert refusal(saved.getvalue()) == ("intake.not_workbook", 1)


def test_a_sheet_that_claims_to_be_endless_is_read_to_its_end():
    rows = [["Name", "Email"], ["Ana", "a@x.example"]]
    sheet = zipfile.ZipFile(io.BytesIO(as_workbook(rows))).read(SHEET)
    claimed = sheet.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    found = read_rows(workbook(**{SHEET: claimed}), "list.xlsx")

    assert [row.cells for row in found] == [tuple(row) for row in rows]


@pytest.mark.parametrize("cell", ["A1048576", "XFD2"])
def test_a_cell_far_out_is_past_the_limit(cell):
    far = f'<row r="{"1048576" if cell[1] == "1" else 2}"><c r="{cell}"><v>1</v></c></row>'
    sheet = f"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
        <sheetData>{far}</sheetData></worksheet>"""

    phrase = refusal(workbook(**{SHEET: sheet.encode()}))[0]

    assert phrase in {"intake.too_many_rows", "intake.too_many_columns"}


def test_a_formula_is_its_last_value_and_never_run():
    book = Workbook()
    book.active.append(["Comment", "Votes"])
    book.active.append(['=HYPERLINK("http://x.example")', 3])
    saved = io.BytesIO()
    book.save(saved)

    assert read_rows(saved.getvalue(), "t.xlsx")[1].cells == ("", "3")


# Workbooks of several sheets

COVER = [["Forum of Regions"], ["Prepared by the secretariat, for the round table of 26 May"]]
PEOPLE = [["Name", "Email", "Approval Status"], ["Ana", "a@x.example", "approved"]]
CAME = [["Name (Original Name)", "User Email", "Total Duration (Minutes)"], ["Ana", "", "12"]]
WORDS = [["Author", "Comment"], ["Ana", "More trams"]]


@pytest.mark.parametrize("first", [COVER, [], [["x"] * 300]], ids=["cover", "empty", "too wide"])
@pytest.mark.parametrize(
    ("wanted", "kind"),
    [
        (PEOPLE, FileKind.REGISTRATIONS),
        (CAME, FileKind.PARTICIPANTS),
        (WORDS, FileKind.CONTRIBUTIONS),
    ],
)
def test_the_sheet_with_the_list_is_read_wherever_it_stands(first, wanted, kind):
    data = as_sheets({"Cover": first, "Wanted": wanted, "Notes": COVER})

    meeting = read_meeting([("w.xlsx", data)])
    reading = read_meeting([("w.xlsx", data)], Choices(kind=kind))[kind]

    assert list(meeting) == [kind]
    assert len(reading.records) == 1
    told = [(f.line, f.values) for f in reading.left_out if f.phrase == "intake.sheet_read"]
    others = ["Cover", "Notes"] if first else ["Notes"]
    assert told == [(1, {"sheet": "Wanted", "others": ", ".join(others), "n": len(others)})]


def test_of_sheets_that_all_fit_the_first_is_read_and_the_others_are_named():
    more = [PEOPLE[0], ["Luz", "l@x.example", "approved"]]
    data = as_sheets({"Old": more, "May": PEOPLE, "June": more, "Notes": COVER}, hidden=["Old"])

    reading = read_meeting([("w.xlsx", data)])[FileKind.REGISTRATIONS]

    assert [person.name for person in reading.records] == ["Ana"]
    assert [(f.phrase, f.values["sheet"], f.values["others"]) for f in reading.left_out] == [
        ("intake.sheet_read", "May", "Notes"),
        ("intake.sheets_alike", "May", "June, Old"),
    ]


def test_a_workbook_with_one_list_and_empty_sheets_says_nothing_of_sheets():
    data = as_sheets({"Sheet1": PEOPLE, "Sheet2": [], "Sheet3": []})

    assert read_meeting([("w.xlsx", data)])[FileKind.REGISTRATIONS].left_out == ()


def test_a_mapping_and_long_texts_find_their_sheet_too():
    texts = [["Zeitpunkt", "Beitrag"], ["1", "Mehr Straßenbahnen in die Vororte"]]
    data = as_sheets({"Cover": [["Round"], ["1"]], "Texts": texts})

    found = propose_columns(FileKind.CONTRIBUTIONS, data, "w.xlsx")
    chosen = read_contributions(data, "w.xlsx", mapping={"text": "Zeitpunkt"})

    assert found.columns["text"] == "Beitrag"
    assert [one.text for one in chosen.records] == ["1"]


# Sentences


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_a_refusal_is_one_sentence_with_file_line_and_what_to_do(language):
    with pytest.raises(BadFile) as refused:
        read_meeting([("list.csv", LIST + b"Luz,l@x")])

    sentence = in_language(language).say(refused.value.phrase, **refused.value.values)

    assert sentence.startswith(
        ("list.csv, line 3: ", "list.csv, línea 3: ", "list.csv, ligne 3\u00a0: ")
    )


def test_one_file_that_cannot_be_taken_stops_all():
    assert [refusal(LIST + b"Luz\n"), refusal(b"")] == [
        ("intake.row_width", 3),
        ("intake.empty", 1),
    ]
    with pytest.raises(BadFile):
        read_meeting([("good.csv", LIST), ("bad.csv", b"")])
