"""Durations as reports write them: 102, 102 min, 101,6, 1:42, 1 h 42 min; and what a spreadsheet
made of 1146: 1.146, 1,146 or 1 146.

Zoom writes whole minutes, and no sign for the thousands. Where a cell may be either, the times of
joining and leaving tell, else the other cells of the file.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import floor

LONGEST = 1_800  # minutes: Zoom ends a meeting after 30 hours
NEAR = 2  # minutes by which a duration may differ from its times, of which both are rounded

_UNIT = re.compile(r"(?<=\d) ?m(in\w{0,5})?\.?$")
_WHOLE = re.compile(r"\d{1,6}")
_GROUPED = re.compile(r"(?P<whole>\d{1,3}(?:[ '’]\d{3}|,\d{3}(?=\.)|\.\d{3}(?=,)))([.,]\d{1,6})?")
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_FRACTION = re.compile(r"\d{1,6}(?P<sign>[.,])\d{1,6}")
_CLOCK = re.compile(r"(\d{1,3})(?::| ?h ?)([0-5]?\d)(?::([0-5]\d))?")
_HOURS = re.compile(r"(\d{1,3}) ?h")


@dataclass(frozen=True, slots=True)
class Duration:
    """What a cell says, in whole minutes; `may_be` what else, where nothing in the file settles
    it."""

    minutes: int
    may_be: int | None = None


@dataclass(frozen=True, slots=True)
class Durations:
    """How one file writes its durations: which signs it uses for fractions of a minute, and whether
    it otherwise has whole minutes below a thousand only."""

    fraction_signs: frozenset[str]
    is_whole: bool

    @classmethod
    def of(cls, written: Iterable[str]) -> "Durations":
        cells = [_bare(text) for text in written]
        fractions = [
            found for cell in cells if not _EITHER.fullmatch(cell) if (found := _fraction(cell))
        ]
        whole = [len(cell) for cell in cells if _WHOLE.fullmatch(cell)]
        is_whole = bool(whole) and max(whole) <= 3 and not fractions
        return cls(frozenset(found["sign"] for found in fractions), is_whole)

    def read(self, written: str, spent: timedelta | None = None) -> Duration | None:
        """None for what is no duration. `spent` is from joining to leaving, where both are
        known; an empty cell is read from it."""
        cell = _bare(written)
        if not cell and spent is not None:
            return Duration(_whole(_minutes(spent)))
        if _fraction(cell):
            by_times = None if spent is None else _by_times(cell, _minutes(spent))
            return by_times or self._by_others(cell, is_told_otherwise=spent is not None)
        return _plain(cell)

    def _by_others(self, cell: str, *, is_told_otherwise: bool) -> Duration:
        """By the other cells; where these do not tell, whole minutes as Zoom writes them, unless
        no meeting lasts as long."""
        fraction = _whole(float(cell.replace(",", ".")))
        found = _EITHER.fullmatch(cell)
        if found is None or self.fraction_signs & set(cell):
            return Duration(fraction)
        whole = int(re.sub(r"\D", "", cell))
        if whole > LONGEST:
            return Duration(fraction, may_be=whole)
        is_sure = self.is_whole and not is_told_otherwise
        return Duration(whole, may_be=None if is_sure else fraction)


def _by_times(cell: str, spent: float) -> Duration | None:
    """The reading that the times agree with, if one does. A spreadsheet that took 1.140 for a
    fraction writes it back as 1.14."""
    whole, _, rest = cell.replace(",", ".").partition(".")
    readings = [_whole(float(f"{whole}.{rest}"))]
    if len(whole) <= 3 and len(rest) <= 3:
        readings.append(int(whole + rest.ljust(3, "0")))
    nearest = min(readings, key=lambda minutes: abs(minutes - spent))
    return Duration(nearest) if abs(nearest - spent) <= NEAR else None


def _plain(cell: str) -> Duration | None:
    """A cell that can be one thing only."""
    if _WHOLE.fullmatch(cell):
        return Duration(int(cell))
    if grouped := _GROUPED.fullmatch(cell):
        fraction = (grouped[2] or "").replace(",", ".")
        return Duration(_whole(float(re.sub(r"\D", "", grouped["whole"]) + fraction)))
    if clock := _CLOCK.fullmatch(cell):
        return Duration(_whole(int(clock[1]) * 60 + int(clock[2]) + int(clock[3] or 0) / 60))
    if hours := _HOURS.fullmatch(cell):
        return Duration(int(hours[1]) * 60)
    return None


def _fraction(cell: str) -> re.Match[str] | None:
    return _FRACTION.fullmatch(cell)


def _bare(written: str) -> str:
    return _UNIT.sub("", " ".join(written.split()))


def _whole(minutes: float) -> int:
    """Half a minute counts as one, as people round."""
    return floor(minutes + 0.5)


def _minutes(spent: timedelta) -> float:
    return spent.total_seconds() / 60
