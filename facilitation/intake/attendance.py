"""Zoom's participants report: who was present, and when. Rows of a person who rejoined are added
up."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from facilitation.intake.durations import Duration, Durations
from facilitation.intake.files import Row
from facilitation.intake.findings import BadFile, Finding, Reading
from facilitation.intake.headers import (
    Columns,
    Table,
    about_sheets,
    check_widths,
    column_of,
    read_table,
    words_for,
)
from facilitation.intake.moments import Moments
from facilitation.texts import folded


@dataclass(frozen=True, slots=True)
class Stay:
    """One row of the report: from joining to leaving. Times are the report's own, without a
    zone."""

    name: str
    email: str
    joined: datetime | None
    left: datetime | None
    minutes: int
    file: str
    line: int

    @property
    def person(self) -> str:
        """What tells people apart: the e-mail if there is one, else the name without case or
        accents."""
        return folded(self.email) or folded(self.name)


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person who was present, under the name of the first row; `minutes` are summed over the
    stays."""

    name: str
    email: str
    stays: tuple[Stay, ...]

    @property
    def minutes(self) -> int:
        return sum(stay.minutes for stay in self.stays)

    @property
    def joins(self) -> int:
        return len(self.stays)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the person appeared under, for matching with registrations.

        Zoom writes "Ana (Ana Ruiz)" for who changed names: both halves are names too.
        """
        found: dict[str, None] = {}
        for stay in self.stays:
            renamed = _RENAMED.fullmatch(stay.name)
            halves = (renamed["shown"], renamed["original"]) if renamed else ()
            found |= dict.fromkeys((stay.name, *halves))
        return tuple(found)


_RENAMED = re.compile(r"(?P<shown>\S.*?) ?\((?P<original>[^()]+)\)")
_WORDS = words_for("attendance")
_YES = {"yes", "y", "oui", "o", "si", "s", "true", "1"}


def is_of_people_present(header: Sequence[str]) -> bool:
    """Whether a header is Zoom's of who was present, be the report complete or not."""
    return column_of(header, _WORDS["original"]) is not None


def columns_of(header: Sequence[str]) -> Columns | None:
    """The columns of a participants report, if this row is the header of one."""
    name = column_of(header, _WORDS["original"])
    if name is None:
        name = column_of(header, _WORDS["name"])
        if name is None or column_of(header, _WORDS["meeting"]) is not None:
            return None
    columns = {"name": name}
    # Reports that repeat the meeting in each row have its host and duration left of the name.
    is_repeated = column_of(header, _WORDS["meeting"]) is not None
    for column in ("email", "joined", "left", "minutes", "waiting"):
        place = column_of(header, _WORDS[column], name + 1)
        if place is None and not is_repeated:
            place = column_of(header[:name], _WORDS[column])
        if place is not None:
            columns[column] = place
    is_report = "minutes" in columns or {"joined", "left"} <= columns.keys()
    return columns if is_report else None


def read_attendance(data: bytes, file: str, *, day_first: bool | None = None) -> Reading[Attendee]:
    """The people of a participants report (CSV or XLSX), in order of their first row.

    `day_first` says how 05/06/2021 is meant where the file itself does not tell. Raises BadFile.
    """
    return gather([read_stays(data, file, day_first=day_first)])


def read_stays(data: bytes, file: str, *, day_first: bool | None = None) -> Reading[Stay]:
    """The rows of a participants report as they stand, one per time somebody joined."""
    table = read_table(data, file, columns_of)
    if table is None:
        raise BadFile("intake.no_participants_header", file, 1)
    check_widths(table, file)
    moments = Moments.of(_times(table), day_first)
    left_out = (*about_sheets(table, file), *_left_out(table, file))
    rows = [row for row in table.rows if folded(table.value(row, "waiting")) not in _YES]
    durations = Durations.of(table.value(row, "minutes") for row in rows)
    read = [_stay(table, row, file, moments, durations) for row in rows]
    if not read:
        raise BadFile("intake.no_rows", file, table.rows[0].line if table.rows else 1)
    stays = tuple(stay for stay, _ in read)
    doubts = (*_doubts(table, moments, stays[0].line, file), *_unsure(table, rows, read))
    return Reading(stays, doubts, left_out)


def gather(readings: Sequence[Reading[Stay]]) -> Reading[Attendee]:
    """One person for all their rows, over the reports of one meeting; a row in two reports counts
    once."""
    people: dict[str, list[Stay]] = {}
    known: set[tuple[object, ...]] = set()
    left_out: list[Finding] = []
    for reading in readings:
        left_out += reading.left_out
        rows = {
            stay: (stay.person, stay.joined, stay.left, stay.minutes) for stay in reading.records
        }
        again = [stay for stay, row in rows.items() if row in known]
        if again:
            left_out.append(
                Finding("intake.rows_again", again[0].file, again[0].line, {"n": len(again)})
            )
        for stay, row in rows.items():
            if row not in known:
                people.setdefault(stay.person, []).append(stay)
        known.update(rows.values())
    attendees = tuple(
        Attendee(stays[0].name, stays[0].email, tuple(stays)) for stays in people.values()
    )
    problems = tuple(problem for reading in readings for problem in reading.problems)
    return Reading(attendees, problems, tuple(left_out))


def present_each_minute(
    people: Iterable[Attendee], actor_of: Callable[[Attendee], str | None] = lambda person: None
) -> Mapping[datetime, Counter[str | None]]:
    """How many were present in each minute, per actor as `actor_of` knows them; None: not known.

    A person on two devices counts once. Minutes are those of the report, without a zone; stays
    without both times are left out.
    """
    counts: dict[datetime, Counter[str | None]] = {}
    for person in people:
        minutes = {minute for stay in person.stays for minute in _minutes_of(stay)}
        for minute in minutes:
            counts.setdefault(minute, Counter())[actor_of(person)] += 1
    return dict(sorted(counts.items()))


def _minutes_of(stay: Stay) -> Iterable[datetime]:
    if stay.joined is None or stay.left is None:
        return []
    first = stay.joined.replace(second=0, microsecond=0)
    # A day at most: a typing error in a year would otherwise fill the memory.
    length = min(stay.left - first, timedelta(days=1))
    return [first + timedelta(minutes=n) for n in range(int(length.total_seconds() // 60) + 1)]


def _doubts(table: Table, moments: Moments, line: int, file: str) -> tuple[Finding, ...]:
    if moments.is_ambiguous:
        return (Finding("intake.ambiguous_dates", file, line),)
    if not moments.is_known and any(_times(table)):
        return (Finding("intake.unknown_dates", file, line),)
    return ()


def _times(table: Table) -> list[str]:
    return [table.value(row, column) for row in table.rows for column in ("joined", "left")]


def _left_out(table: Table, file: str) -> tuple[Finding, ...]:
    waiting = [row for row in table.rows if folded(table.value(row, "waiting")) in _YES]
    if not waiting:
        return ()
    return (Finding("intake.waiting_room", file, waiting[0].line, {"n": len(waiting)}),)


def _stay(
    table: Table, row: Row, file: str, moments: Moments, durations: Durations
) -> tuple[Stay, Duration]:
    name, email = table.value(row, "name"), table.value(row, "email")
    if not name and not email:
        raise BadFile("intake.nobody", file, row.line)
    joined = _moment(table, row, "joined", moments, file)
    left = _moment(table, row, "left", moments, file)
    if joined and left and left < joined:
        raise BadFile("intake.left_before", file, row.line)
    spent = left - joined if joined and left else None
    duration = durations.read(table.value(row, "minutes"), spent)
    if duration is None:
        raise BadFile("intake.bad_duration", file, row.line)
    return Stay(name or email, email, joined, left, duration.minutes, file, row.line), duration


def _unsure(
    table: Table, rows: Sequence[Row], read: Sequence[tuple[Stay, Duration]]
) -> tuple[Finding, ...]:
    """The durations that nothing in the file settles, as one sentence about the first."""
    unsure = [(row, *one) for row, one in zip(rows, read, strict=True) if one[1].may_be is not None]
    if not unsure:
        return ()
    row, stay, duration = unsure[0]
    values = {
        "n": len(unsure),
        "written": table.value(row, "minutes"),
        "minutes": duration.minutes,
        "other": duration.may_be,
    }
    return (Finding("intake.unsure_duration", stay.file, stay.line, values),)


def _moment(table: Table, row: Row, column: str, moments: Moments, file: str) -> datetime | None:
    written = table.value(row, column)
    if not written:
        return None
    moment = moments.read(written)
    if moment is None and not moments.may_stand(written):
        raise BadFile("intake.bad_time", file, row.line)
    return moment
