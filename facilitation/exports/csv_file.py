"""The record as CSV: UTF-8 with a byte order mark, every cell quoted, none a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import fields
from itertools import chain

from facilitation.cells import guarded
from facilitation.exports.record import Line
from facilitation.report.sheets import Sheet


def safe_cell(value: object) -> object:
    """A cell that a spreadsheet shows and never runs, see `cells`; numbers stay numbers."""
    if isinstance(value, int):
        return int(value)
    return guarded("; ".join(value) if isinstance(value, tuple) else str(value))


def write(lines: Sequence[Line], delimiter: str = ",") -> bytes:
    """A file that spreadsheets open with its accents right. ES and FR often want ";".

    Translations come last, two columns a language: the text and its state.
    """
    names = [field.name for field in fields(Line) if field.name != "translations"]
    languages = lines[0].translations if lines else ()
    more = [f"{part}_{one}" for one in languages for part in ("translation", "translation_state")]
    rows = (
        (*(getattr(line, name) for name in names), *chain(*line.translations.values()))
        for line in lines
    )
    return _rows([*names, *more], rows, delimiter)


def write_sheet(sheet: Sheet, delimiter: str = ",") -> bytes:
    """One table of a session, in its readers' words."""
    return _rows(sheet.header, sheet.rows, delimiter)


def _rows(header: Sequence[str], rows: Iterable[Sequence[object]], delimiter: str) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, delimiter=delimiter)
    writer.writerow(map(safe_cell, header))
    writer.writerows(map(safe_cell, row) for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()
