"""Who registered: name, e-mail, organisation, kind of actor, language, and whether they were
approved.

Zoom's registration report or an organiser's own list, CSV or XLSX. Columns that Ronda does not need
(addresses, phones, purchase plans) are dropped here, before anything else sees them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from facilitation.intake import attendance
from facilitation.intake.actor_words import GROUPS, ActorWords
from facilitation.intake.files import Row
from facilitation.intake.findings import BadFile, Finding, Reading
from facilitation.intake.headers import (
    Columns,
    Table,
    Words,
    about_sheets,
    by_names,
    check_widths,
    column_of,
    plain,
    read_table,
    words_for,
)
from facilitation.intake.people_columns import language_of, settle, status_of
from facilitation.model import Language
from facilitation.texts import folded


class Approval(StrEnum):
    """What the organiser decided about a registration; only approved people are counted."""

    APPROVED = "approved"
    PENDING = "pending"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Registration:
    """A person on the list. `kind` and `group` are None where a person has to decide.

    `answer` is what the kind was taken from, for the reviewed table.
    """

    name: str
    email: str
    organisation: str
    answer: str
    kind: str | None
    group: str | None
    language: Language | None
    approval: Approval
    file: str
    line: int


_WORDS = words_for("registrations")
_LANGUAGES = words_for("languages")
_CHOSEN = {"actor": "intake.actor_by_answers", "status": "intake.status_by_answers"}


def columns_of(header: Sequence[str]) -> Columns | None:
    """The columns of a list of registrations, if this row is the header of one."""
    if attendance.columns_of(header) is not None or attendance.is_of_people_present(header):
        return None
    columns: dict[str, int] = {}
    for column, pattern in _WORDS.items():
        place = column_of(header, pattern)
        if column != "actor" and place is not None and place not in columns.values():
            columns[column] = place
    columns = _with_person(columns, header)
    is_list = not columns.keys().isdisjoint({"email", "status", "registered"})
    return columns if is_list and not columns.keys().isdisjoint({"name", "first"}) else None


def is_report(columns: Columns) -> bool:
    """Whether the header can only be that of registrations, not that of any list of people."""
    return "status" in columns or "registered" in columns or {"first", "last"} <= columns.keys()


def read_registrations(
    data: bytes,
    file: str,
    *,
    groups: Mapping[str, str | None] = GROUPS,
    words: ActorWords | None = None,
    reviewed: Mapping[str, str | None] | None = None,
    languages: Words = _LANGUAGES,
    mapping: Mapping[str, str] | None = None,
) -> Reading[Registration]:
    """The people of a registration report or list, in its order. Raises BadFile.

    `groups` maps the session's kinds of actor to their groups. `reviewed` is the table a person has
    been through: an answer or an organisation, as `plain` writes it, to a kind of actor or None.
    `mapping` names the header of each column that a person has settled.
    """
    words = words or ActorWords.shipped()
    table = table_of(data, file, mapping, words, languages)
    check_widths(table, file)
    if not table.rows:
        raise BadFile("intake.no_rows", file, 1)
    look_up = _ActorTable(words, groups, reviewed or {})
    people = tuple(_registration(table, row, file, look_up, languages) for row in table.rows)
    left_out = (*about_sheets(table, file), *_dropped(table, file))
    return Reading(people, (*_by_answers(table, file), *_doubts(table, people)), left_out)


def table_of(
    data: bytes,
    file: str,
    mapping: Mapping[str, str] | None = None,
    words: ActorWords | None = None,
    languages: Words = _LANGUAGES,
) -> Table:
    """The list with its columns as a person settled them, else as headers and answers say."""
    table = read_table(data, file, columns_of if mapping is None else by_names(mapping))
    if table is None:
        raise BadFile("intake.no_registrations_header", file, 1)
    if mapping is not None:
        return table
    return settle(table, words or ActorWords.shipped(), languages)


def gather(readings: Sequence[Reading[Registration]]) -> Reading[Registration]:
    """Several lists as one: who is on an earlier list, by e-mail, counts once.

    Within one list nobody is left out: an address that comes twice there is a doubt for a person.
    """
    people: list[Registration] = []
    left_out: list[Finding] = []
    known: set[str] = set()
    for reading in readings:
        again = [person for person in reading.records if folded(person.email) in known]
        people += [person for person in reading.records if folded(person.email) not in known]
        known |= {folded(person.email) for person in reading.records if person.email}
        left_out += reading.left_out
        if again:
            values = {"n": len(again)}
            left_out.append(Finding("intake.people_again", again[0].file, again[0].line, values))
    problems = tuple(problem for reading in readings for problem in reading.problems)
    return Reading(tuple(people), problems, tuple(left_out))


def count_approvals(people: Iterable[Registration]) -> dict[str, int]:
    """How many were approved, are pending and were denied, by these words."""
    found = Counter(person.approval for person in people)
    return {approval.value: found[approval] for approval in Approval}


@dataclass(frozen=True, slots=True)
class _ActorTable:
    words: ActorWords
    groups: Mapping[str, str | None]
    reviewed: Mapping[str, str | None]

    def kind_of(self, answer: str, organisation: str) -> str | None:
        """What a person decided first; then what was answered; the name only where nothing was."""
        for text in (answer, organisation):
            if text and plain(text) in self.reviewed:
                return self.reviewed[plain(text)]
        if answer:
            return self.words.kind_of(answer, self.groups)
        return self.words.kind_of(organisation, self.groups, is_name=True)


def _with_person(columns: dict[str, int], header: Sequence[str]) -> dict[str, int]:
    """ "Nom", "Name" and "Nombre" are a whole name, or half of one beside "Prénom", "Surname" or
    "Apellidos"."""
    first, last = column_of(header, _WORDS["first"]), column_of(header, _WORDS["last"])
    whole = column_of(header, _WORDS["name"])
    if first is None and whole not in (None, last) and plain(header[whole or 0]) == "name":
        first = whole
    others = {key: at for key, at in columns.items() if key not in ("first", "last", "name")}
    if first is not None and last is not None:
        return others | {"first": first, "last": last}
    return others if whole is None else others | {"name": whole}


def _registration(
    table: Table, row: Row, file: str, actors: _ActorTable, languages: Words
) -> Registration:
    name = " ".join(part for key in ("name", "first", "last") if (part := table.value(row, key)))
    email, organisation = table.value(row, "email"), table.value(row, "organisation")
    if not name and not email:
        raise BadFile("intake.nobody", file, row.line)
    answer = table.value(row, "actor")
    kind = actors.kind_of(answer, organisation)
    return Registration(
        name=name,
        email=email,
        organisation=organisation,
        answer=answer or organisation,
        kind=kind,
        group=actors.groups.get(kind) if kind else None,
        language=language_of(languages, table.value(row, "language")),
        approval=_approval(table, row),
        file=file,
        line=row.line,
    )


def _approval(table: Table, row: Row) -> Approval:
    """Without such a column everybody on the list was approved; an unknown word waits for a
    person."""
    if "status" not in table.columns:
        return Approval.APPROVED
    return Approval(_status(table, row) or Approval.PENDING)


def _status(table: Table, row: Row) -> str | None:
    return status_of(table.header[table.columns["status"]], table.value(row, "status"))


def _by_answers(table: Table, file: str) -> tuple[Finding, ...]:
    """Which columns were chosen by their answers alone: a person looks whether they are those."""
    return tuple(
        Finding(
            _CHOSEN[column],
            file,
            table.line,
            {"column": " ".join(table.header[table.columns[column]].split())},
        )
        for column in table.by_answers
    )


def _doubts(table: Table, people: Sequence[Registration]) -> tuple[Finding, ...]:
    doubts: list[Finding] = []
    seen: dict[str, int] = {}
    for row, person in zip(table.rows, people, strict=True):
        address = folded(person.email)
        if address and not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
            doubts.append(Finding("intake.bad_email", person.file, row.line))
        if address in seen:
            doubts.append(
                Finding("intake.email_again", person.file, row.line, {"first": seen[address]})
            )
        elif address:
            seen[address] = row.line
        if "status" in table.columns and _status(table, row) is None:
            doubts.append(Finding("intake.unknown_status", person.file, row.line))
    undecided = [person for person in people if person.kind is None]
    if undecided:
        first = undecided[0]
        doubts.append(
            Finding("intake.unknown_actor", first.file, first.line, {"n": len(undecided)})
        )
    return tuple(doubts)


def _dropped(table: Table, file: str) -> tuple[Finding, ...]:
    names = [name for name in table.others() if name]
    if not names:
        return ()
    return (Finding("intake.columns_dropped", file, 1, {"columns": ", ".join(names)}),)
