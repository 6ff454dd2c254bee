"""Which row of a spreadsheet is its header, and which column holds what: found by content.

Zoom puts a preamble above the header or does not; organisers translate headers, reorder columns and
add their own. A column is recognised by the words of its header, without case, accents or
punctuation.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import chain, islice
from pathlib import Path

import regex

from facilitation.intake.files import Row, Sheet, read_sheets
from facilitation.intake.findings import BadFile, Finding
from facilitation.texts import words_only

WORDS = Path(__file__).parent / "columns.toml"
HEADER_WITHIN = 60  # rows: no report seen has a preamble of more than ten

HEADER_LENGTH = 300  # characters: a question asked at registration, not an answer

SHEETS_NAMED = 8

_PARTS = re.compile(r"[/|\n·•]|\s[-–—]\s")
_GLUED = regex.compile(r"(?<=\p{Ll})(?=\p{Lu})")
_ENDING = re.compile(r"(?<=\w)\(\w{1,3}\)")
_REMARK = re.compile(r"(?<=\S)\s*\([^()]*\)\s*\W*$|, .*$")

Columns = Mapping[str, int]
ColumnsOf = Callable[[Sequence[str]], Columns | None]
Words = Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A header, the columns recognised in it by what they hold, and the rows below it. In a
    workbook `sheet` is the one it stands on, `left` the other sheets that hold anything, and
    `alike` those of them with such a header too. `by_answers` are the columns that no header
    names."""

    header: tuple[str, ...]
    columns: Columns
    rows: tuple[Row, ...]
    line: int = 1
    sheet: str = ""
    left: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    by_answers: tuple[str, ...] = ()

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
    """The first column, from `start` on, whose whole header matches; else the first of whose
    languages one does."""
    columns = range(start, len(header))
    whole = (place for place in columns if is_named(header[place], pattern, in_parts=False))
    in_parts = (place for place in columns if is_named(header[place], pattern))
    return next(chain(whole, in_parts), None)


def is_named(header: str, pattern: re.Pattern[str], *, in_parts: bool = True) -> bool:
    """Whether a header matches; or a part of it, as of "Name / Nombre / Nom" or "Organization (in
    full)"."""
    if len(header) > HEADER_LENGTH:
        return False
    whole, parts = _readings(header)
    return any(pattern.fullmatch(form) for form in (*whole, *(parts if in_parts else ())))


@lru_cache(maxsize=20_000)  # each is asked for with every pattern
def _readings(header: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How a header may be read as a whole, and how its parts."""
    parts = (*_PARTS.split(header), _REMARK.sub("", header))
    return _forms(header), tuple(form for part in parts for form in _forms(part) if form)


def _forms(header: str) -> tuple[str, ...]:
    """As it stands, with glued words apart as in "FirstName", and without the ending in brackets
    of "Nombre(s)"."""
    apart = _GLUED.sub(" ", header)
    return tuple(dict.fromkeys(map(plain, (header, apart, _ENDING.sub("", apart)))))


def find_table(rows: Iterable[Row], columns_of: ColumnsOf) -> Table | None:
    """The table under the first row that `columns_of` takes for its header, or None.

    A header that is repeated further down, as when files were pasted together, is not a row.
    """
    rows = iter(rows)
    for row in islice(rows, HEADER_WITHIN):
        columns = columns_of(row.cells)
        if columns is not None:
            below = tuple(other for other in rows if other.cells != row.cells)
            return Table(row.cells, columns, below, row.line)
    return None


def read_table(data: bytes, file: str, columns_of: ColumnsOf) -> Table | None:
    """The table of a file, of a workbook that of the first sheet which has one; None if none does.

    Raises BadFile, of another sheet only where no sheet has a table.
    """
    search = _Search(columns_of)
    for sheet in read_sheets(data, file):
        search.look(sheet)
    if search.found is None and search.refusals:
        raise search.refusals[0]
    if search.found is None:
        if not search.left:
            raise BadFile("intake.empty", file, 1)
        return None
    return replace(search.found, left=tuple(search.left), alike=tuple(search.alike))


@dataclass(slots=True)
class _Search:
    """Which sheet of a workbook has the table; of the others only the first rows are read."""

    columns_of: ColumnsOf
    found: Table | None = None
    left: list[str] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)
    refusals: list[BadFile] = field(default_factory=list)

    def look(self, sheet: Sheet) -> None:
        try:
            first = list(islice(sheet.rows, HEADER_WITHIN))
            fits = any(self.columns_of(row.cells) is not None for row in first)
            if not fits and self.found is None:
                read_on(sheet)
        except BadFile as refusal:
            self.refusals.append(refusal)
            self.left.append(sheet.name)
            return
        if fits and self.found is None:
            table = find_table(chain(first, sheet.rows), self.columns_of)
            self.found = replace(table, sheet=sheet.name) if table else None
        elif first:
            self.left.append(sheet.name)
            if fits:
                self.alike.append(sheet.name)


def read_on(sheet: Sheet) -> None:
    """To the end, for nothing but what is wrong with it: that is said first."""
    for _ in sheet.rows:
        pass


def about_sheets(table: Table, file: str) -> tuple[Finding, ...]:
    """Which sheet of a workbook was read, where there are others."""
    if not table.left:
        return ()
    others = [name for name in table.left if name not in table.alike]
    told = (("intake.sheet_read", others), ("intake.sheets_alike", table.alike))
    return tuple(
        Finding(
            phrase,
            file,
            table.line,
            {"sheet": table.sheet, "others": _names(names), "n": len(names)},
        )
        for phrase, names in told
        if names
    )


def _names(sheets: Sequence[str]) -> str:
    named = ", ".join(sheets[:SHEETS_NAMED])
    return f"{named}, …" if len(sheets) > SHEETS_NAMED else named


def by_names(mapping: Mapping[str, str]) -> ColumnsOf:
    """What takes a row for the header if it has every cell the mapping names."""
    wanted = {column: name for column, name in mapping.items() if name}

    def columns(header: Sequence[str]) -> Columns | None:
        cells = [cell.strip() for cell in header]
        if not wanted or not all(name in cells for name in wanted.values()):
            return None
        return {column: cells.index(name) for column, name in wanted.items()}

    return columns


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
