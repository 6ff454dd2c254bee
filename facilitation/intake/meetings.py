"""All the files of one meeting, read together: each is recognised, and those of a kind become
one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from facilitation.intake import attendance, registrations
from facilitation.intake.actor_words import GROUPS
from facilitation.intake.attendance import Attendee
from facilitation.intake.chat_clients import Client
from facilitation.intake.chat_merging import merge
from facilitation.intake.encodings import about_encoding
from facilitation.intake.findings import Finding, Reading, Record
from facilitation.intake.recognition import FileKind, recognise
from facilitation.intake.registrations import Registration
from facilitation.intake.spreadsheets import Written, read_contributions
from facilitation.intake.vtt import Cue, read_transcript
from facilitation.intake.workbooks import is_archive
from facilitation.intake.zoom_chat import Entry, read_chat

AnyReading = (
    Reading[Entry] | Reading[Cue] | Reading[Registration] | Reading[Attendee] | Reading[Written]
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person settles before reading; what is left alone is found out from the files.

    `groups` maps the session's kinds of actor to their groups, `reviewed` answers and
    organisations, as `headers.plain` writes them, to kinds of actor. `columns` names the headers
    of the tables of a kind. `day_first` says how 05/06/2021 is meant. `names` are people known
    already, whom a chat may name.
    """

    kind: FileKind | None = None
    clients: tuple[Client, ...] | None = None
    groups: Mapping[str, str | None] = field(default_factory=lambda: GROUPS)
    reviewed: Mapping[str, str | None] = field(default_factory=dict)
    columns: Mapping[FileKind, Mapping[str, str]] = field(default_factory=dict)
    day_first: bool | None = None
    names: frozenset[str] = frozenset()


def read_meeting(
    files: Sequence[tuple[str, bytes]], choices: Choices | None = None
) -> dict[FileKind, AnyReading]:
    """What the files of one meeting hold, by kind, in the order in which the kinds come first.

    `files` are names, for the findings, with contents. Raises BadFile for the first file that
    cannot be taken; then nothing of the others counts either.
    """
    choices = choices or Choices()
    by_kind: dict[FileKind, list[tuple[str, bytes]]] = {}
    for name, data in files:
        kind = choices.kind or recognise(data, name, clients=choices.clients)
        by_kind.setdefault(kind, []).append((name, data))
    read: dict[FileKind, AnyReading] = {}
    for kind in sorted(by_kind, key=lambda kind: kind is FileKind.CHAT):  # lists know its names
        read[kind] = _with_encodings(_read(kind, by_kind[kind], choices), by_kind[kind])
        choices = replace(choices, names=choices.names.union(_names_in(read[kind])))
    return {kind: read[kind] for kind in by_kind}


def _with_encodings(reading: AnyReading, files: Sequence[tuple[str, bytes]]) -> AnyReading:
    """With what a person has to look at because the bytes of a file do not tell it."""
    found = [one for file in files for one in _about_encoding(*file)]
    return replace(reading, problems=(*found, *reading.problems)) if found else reading


def _about_encoding(name: str, data: bytes) -> tuple[Finding, ...]:
    return () if is_archive(data) else about_encoding(data, name)


def _names_in(reading: AnyReading) -> Iterator[str]:
    for record in reading.records:
        if isinstance(record, Registration):
            yield record.name
        elif isinstance(record, Attendee):
            yield from record.names


def _read(kind: FileKind, files: Sequence[tuple[str, bytes]], choices: Choices) -> AnyReading:
    if kind is FileKind.CHAT:
        return merge(
            [
                read_chat(data, name, clients=choices.clients, names=choices.names)
                for name, data in files
            ]
        )
    if kind is FileKind.VTT:
        return _one_after_another([read_transcript(data, name) for name, data in files])
    if kind is FileKind.PARTICIPANTS:
        day_first = choices.day_first
        stays = [attendance.read_stays(data, name, day_first=day_first) for name, data in files]
        return attendance.gather(stays)
    columns = choices.columns.get(kind)
    if kind is FileKind.REGISTRATIONS:
        lists = [
            registrations.read_registrations(
                data,
                name,
                groups=choices.groups,
                reviewed=choices.reviewed,
                mapping=columns,
            )
            for name, data in files
        ]
        return registrations.gather(lists)
    tables = [read_contributions(data, name, mapping=columns) for name, data in files]
    return _one_after_another(tables)


def _one_after_another(readings: Sequence[Reading[Record]]) -> Reading[Record]:
    problems: list[Finding] = []
    left_out: list[Finding] = []
    records: list[Record] = []
    for reading in readings:
        records += reading.records
        problems += reading.problems
        left_out += reading.left_out
    return Reading(tuple(records), tuple(problems), tuple(left_out))
