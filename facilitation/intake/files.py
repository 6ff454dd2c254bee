"""Bytes of an uploaded file to lines or rows, within limits. By content, never by the file's name.

Rows: CSV with commas, semicolons or tabs, or the sheets of an XLSX.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from facilitation.intake import workbooks
from facilitation.intake.encodings import decode
from facilitation.intake.findings import BadFile
from facilitation.intake.workbooks import Cells, is_archive

BYTES = 20_000_000
LINES = 200_000
LINE_LENGTH = 100_000
ROWS = 50_000
COLUMNS = 200
FIELD_LENGTH = 40_000

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a spreadsheet, without the empty cells at its end.

    `line` is where it begins in the file, counted from 1. `width` is how many cells the file
    writes, empty ones too; None in a workbook, whose rows end where they like.
    """

    line: int
    cells: tuple[str, ...]
    width: int | None = None

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook by its name; its rows can be gone through once."""

    name: str
    rows: Iterator[Row]


def split_lines(text: str, file: str) -> list[str]:
    """The lines of a text without their ends; raises BadFile past the limits.

    A last line that ends properly is not followed by an empty one.
    """
    lines = text.split("\n")
    if len(lines) > LINES:
        raise BadFile("intake.too_many_lines", file, LINES + 1, n=LINES)
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_LENGTH:
            raise BadFile("intake.long_line", file, number, n=LINE_LENGTH)
    return lines[:-1] if lines[-1] == "" else lines


def read_text(data: bytes, file: str) -> str:
    """The file as text with line feeds; raises BadFile when it is empty, huge, cut or not text."""
    if len(data) > BYTES:
        raise BadFile("intake.too_big", file, 1, n=BYTES // 1_000_000)
    text = decode(data, file).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise BadFile("intake.empty", file, 1)
    strange = len(_CONTROLS.findall(text))
    if "\x00" in text or strange * 200 > len(text):
        raise BadFile("intake.not_text", file, 1)
    return text


def read_rows(data: bytes, file: str) -> list[Row]:
    """The rows of a CSV file or of the first sheet of a workbook that has any, blank ones left out.

    Raises BadFile past the limits, at a quote that never closes, and for workbooks that are not
    safe to open.
    """
    for sheet in read_sheets(data, file):
        if rows := list(sheet.rows):
            return rows
    raise BadFile("intake.empty", file, 1)


def read_sheets(data: bytes, file: str) -> Iterator[Sheet]:
    """The sheets of a workbook, read as far as their rows are asked for; a CSV file is one sheet
    without a name. Raises BadFile as `read_rows` does, also while rows are asked for."""
    if len(data) > BYTES:
        raise BadFile("intake.too_big", file, 1, n=BYTES // 1_000_000)
    if is_archive(data):
        for name, cells in workbooks.read_sheets(data, file):
            yield Sheet(name, _within_limits(cells, file, is_workbook=True))
    else:
        cells = _csv_rows(read_text(data, file), file)
        yield Sheet("", _within_limits(cells, file, is_workbook=False))


def _within_limits(numbered: Cells, file: str, *, is_workbook: bool) -> Iterator[Row]:
    before = 0
    for count, (line, cells) in enumerate(numbered):
        if count >= LINES:  # blank ones, too: millions of them take seconds
            raise BadFile("intake.too_many_rows", file, line, n=ROWS)
        row = Row(line, _trimmed(cells), None if is_workbook else len(cells))
        if row.is_blank:
            continue
        _check_size(row, before, file)
        before += 1
        yield row


def _check_size(row: Row, before: int, file: str) -> None:
    if before >= ROWS:
        raise BadFile("intake.too_many_rows", file, row.line, n=ROWS)
    if len(row.cells) > COLUMNS:
        raise BadFile("intake.too_many_columns", file, row.line, n=COLUMNS)
    if max(map(len, row.cells)) > FIELD_LENGTH:
        raise BadFile("intake.long_field", file, row.line, n=FIELD_LENGTH)


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return tuple(cells[:end])


def _csv_rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    skipped = 0
    delimiter = _delimiter(text)
    if named := re.match(r"(?i)sep=([,;\t])\n", text):
        # Excel's own way of saying which delimiter follows.
        delimiter, skipped, text = named[1], 1, text[named.end() :]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1 + skipped
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            written = text.split("\n")[line - skipped - 1]
            if '"' not in written and len(written) > FIELD_LENGTH:
                raise BadFile("intake.long_field", file, line, n=FIELD_LENGTH) from None
            raise BadFile("intake.bad_quotes", file, line) from None
        yield line, cells
        line = reader.line_num + skipped + 1


def _delimiter(text: str) -> str:
    """What stands after the first cell where that is quoted; else the delimiter that cuts the first
    rows most evenly into most columns."""
    if first := re.match(r'"(?:[^"]|"")*+"([,;\t])', text):
        return first[1]
    sample = text[:20_000]

    def evenness(delimiter: str) -> int:
        widths = Counter(len(row) for row in _first_rows(sample, delimiter))
        return max((count * (width - 1) for width, count in widths.items()), default=0)

    return max(_DELIMITERS, key=evenness)


def _first_rows(sample: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) == 60:
                break
    except csv.Error:
        pass  # a field past csv's own limit: read_rows will say so, with its line
    return rows
