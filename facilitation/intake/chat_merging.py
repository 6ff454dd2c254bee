"""Several chats of one meeting as one: each message once, edited texts kept, nothing lost.

The saved chat holds a message as it was last edited, the automatic log as it was first sent; two
people's files start and end at different moments. The same message is told by its author, by times
no more than eight seconds apart and by texts at least 60 % alike.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import median
from typing import TypeVar

from facilitation.intake.chat_clients import EntryKind
from facilitation.intake.chat_edits import LIKENESS, Budget, likeness, quotation
from facilitation.intake.chat_lines import Shape
from facilitation.intake.findings import Finding, Reading
from facilitation.intake.zoom_chat import Entry, link
from facilitation.texts import folded

SECONDS_APART = 8
DAY = 86_400
_AT_ONCE = 4  # seconds that clocks put right still differ by, on the way to two people
_NEAREST = 12  # of one author's entries: their texts are compared
_VARIATION = "\ufe0f"  # "as an emoji, in colour": only some clients write it

Key = tuple[str, str, bool, bool, str, bool]
Moments = list[tuple[int, int]]  # seconds and places, in order of time
Group = TypeVar("Group")


@dataclass(frozen=True, slots=True)
class _Timed:
    """An entry with the seconds since a quiet moment of the day, on the clock of the file that is
    kept; `key` is what must be the same for two entries to be one."""

    entry: Entry
    seconds: int
    key: Key


@dataclass(frozen=True, slots=True)
class _Clock:
    """How far another file's clock is ahead, and whether that was learned from its texts."""

    ahead: int = 0
    is_known: bool = False


def merge(readings: Sequence[Reading[Entry]]) -> Reading[Entry]:
    """The entries of all files in order of arrival, each once, with what was merged said in words.

    Saved chats go before logs, of saved chats those that end later, and else files in the order
    given; an entry keeps the text, the file and the line of the first file it is in.
    """
    if len(readings) == 1:
        return readings[0]
    merged: list[Entry] = []
    left_out = [finding for reading in readings for finding in reading.left_out]
    budget = Budget()
    for reading in _ordered([reading for reading in readings if reading.records]):
        merged, found = _merged(merged, reading.records, budget)
        left_out += found
    problems = tuple(problem for reading in readings for problem in reading.problems)
    return Reading(link(merged), problems, tuple(left_out))


def _ordered(readings: Sequence[Reading[Entry]]) -> list[Reading[Entry]]:
    """The file first whose texts are kept: an edit is in the chat that was saved after it."""
    if not readings:
        return []
    first = min(readings, key=_rank).records
    return sorted(readings, key=lambda reading: (*_rank(reading), -_ends_after(first, reading)))


def _rank(reading: Reading[Entry]) -> tuple[bool, bool]:
    first = reading.records[0]
    return first.shape is not Shape.SAVED, "saved" not in first.file.casefold()


def _ends_after(first: Sequence[Entry], reading: Reading[Entry]) -> int:
    """Seconds from the end of the first file to that of a saved one; 0 where both end with the
    same entry."""
    last, other = first[-1], reading.records[-1]
    if other.shape is not Shape.SAVED:
        return 0
    clock = _clock_difference(first, reading.records)
    later = _short_way(time_of_day(other.time) - clock.ahead - time_of_day(last.time))
    is_same = _key(last) == _key(other) and _words(last) == _words(other)
    return 0 if is_same and abs(later) <= SECONDS_APART else later


def _merged(
    kept: list[Entry], others: Sequence[Entry], budget: Budget
) -> tuple[list[Entry], list[Finding]]:
    if not kept:
        return list(others), []
    clock = _clock_difference(kept, others)
    here, there = _on_one_clock(kept, others, clock.ahead)
    same = _in_the_same_words(here, there, clock)
    edited = _edited(here, there, same, budget)
    changed = {n for n in edited if others[n].kind is not EntryKind.REACTION}
    same = dict(sorted((same | edited).items()))
    found = [
        Finding(phrase, others[numbers[0]].file, others[numbers[0]].line, {"n": len(numbers)})
        for phrase, numbers in (
            ("intake.merged", [n for n in same if n not in changed]),
            ("intake.merged_edits", sorted(changed)),
        )
        if numbers
    ]
    return _interleaved(here, there, same), found


def _on_one_clock(
    kept: Sequence[Entry], others: Sequence[Entry], ahead: int
) -> tuple[list[_Timed], list[_Timed]]:
    ours = [time_of_day(entry.time) for entry in kept]
    theirs = [time_of_day(entry.time) - ahead for entry in others]
    start = _quiet_moment([*ours, *theirs])
    here, there = (
        [
            _Timed(entry, (moment - start) % DAY, _key(entry))
            for entry, moment in zip(entries, moments, strict=True)
        ]
        for entries, moments in ((kept, ours), (others, theirs))
    )
    return here, there


def _quiet_moment(moments: Sequence[int]) -> int:
    """The end of the longest stretch of the day in which nobody wrote: midnight is no border."""
    known = sorted({moment % DAY for moment in moments})
    before = [known[-1] - DAY, *known]
    return max(zip(before, known, strict=False), key=lambda gap: gap[1] - gap[0])[1]


def _key(entry: Entry) -> Key:
    is_reaction = entry.kind is EntryKind.REACTION
    emoji = entry.emoji.replace(_VARIATION, "")
    names = _name(entry.sender), _name(entry.recipient)
    return (*names, entry.is_private, is_reaction, emoji, entry.is_removal)


def _words(entry: Entry) -> str:
    """What makes an entry the same as another with its key: of a reaction, what it refers to."""
    return quotation(entry) if entry.kind is EntryKind.REACTION else entry.text


def _in_the_same_words(
    here: Sequence[_Timed], there: Sequence[_Timed], clock: _Clock
) -> dict[int, int]:
    """Which entry there is which entry here, where both have the same words.

    Who says "+1" again and again has it paired in order: first what came at once by a clock that
    is known, so that of two files that only overlap nothing is taken for something else.
    """
    ours, theirs = (
        _moments(((timed.key, _words(timed.entry)), timed, n) for n, timed in enumerate(entries))
        for entries in (here, there)
    )
    same: dict[int, int] = {}
    for words in ours.keys() & theirs.keys():
        one, other = ours[words], theirs[words]
        for seconds in (_AT_ONCE, SECONDS_APART) if clock.is_known else (SECONDS_APART,):
            found = {number: place for place, number in _in_order(one, other, seconds)}
            one, other = _without(one, found.values()), _without(other, found)
            same |= found
    return same


def _moments(found: Iterable[tuple[Group, _Timed, int]]) -> dict[Group, Moments]:
    moments: dict[Group, Moments] = defaultdict(list)
    for group, timed, place in found:
        moments[group].append((timed.seconds, place))
    return {group: sorted(each) for group, each in moments.items()}


def _without(moments: Moments, places: Collection[int]) -> Moments:
    left_out = set(places)
    return [moment for moment in moments if moment[1] not in left_out]


def _in_order(ours: Moments, theirs: Moments, seconds: int) -> list[tuple[int, int]]:
    """Places of as many pairs as there can be, none of them crossing, and each as near as may
    be."""
    pairs = []
    one = other = 0
    while one < len(ours) and other < len(theirs):
        later = theirs[other][0] - ours[one][0]
        if abs(later) <= seconds:
            pairs.append((one, other))
        one += later >= -seconds
        other += later <= seconds
    pairs = _nearer(pairs, ours, theirs)
    swapped = _nearer([(other, one) for one, other in pairs], theirs, ours)
    return [(ours[one][1], theirs[other][1]) for other, one in swapped]


def _nearer(pairs: list[tuple[int, int]], ours: Moments, theirs: Moments) -> list[tuple[int, int]]:
    """The pairs, each with the nearest of theirs from the first that is left to the next pair's."""
    moved = []
    end = len(theirs)
    for one, other in reversed(pairs):
        moment = ours[one][0]
        at = bisect_left(theirs, (moment, -1), other, end)
        near = [place for place in (at - 1, at) if other <= place < end]
        end = min(near, key=lambda place: abs(theirs[place][0] - moment))
        moved.append((one, end))
    return moved[::-1]


def _edited(
    here: Sequence[_Timed], there: Sequence[_Timed], same: dict[int, int], budget: Budget
) -> dict[int, int]:
    """Which of the others there is which here: the likest pairs first, of equals the nearest.

    Each is compared with the nearest first, should the budget not last for all.
    """
    taken = set(same.values())
    left = _moments((timed.key, timed, n) for n, timed in enumerate(here) if n not in taken)
    near = sorted(
        (rank, number, apart, place)
        for number, timed in enumerate(there)
        if number not in same
        for rank, (apart, place) in enumerate(_nearest(left.get(timed.key, []), timed.seconds))
    )
    alike = sorted(
        (-likeness(here[place].entry, there[number].entry, budget), apart, number, place)
        for _, number, apart, place in near
        if budget.steps
    )
    edited: dict[int, int] = {}
    for less, _, number, place in alike:
        if -less >= LIKENESS and number not in edited and place not in taken:
            edited[number] = place
            taken.add(place)
    return edited


def _nearest(moments: Moments, seconds: int) -> list[tuple[int, int]]:
    """How far away and where, for the nearest entries no more than eight seconds away."""
    at = bisect_left(moments, (seconds, -1))
    around = moments[max(0, at - _NEAREST) : at + _NEAREST]
    near = sorted((abs(moment - seconds), place) for moment, place in around)
    return [found for found in near[:_NEAREST] if found[0] <= SECONDS_APART]


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


def _clock_difference(kept: Sequence[Entry], others: Sequence[Entry]) -> _Clock:
    """Another zone, offsets from the start of a recording, or clocks that are a few seconds off.

    Learned from texts that occur once in either file, where at least two, and most, agree.
    """
    ours, theirs = _once(kept), _once(others)
    apart = [
        time_of_day(theirs[words]) - time_of_day(ours[words])
        for words in ours.keys() & theirs.keys()
    ]
    if not apart:
        return _Clock()
    middle = round(median(apart))
    agreeing = [difference for difference in apart if abs(difference - middle) <= SECONDS_APART]
    is_known = len(agreeing) >= 2 and len(agreeing) * 2 > len(apart)
    return _Clock(middle, True) if is_known else _Clock()


def _once(entries: Sequence[Entry]) -> dict[tuple[str, str], str]:
    times: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in entries:
        times[_name(entry.sender), entry.text].append(entry.time)
    return {words: found[0] for words, found in times.items() if len(found) == 1}


@lru_cache(maxsize=4_096)
def _name(written: str) -> str:
    """A name as it is compared. A chat of thousands of entries has few of them."""
    return folded(written)


def _after(one: _Timed, other: _Timed) -> int:
    """Seconds by which one comes after the other."""
    return _short_way(one.seconds - other.seconds)


def _short_way(seconds: int) -> int:
    """Across midnight where that is shorter."""
    return (seconds + DAY // 2) % DAY - DAY // 2


def time_of_day(written: str) -> int:
    """Seconds since midnight, or since the recording began, of a time as a chat writes it."""
    clock = written.split()
    stamp = next(part for part in clock if ":" in part)
    half = written[-2:].casefold() if written[-1:].casefold() == "m" else ""
    hours, minutes, seconds = (int(part[:2]) for part in stamp.split(":"))
    if half:
        hours = hours % 12 + (12 if half == "pm" else 0)
    return (hours * 60 + minutes) * 60 + seconds
