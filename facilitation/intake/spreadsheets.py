"""Contributions from anywhere else: earlier rounds, e-mails copied into a table, Polis and Decidim.

Any columns, CSV or XLSX. What is in which column is proposed from the headers; a person can say
otherwise, and what a person says goes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from facilitation.cells import unguarded
from facilitation.intake.files import Row, read_sheets
from facilitation.intake.findings import BadFile, Finding, Reading
from facilitation.intake.headers import (
    Columns,
    Table,
    about_sheets,
    by_names,
    check_widths,
    column_of,
    meaning,
    read_table,
    words_for,
)
from facilitation.intake.rich_texts import as_read
from facilitation.model import Language

_WORDS = words_for("contributions")
_PEOPLE = words_for("registrations")
_LANGUAGES = words_for("languages")
_OURS = words_for("ours")
_MODERATED = words_for("polis")["moderated"]
_REJECTED = "-1"  # Polis exports what its moderators took out, too
_IN_LANGUAGE = regex.compile(r"(.+)/([a-z]{2})")  # Decidim has body/en beside body/es
Place = tuple[int, Language | None]  # of a column, and the language that its header names
Versions = Mapping[str, Sequence[Place]]
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
    versions = {column: tuple(_versions(table, column)) for column in ("text", "title")}
    moderated = column_of(table.header, _MODERATED)
    written, silent, rejected = [], [], []
    for row in table.rows:
        text, language = _text(versions, row)
        if not text:
            silent.append(row)
        elif moderated is not None and row.cells[moderated : moderated + 1] == (_REJECTED,):
            rejected.append(row)
        else:
            written.append(_written(table, row, text, language, file))
    if not written:
        raise BadFile("intake.no_rows", file, table.rows[0].line if table.rows else 1)
    left_out = (
        *_counted("intake.empty_rows", silent, file),
        *_counted("intake.rejected_rows", rejected, file),
        *_dropped(table, versions, moderated, file),
    )
    return Reading(tuple(written), (), (*about_sheets(table, file), *left_out))


def table_of(data: bytes, file: str, mapping: Mapping[str, str] | None = None) -> Table:
    """The table with its columns as a person settled them, else as its headers say."""
    if mapping is None:
        return _as_written(read_table(data, file, columns_of) or _by_length(data, file))
    table = read_table(data, file, by_names(mapping))
    if table is None or "text" not in table.columns:
        raise BadFile("intake.no_text_column", file, 1 if table is None else table.line)
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


def _by_length(data: bytes, file: str) -> Table:
    """The first row of a sheet as header and the column with the longest texts as the text; of a
    workbook the first sheet that has such texts."""
    line = 0
    for sheet in read_sheets(data, file):
        header, below = next(sheet.rows, None), tuple(sheet.rows)
        lengths = {
            place: sum(len(row.cells[place]) for row in below if place < len(row.cells))
            for place in range(len(header.cells) if header else 0)
        }
        longest = max(lengths, key=lambda place: lengths[place], default=None)
        if header and longest is not None and lengths[longest] >= _TEXT_LENGTH * len(below) > 0:
            return Table(header.cells, {"text": longest}, below, header.line, sheet.name)
        line = line or (header.line if header else 0)
    raise BadFile("intake.no_text_column", file, line or 1)


def _text(versions: Versions, row: Row) -> tuple[str, Language | None]:
    """The text with its own lines; under its title where there is one, as Decidim's proposals
    have. With the language of its column, where that names one."""
    text, language = _in_some_language(versions["text"], row)
    text = as_read(text)
    title, of_title = _in_some_language(versions["title"], row)
    title = " ".join(title.split())
    whole = f"{title}\n{text}" if title and text and title != text else text or title
    return whole, language if text else of_title


def _in_some_language(places: Iterable[Place], row: Row) -> tuple[str, Language | None]:
    """What a row has in a column, or in the same column of another language."""
    for place, language in places:
        if place < len(row.cells) and (said := row.cells[place].strip()):
            return said, language
    return "", None


def _versions(table: Table, column: str) -> Iterator[Place]:
    """The places of a column in each language, the one it was found in first."""
    if (first := table.columns.get(column)) is None:
        return
    named = _IN_LANGUAGE.fullmatch(table.header[first].strip().casefold())
    yield first, named[2] if named else None
    for place, header in enumerate(table.header):
        other = named and _IN_LANGUAGE.fullmatch(header.strip().casefold())
        if named and other and other[1] == named[1] and place != first:
            yield place, other[2]


def _written(table: Table, row: Row, text: str, of: Language | None, file: str) -> Written:
    return Written(
        text=text,
        author=table.value(row, "author"),
        email=table.value(row, "email"),
        organisation=table.value(row, "organisation"),
        actor=table.value(row, "actor"),
        language=meaning(_LANGUAGES, table.value(row, "language")) or of,
        time=table.value(row, "time"),
        question=table.value(row, "question"),
        file=file,
        line=row.line,
    )


def _counted(phrase: str, rows: Sequence[Row], file: str) -> tuple[Finding, ...]:
    """So many rows that were left out, if any, with the line of the first."""
    return (Finding(phrase, file, rows[0].line, {"n": len(rows)}),) if rows else ()


def _dropped(
    table: Table, versions: Versions, moderated: int | None, file: str
) -> tuple[Finding, ...]:
    places = [moderated, *(place for some in versions.values() for place, _ in some)]
    read = {" ".join(table.header[place].split()) for place in places if place is not None}
    names = [name for name in table.others() if name and name not in read]
    if not names:
        return ()
    return (Finding("intake.columns_dropped", file, 1, {"columns": ", ".join(names)}),)
