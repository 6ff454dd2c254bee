"""The sheets of an XLSX workbook, opened with care: it is an archive of XML from a stranger.

Before anything is unpacked: what the archive's directory promises, in bytes, files and ratio.
Python never unpacks more of a member than its directory entry says, so that holds while reading
too. Before anything is parsed: no document type, hence no entities to expand or to fetch.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from facilitation.intake.findings import BadFile

MEMBERS = 500
UNPACKED_BYTES = 80_000_000
RATIO = 150  # a sheet of repeated words packs about 40 to 1; a bomb 1,000 to 1
SMALL_BYTES = 1_000_000  # below this the ratio says nothing
SHEET_ROWS = 60_000
SHEET_COLUMNS = 1_000

Cells = Iterator[tuple[int, list[str]]]


class _RootReached(Exception):
    """The part's first element: past it no document type may stand."""


def is_archive(data: bytes) -> bool:
    """True for anything that begins as a zip archive does, whatever its name."""
    return data.startswith(b"PK\x03\x04")


def read_sheets(data: bytes, file: str) -> Iterator[tuple[str, Cells]]:
    """The name of each sheet with its rows, number and cells as text, or BadFile; hidden sheets
    come last. A sheet is read as far as its rows are asked for.

    Dates come as ISO ("2021-05-20 09:48:03"), whole numbers without a decimal point, formulas as
    the value last calculated.
    """
    _check_archive(data, file)
    with _damage_told(file):
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        if not book.worksheets:
            raise BadFile("intake.bad_workbook", file, 1)
    for sheet in sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible"):
        if isinstance(sheet, ReadOnlyWorksheet):
            sheet.reset_dimensions()  # the stated size may be a lie; the rows are what counts
        yield sheet.title, _rows(sheet, file)


@contextmanager
def _damage_told(file: str) -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            # openpyxl warns of drawings and validations it does not read; neither do we.
            warnings.simplefilter("ignore")
            yield
    except BadFile:
        raise
    except Exception as error:
        # openpyxl raises whatever its parts happen to raise on a damaged workbook: KeyError,
        # ValueError, ParseError, BadZipFile. All of them mean the same to the organiser.
        raise BadFile("intake.bad_workbook", file, 1) from error


def _rows(sheet: Worksheet, file: str) -> Cells:
    with _damage_told(file):
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            if number > SHEET_ROWS:
                raise BadFile("intake.too_many_rows", file, number, n=SHEET_ROWS)
            if len(row) > SHEET_COLUMNS:
                raise BadFile("intake.too_many_columns", file, number, n=SHEET_COLUMNS)
            yield number, [_as_text(value) for value in row]


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _check_archive(data: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_directory(members, len(data), file)
            if "xl/workbook.xml" not in archive.namelist():
                raise BadFile("intake.not_workbook", file, 1)
            for member in members:
                _check_prolog(archive, member, file)
    except BadFile:
        raise
    except Exception as error:  # zipfile too raises what it stumbles over: ValueError, zlib.error
        raise BadFile("intake.bad_workbook", file, 1) from error


def _check_directory(members: list[zipfile.ZipInfo], packed: int, file: str) -> None:
    unpacked = sum(member.file_size for member in members)
    is_bomb = (
        len(members) > MEMBERS
        or unpacked > UNPACKED_BYTES
        or (unpacked > SMALL_BYTES and unpacked > RATIO * packed)
    )
    if is_bomb:
        raise BadFile("intake.bomb", file, 1, n=UNPACKED_BYTES // 1_000_000)
    usual = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if any(member.compress_type not in usual or member.flag_bits & 1 for member in members):
        # Excel writes neither other methods nor, in a file anyone can open, encrypted members.
        raise BadFile("intake.bad_workbook", file, 1)


def _check_prolog(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str) -> None:
    """Refuse a document type, in whatever encoding the part is written and whatever its name."""

    def refuse(*_: object) -> None:
        raise BadFile("intake.entities", file, 1)

    def stop(*_: object) -> None:
        raise _RootReached

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        with archive.open(member) as part:
            while chunk := part.read(65_536):
                parser.Parse(chunk)
    except _RootReached:
        return
    except expat.ExpatError:
        if member.filename.endswith((".xml", ".rels")):
            raise BadFile("intake.bad_workbook", file, 1) from None
