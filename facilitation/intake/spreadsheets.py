"""Contributions from anywhere else: earlier rounds, e-mails copied into a table, Polis and Decidim.

Any columns, CSV or XLSX. What is in which column is proposed from the headers; a person can say
otherwise, and what a person says goes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from facilitation.cells import unguarded
from facilitation.intake.files import Row, read_rows
from facilitation.intake.findings import BadFile, Finding, Reading
from facilitation.intake.headers import (
    Columns,
    Table,
    check_widths,
    column_of,
    find_table,
    mapped,
    meaning,
    words_for,
)
from facilitation.model import Language

_WORDS = words_for("contributions")
_PEOPLE = words_for("registrations")
_LANGUAGES = words_for("languages")
_OURS = words_for("ours")
_TEXT_LENGTH = 20  # characters on average: what is shorter is a name, a date or a number

COLUMNS = (
    "text",
    "title",
    "author",
    "email",
    "organisation",
    "actor",
    "language",
    "time",
    "question",
)


@dataclass(frozen=True, slots=True)
class Written:
    """One contribution of a table. Everything but `text` is "" where there is no such column."""

    text: str
    author: str
    email: str
    organisation: str
    actor: str
    language: Language | None
    time: str
    question: str
    file: str
    line: int


def columns_of(header: Sequence[str]) -> Columns | None:
    """Where things are by the words of the header, or None when no column is clearly the text."""
    columns: dict[str, int] = {}
    patterns = dict(_WORDS) | {
        key: _PEOPLE[key] for key in ("email", "organisation", "actor", "language")
    }
    for column, pattern in patterns.items():
        place = column_of(header, pattern)
        if place is not None and place not in columns.values():
            columns[column] = place
    if "text" not in columns and "title" in columns:
        columns["text"] = columns.pop("title")
    return columns if "text" in columns else None


def read_contributions(
    data: bytes, file: str, *, mapping: Mapping[str, str] | None = None
) -> Reading[Written]:
    """The contributions of a table, in its order. Raises BadFile.

    `mapping` names the header of each of `COLUMNS` that a person has settled; without it the
    headers' own words decide, and failing those the column with the longest texts.
    """
    table = table_of(data, file, mapping)
    check_widths(table, file)
    written, silent = [], []
    for row in table.rows:
        text = _text(table, row)
        if text:
            written.append(_written(table, row, text, file))
        else:
            silent.append(row)
    if not written:
        raise BadFile("intake.no_rows", file, silent[0].line if silent else 1)
    return Reading(tuple(written), (), (*_silent(silent, file), *_dropped(table, file)))


def table_of(data: bytes, file: str, mapping: Mapping[str, str] | None = None) -> Table:
    """The table with its columns as a person settled them, else as its headers say."""
    rows = read_rows(data, file)
    if mapping is None:
        return _as_written(find_table(rows, columns_of) or _by_length(rows, file))
    table = mapped(rows, mapping)
    if table is None or "text" not in table.columns:
        raise BadFile("intake.no_text_column", file, rows[0].line)
    return _as_written(table)


def _as_written(table: Table) -> Table:
    """The words of a CSV that we exported as people wrote them; those of other files may begin
    with an apostrophe of their own."""
    if any(column_of(table.header, pattern) is None for pattern in _OURS.values()):
        return table
    rows = tuple(
        row
        if row.width is None  # a workbook knows what is a formula
        else replace(row, cells=tuple(map(unguarded, row.cells)))
        for row in table.rows
    )
    return replace(table, rows=rows)


def _by_length(rows: Sequence[Row], file: str) -> Table:
    """The first row as header and the column with the longest texts as the text."""
    header, below = rows[0], tuple(rows[1:])
    lengths = {
        place: sum(len(row.cells[place]) for row in below if place < len(row.cells)) / len(below)
        for place in range(len(header.cells))
        if below
    }
    longest = max(lengths, key=lambda place: lengths[place], default=None)
    if longest is None or lengths[longest] < _TEXT_LENGTH:
        raise BadFile("intake.no_text_column", file, header.line)
    return Table(header.cells, {"text": longest}, below)


def _text(table: Table, row: Row) -> str:
    """The text with its own lines; under its title where there is one, as Decidim's proposals
    have."""
    place = table.columns["text"]
    text = row.cells[place].strip() if place < len(row.cells) else ""
    title = table.value(row, "title")
    return f"{title}\n{text}" if title and text and title != text else text or title


def _written(table: Table, row: Row, text: str, file: str) -> Written:
    return Written(
        text=text,
        author=table.value(row, "author"),
        email=table.value(row, "email"),
        organisation=table.value(row, "organisation"),
        actor=table.value(row, "actor"),
        language=meaning(_LANGUAGES, table.value(row, "language")),
        time=table.value(row, "time"),
        question=table.value(row, "question"),
        file=file,
        line=row.line,
    )


def _silent(rows: Sequence[Row], file: str) -> tuple[Finding, ...]:
    if not rows:
        return ()
    return (Finding("intake.empty_rows", file, rows[0].line, {"n": len(rows)}),)


def _dropped(table: Table, file: str) -> tuple[Finding, ...]:
    names = [name for name in table.others() if name]
    if not names:
        return ()
    return (Finding("intake.columns_dropped", file, 1, {"columns": ", ".join(names)}),)
