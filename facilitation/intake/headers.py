"""Which row of a spreadsheet is its header, and which column holds what: found by content.

Zoom puts a preamble above the header or does not; organisers translate headers, reorder columns and
add their own. A column is recognised by the words of its header, without case, accents or
punctuation.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from facilitation.intake.files import Row
from facilitation.intake.findings import BadFile
from facilitation.texts import words_only

WORDS = Path(__file__).parent / "columns.toml"
HEADER_WITHIN = 60  # rows: no report seen has a preamble of more than ten

HEADER_LENGTH = 300  # characters: a question asked at registration, not an answer

Columns = Mapping[str, int]
Words = Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A header, the columns recognised in it by what they hold, and the rows below it."""

    header: tuple[str, ...]
    columns: Columns
    rows: tuple[Row, ...]

    def value(self, row: Row, column: str) -> str:
        """What the row says in that column, on one line; "" where there is no such column."""
        place = self.columns.get(column)
        if place is None or place >= len(row.cells):
            return ""
        return " ".join(row.cells[place].split())

    def others(self) -> tuple[str, ...]:
        """The headers of the columns that are not read."""
        taken = set(self.columns.values())
        return tuple(
            " ".join(name.split()) for place, name in enumerate(self.header) if place not in taken
        )


@cache
def words_for(purpose: str) -> Words:
    """What to recognise for a purpose ("attendance", "statuses"), in all languages at once."""
    table = tomllib.loads(WORDS.read_text(encoding="utf-8"))[purpose]
    return {what: re.compile("|".join(by_language.values())) for what, by_language in table.items()}


def meaning(words: Words, written: str) -> str | None:
    """Which of the words is written, or None."""
    text = plain(written)
    return next((what for what, pattern in words.items() if pattern.fullmatch(text)), None)


def plain(header: str) -> str:
    """A header as it is compared: "Durée (minutes) " is "duree minutes"."""
    return words_only(header)


def column_of(header: Sequence[str], pattern: re.Pattern[str], start: int = 0) -> int | None:
    """The first column, from `start` on, whose whole header matches."""
    for place in range(start, len(header)):
        is_short = len(header[place]) <= HEADER_LENGTH
        if is_short and pattern.fullmatch(plain(header[place])):
            return place
    return None


def find_table(
    rows: Sequence[Row], columns_of: Callable[[Sequence[str]], Columns | None]
) -> Table | None:
    """The table under the first row that `columns_of` takes for its header, or None.

    A header that is repeated further down, as when files were pasted together, is not a row.
    """
    for place, row in enumerate(rows[:HEADER_WITHIN]):
        columns = columns_of(row.cells)
        if columns is not None:
            below = tuple(other for other in rows[place + 1 :] if other.cells != row.cells)
            return Table(row.cells, columns, below)
    return None


def mapped(rows: Sequence[Row], mapping: Mapping[str, str]) -> Table | None:
    """The table under the first row that has every header the mapping names."""
    wanted = {column: name for column, name in mapping.items() if name}

    def columns(header: Sequence[str]) -> Columns | None:
        cells = [cell.strip() for cell in header]
        if not all(name in cells for name in wanted.values()):
            return None
        return {column: cells.index(name) for column, name in wanted.items()}

    return find_table(rows, columns) if wanted else None


def check_widths(table: Table, file: str) -> None:
    """Refuse a row that has more cells than its header, or fewer.

    A comma too many shifts values into the wrong columns and a row cut short loses them; half a
    report is worse than none. The rows of a workbook may end early: its cells know their column.
    """
    most = len(table.header)
    for row in table.rows:
        if len(row.cells) > most or (row.width is not None and row.width < most):
            found = max(len(row.cells), row.width or 0)
            raise BadFile("intake.row_width", file, row.line, found=found, most=most)
