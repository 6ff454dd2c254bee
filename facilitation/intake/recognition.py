"""Which source a file is from: by its content, never by its name."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import islice

from facilitation.intake import attendance, registrations, spreadsheets
from facilitation.intake.chat_clients import Client
from facilitation.intake.files import Row, read_rows, read_sheets, read_text
from facilitation.intake.findings import BadFile
from facilitation.intake.headers import HEADER_WITHIN, find_table, read_on
from facilitation.intake.workbooks import is_archive
from facilitation.intake.zoom_chat import looks_like_chat


class FileKind(StrEnum):
    """The sources Ronda reads."""

    CHAT = "chat"
    VTT = "vtt"
    REGISTRATIONS = "registrations"
    PARTICIPANTS = "participants"
    CONTRIBUTIONS = "contributions"


def recognise(data: bytes, file: str, *, clients: Sequence[Client] | None = None) -> FileKind:
    """The kind of a file, or BadFile when it is none of them or cannot be read at all."""
    if not is_archive(data):
        text = read_text(data, file)
        if text.startswith("WEBVTT"):
            return FileKind.VTT
        if looks_like_chat(text, clients) and not _begins_as_table(text, clients):
            return FileKind.CHAT
        if text.lstrip().startswith(("<", "{")):  # a page, XML or JSON, whose quotes are no table's
            raise BadFile("intake.unknown_kind", file, 1)
    return _kind_of_sheets(data, file)


def _begins_as_table(text: str, clients: Sequence[Client] | None) -> bool:
    """Whether the first line is a header: people paste lines of the chat into comments, too."""
    first = text.lstrip().partition("\n")[0]
    if looks_like_chat(first, clients):
        return False
    try:
        return _kind_of_rows(read_rows(first.encode(), "")) is not None
    except BadFile:
        return False


def _kind_of_sheets(data: bytes, file: str) -> FileKind:
    """That of the first sheet that has one; a sheet that cannot be read is in nobody's way where
    another can."""
    refusals, is_empty = [], True
    for sheet in read_sheets(data, file):
        try:
            rows = list(islice(sheet.rows, HEADER_WITHIN))
            if kind := _kind_of_rows(rows):
                return kind
            read_on(sheet)
        except BadFile as refusal:
            refusals.append(refusal)
        else:
            is_empty &= not rows
    if refusals:
        raise refusals[0]
    raise BadFile("intake.empty" if is_empty else "intake.unknown_kind", file, 1)


def _kind_of_rows(rows: Sequence[Row]) -> FileKind | None:
    """A registration report may have a column of comments, and a list of comments one of
    e-mails."""
    if find_table(rows, attendance.columns_of):
        return FileKind.PARTICIPANTS
    people = find_table(rows, registrations.columns_of)
    if people and registrations.is_report(people.columns):
        return FileKind.REGISTRATIONS
    if find_table(rows, spreadsheets.columns_of):
        return FileKind.CONTRIBUTIONS
    return FileKind.REGISTRATIONS if people else None
