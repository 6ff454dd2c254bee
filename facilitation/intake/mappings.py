"""Which column of a table holds what: proposed from its headers, for a person to settle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from facilitation.intake import registrations, spreadsheets
from facilitation.intake.recognition import FileKind

PEOPLE = ("name", "first", "last", "email", "organisation", "actor", "language", "status")
MAPPED: Mapping[FileKind, Sequence[str]] = {
    FileKind.REGISTRATIONS: PEOPLE,
    FileKind.CONTRIBUTIONS: spreadsheets.COLUMNS,
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """The headers of a table, and the one proposed for each thing; "" where there is none."""

    headers: tuple[str, ...]
    columns: Mapping[str, str]


def propose_columns(kind: FileKind, data: bytes, file: str) -> Proposal:
    """What is in which column of a list of people or of contributions. Raises BadFile."""
    if kind is FileKind.REGISTRATIONS:
        table = registrations.table_of(data, file)
    else:
        table = spreadsheets.table_of(data, file)
    headers = tuple(cell.strip() for cell in table.header)
    found = {
        column: headers[table.columns[column]] if column in table.columns else ""
        for column in MAPPED[kind]
    }
    return Proposal(tuple(dict.fromkeys(filter(None, headers))), found)
