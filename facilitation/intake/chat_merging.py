"""Several chats of one meeting as one: each message once, edited texts kept, nothing lost.

The saved chat holds a message as it was last edited, the automatic log as it was first sent; two
people's files start and end at different moments. The same message is told by its author, by times
no more than eight seconds apart and by texts at least 60 % alike.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from statistics import median

from facilitation.intake.chat_clients import EntryKind
from facilitation.intake.chat_lines import Shape
from facilitation.intake.findings import Finding, Reading
from facilitation.intake.zoom_chat import Entry, link
from facilitation.texts import folded

SECONDS_APART = 8
LIKENESS = 0.6
DAY = 86_400
_COMPARED = 1_000  # characters: likeness costs their square
_MOST_NEAR = 200  # of one author within those seconds: more is a machine
_NEAREST = 12  # of them, the nearest: their texts are compared

Key = tuple[str, str, bool, bool]


@dataclass(frozen=True, slots=True)
class _Timed:
    """An entry with its time of day in seconds, on the clock of the file that is kept."""

    entry: Entry
    seconds: int

    @property
    def key(self) -> Key:
        """What must be the same for two entries to be one: author, recipient, reaction or not."""
        entry = self.entry
        is_reaction = entry.kind is EntryKind.REACTION
        return folded(entry.sender), folded(entry.recipient), entry.is_private, is_reaction


def merge(readings: Sequence[Reading[Entry]]) -> Reading[Entry]:
    """The entries of all files in order of arrival, each once, with what was merged said in words.

    Saved chats go before logs, and files in the order given; an entry keeps the text, the file and
    the line of the first file it is in.
    """
    if len(readings) == 1:
        return readings[0]
    ordered = sorted((reading for reading in readings if reading.records), key=_rank)
    merged: list[Entry] = []
    left_out = [finding for reading in readings for finding in reading.left_out]
    for reading in ordered:
        merged, found = _merged(merged, reading.records)
        left_out += found
    problems = tuple(problem for reading in readings for problem in reading.problems)
    return Reading(link(merged), problems, tuple(left_out))


def _rank(reading: Reading[Entry]) -> tuple[bool, bool]:
    first = reading.records[0]
    return first.shape is not Shape.SAVED, "saved" not in first.file.casefold()


def _merged(kept: list[Entry], others: Sequence[Entry]) -> tuple[list[Entry], list[Finding]]:
    if not kept:
        return list(others), []
    here = [_Timed(entry, time_of_day(entry.time)) for entry in kept]
    shift = _clock_difference(here, others)
    there = [_Timed(entry, (time_of_day(entry.time) - shift) % DAY) for entry in others]
    same = _matches(here, there)
    edited = [n for n, place in same.items() if there[n].entry.text != here[place].entry.text]
    found = [
        Finding(phrase, others[numbers[0]].file, others[numbers[0]].line, {"n": len(numbers)})
        for phrase, numbers in (
            ("intake.merged", [n for n in same if n not in edited]),
            ("intake.merged_edits", edited),
        )
        if numbers
    ]
    return _interleaved(here, there, same), found


@dataclass(frozen=True, slots=True)
class _Near:
    """Entries by what must be the same, in order of their time of day."""

    by_key: dict[Key, list[tuple[int, int]]]

    @classmethod
    def of(cls, entries: Sequence[_Timed]) -> "_Near":
        by_key: dict[Key, list[tuple[int, int]]] = defaultdict(list)
        for place, timed in enumerate(entries):
            by_key[timed.key].append((timed.seconds, place))
        return cls({key: sorted(found) for key, found in by_key.items()})

    def to(self, timed: _Timed) -> Iterator[int]:
        """Places of the entries no more than eight seconds away, across midnight too."""
        found = self.by_key.get(timed.key, [])
        for at in (timed.seconds, timed.seconds - DAY, timed.seconds + DAY):
            first = bisect_left(found, (at - SECONDS_APART, -1))
            for seconds, place in found[first : first + _MOST_NEAR]:
                if seconds <= at + SECONDS_APART:
                    yield place


def _matches(here: Sequence[_Timed], there: Sequence[_Timed]) -> dict[int, int]:
    """Which entry there is which entry here; the same words first, then the likest."""
    near = _Near.of(here)
    same: dict[int, int] = {}
    taken: set[int] = set()
    for least in (1.0, LIKENESS):
        for number, timed in enumerate(there):
            if number in same:
                continue
            free = [place for place in near.to(timed) if place not in taken]
            likest = _likest(timed, here, free, least)
            if likest is not None:
                same[number] = likest
                taken.add(likest)
    return dict(sorted(same.items()))


def _likest(timed: _Timed, here: Sequence[_Timed], free: Sequence[int], least: float) -> int | None:
    close = sorted(free, key=lambda place: _apart(here[place], timed))
    likeness = {
        place: _likeness(here[place].entry.text, timed.entry.text, least)
        for place in close[:_NEAREST]
    }
    best = max(likeness, key=lambda place: likeness[place], default=None)
    return best if best is not None and likeness[best] >= least else None


def _likeness(one: str, other: str, least: float) -> float:
    if one == other:
        return 1.0
    if least == 1.0:
        return 0.0
    matcher = SequenceMatcher(None, one[:_COMPARED], other[:_COMPARED], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= least else 0.0


def _interleaved(
    here: Sequence[_Timed], there: Sequence[_Timed], same: dict[int, int]
) -> list[Entry]:
    """What only the other file has goes where its own order and its time put it."""
    inserted: dict[int, list[Entry]] = defaultdict(list)
    place = 0
    for number, timed in enumerate(there):
        if number in same:
            place = max(place, same[number] + 1)
            continue
        while place < len(here) and _after(here[place], timed) <= 0:
            place += 1
        inserted[place].append(timed.entry)
    merged: list[Entry] = []
    for place in range(len(here) + 1):
        merged += inserted[place]
        if place < len(here):
            merged.append(here[place].entry)
    return [replace(entry, parent=None) for entry in merged]


def _clock_difference(here: Sequence[_Timed], others: Sequence[Entry]) -> int:
    """Seconds between the two clocks: another zone, or offsets from the start of a recording.

    Learned from texts that occur once in either file; 0 unless at least two, and most, agree, and
    0 for a few seconds, which is how long one message takes to reach two people.
    """
    ours, theirs = _once([timed.entry for timed in here]), _once(others)
    apart = [
        time_of_day(theirs[key]) - time_of_day(ours[key]) for key in ours.keys() & theirs.keys()
    ]
    if not apart:
        return 0
    middle = round(median(apart))
    agreeing = [difference for difference in apart if abs(difference - middle) <= SECONDS_APART]
    is_clear = len(agreeing) >= 2 and len(agreeing) * 2 > len(apart)
    return middle if is_clear and abs(middle) > SECONDS_APART else 0


def _once(entries: Sequence[Entry]) -> dict[tuple[str, str], str]:
    times: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in entries:
        times[folded(entry.sender), entry.text].append(entry.time)
    return {key: found[0] for key, found in times.items() if len(found) == 1}


def _after(one: _Timed, other: _Timed) -> int:
    """Seconds by which one comes after the other, across midnight the short way."""
    return (one.seconds - other.seconds + DAY // 2) % DAY - DAY // 2


def _apart(one: _Timed, other: _Timed) -> int:
    return abs(_after(one, other))


def time_of_day(written: str) -> int:
    """Seconds since midnight, or since the recording began, of a time as a chat writes it."""
    clock = written.split()
    stamp = next(part for part in clock if ":" in part)
    half = written[-2:].casefold() if written[-1:].casefold() == "m" else ""
    hours, minutes, seconds = (int(part[:2]) for part in stamp.split(":"))
    if half:
        hours = hours % 12 + (12 if half == "pm" else 0)
    return (hours * 60 + minutes) * 60 + seconds
