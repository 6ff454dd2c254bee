"""The tables of a session as XLSX: one sheet each, filters, frozen heads, and not one formula.

People's words are written as strings and nothing else: xlsxwriter's own `write` would make formulas
and links of some of them.
"""

import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter

from facilitation.exports.plain import printable
from facilitation.report.sheets import Cell, Sheet
from facilitation.texts import length

CELL_LIMIT = 32_767  # characters that a cell holds, in UTF-16 units
NAME_LIMIT = 31  # of a sheet's name
NARROW, WIDE, LONG = 14, 60, 40  # columns, in characters; a text of LONG makes one wide
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(sheets: Iterable[Sheet], cut_mark: str) -> bytes:
    """A workbook; a text longer than a cell ends with `cut_mark`."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for sheet in sheets:
            _write_sheet(book, sheet, head, body, cut_mark)
    return file.getvalue()


def _write_sheet(book: Any, sheet: Sheet, head: Any, body: Any, cut_mark: str) -> None:
    page = book.add_worksheet(_name(sheet.title))
    for column, text in enumerate(sheet.header):
        page.write_string(0, column, _cell(text, cut_mark), head)
    for line, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                page.write_number(line, column, cell, body)
            else:
                page.write_string(line, column, _cell(cell, cut_mark), body)
    if sheet.note:
        note = _cell(sheet.note, cut_mark)
        page.write_string(len(sheet.rows) + 2, 0, note)  # below what the filters take
    for column in range(len(sheet.header)):
        page.set_column(column, column, _width(row[column] for row in sheet.rows[:200]))
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.header) - 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _name(title: str) -> str:
    """A sheet's name: none of the signs that Excel keeps for itself."""
    return "".join(sign for sign in title.replace(" / ", " ") if sign not in "[]:*?/\\'")[
        :NAME_LIMIT
    ].strip()


def _cell(text: str, cut_mark: str) -> str:
    text = printable(text)
    if len(text.encode("utf-16-le")) // 2 <= CELL_LIMIT:
        return text
    room = 2 * (CELL_LIMIT - len(cut_mark))
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + cut_mark


def _width(cells: Iterable[Cell]) -> int:
    longest = max((length(str(cell)[:LONG]) for cell in cells), default=0)
    return WIDE if longest >= LONG else max(NARROW, longest + 2)
