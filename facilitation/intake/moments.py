"""Dates and times as reports write them: 05/20/2021 09:48:03 AM, 2021-05-20 09:48:03, 20/05/2021
9:48.

Whether the day or the month comes first is decided once for a whole file, never row by row.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
_LOCAL = re.compile(r"(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{4}|\d{2})")
_CLOCK = re.compile(
    r"[T, ]*(?P<hour>\d{1,2}):(?P<minute>\d{2})(:(?P<seconds>\d{2}))?(\.\d+)?"
    r"[\s\u202f]*(?P<half>[AaPp])?\.?[\s\u00a0]?([Mm]\.?)?[\s]*(Z|UTC|GMT)?"
)


@dataclass(frozen=True, slots=True)
class Moments:
    """How one file writes its times. `day_first` is None where nothing tells.

    `is_known` is False for a file none of whose times can be read, be it because day and month
    could be either (`is_ambiguous`) or because the form is a new one. A file that writes some of
    its dates one way and some the other is ambiguous, too: there a date is read where it can be one
    thing only.
    """

    day_first: bool | None
    is_ambiguous: bool
    is_known: bool

    @classmethod
    def of(cls, written: Iterable[str], day_first: bool | None = None) -> "Moments":
        """Learn from all the times of a file: a number over 12 can only be a day.

        AM and PM go with the month first, as in Zoom's reports. What a person says goes before
        both.
        """
        texts = [text for text in written if text]
        pairs = [match for text in texts if (match := _LOCAL.match(text))]
        if day_first is None and pairs:
            first = any(_is_day(match["first"], match["second"]) for match in pairs)
            second = any(_is_day(match["second"], match["first"]) for match in pairs)
            if first is not second:
                day_first = first
            elif not first and _has_halves(texts):
                day_first = False
        moments = cls(day_first, bool(pairs) and day_first is None, is_known=True)
        return replace(moments, is_known=any(moments.read(text) for text in texts))

    def may_stand(self, written: str) -> bool:
        """Whether a time that cannot be read is no mistake: it could be two, or all are of a form
        that is not known."""
        if self.is_ambiguous:
            either = (replace(self, day_first=first) for first in (True, False))
            return any(moments.read(written) for moments in either)
        return not self.is_known

    def read(self, written: str) -> datetime | None:
        """The moment, without a zone, or None when it cannot be one or could be two."""
        date = _ISO.match(written) or _LOCAL.match(written)
        if date is None:
            return None
        clock = _CLOCK.fullmatch(written, date.end())
        if clock is None:
            return None
        day = self._day(date.groupdict())
        hour = _hour(int(clock["hour"]), clock["half"])
        if day is None or hour is None:
            return None
        try:
            return datetime(*day, hour, int(clock["minute"]), int(clock["seconds"] or 0))
        except ValueError:
            return None

    def _day(self, parts: dict[str, str]) -> tuple[int, int, int] | None:
        year = int(parts["year"])
        if "month" in parts:
            return year, int(parts["month"]), int(parts["day"])
        year += 2000 if year < 100 else 0
        first, second = int(parts["first"]), int(parts["second"])
        day_first = self.day_first
        if day_first is None and (first > 12) is not (second > 12):
            day_first = first > 12
        if day_first is None:
            return None
        return (year, second, first) if day_first else (year, first, second)


def _is_day(one: str, other: str) -> bool:
    """Whether of two numbers of a date this one can only be the day."""
    return int(one) > 12 >= int(other)


def _has_halves(texts: Iterable[str]) -> bool:
    return any(re.search(r"\d\s?[AaPp]\.?\s?[Mm]", text) for text in texts)


def _hour(hour: int, half: str | None) -> int | None:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        return None
    return hour % 12 + (12 if half in "Pp" else 0)
