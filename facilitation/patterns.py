"""What the codings say: distinct voices for each theme and group, confirmed and suggested apart.

Voices are counted, not messages: one person who says a thing five times is one voice. A voice whose
coding a person confirmed is confirmed; one that rests on a machine's suggestion alone is suggested.
The same is counted across groups, actors, questions, languages or the minutes of the session.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from facilitation.confidentiality import NOT_SHOWN, nameless_parts
from facilitation.following import Marks, marks_of
from facilitation.lifecycles import Across as Across
from facilitation.marks import EVERYTHING, WHOLE as WHOLE, Mark as Mark, Scope as Scope, mark_of
from facilitation.model import Axis, Code, Contribution, ContributionState, Session
from facilitation.store import Store

LEAST_SPANS, MOST_SPANS = 6, 24  # stretches of time side by side: no more than can be read
WIDTHS = (1, 2, 5, 10, 15, 30, 60, 120, 360, 720)  # minutes; then whole days
DAY = 1440

Key = str | None  # a group, an actor, a part, a language, or the first minute of a stretch


@dataclass(frozen=True, slots=True)
class Count:
    """Distinct voices: `suggested` are those that nothing confirmed speaks for."""

    confirmed: int = 0
    suggested: int = 0

    @property
    def voices(self) -> int:
        return self.confirmed + self.suggested


@dataclass(frozen=True, slots=True)
class Column:
    """What stands under one heading: whose id it is depends on what is counted across."""

    id: Key
    voices: int
    contributions: int


@dataclass(frozen=True, slots=True)
class Row:
    """A theme, its count in each column, in their order, and over all of them."""

    code: Code
    counts: tuple[Count, ...]
    whole: Count


@dataclass(frozen=True, slots=True)
class Pattern:
    """Themes by columns, in the order of the codebook, of what a scope takes."""

    across: Across
    scope: Scope
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    voices: int
    contributions: int
    unassigned: int  # contributions without a theme
    checked: int  # contributions whose suggestions a person has all decided
    unconfirmed: int  # contributions without a confirmed theme: nobody looked, or there is none
    minutes: int = 0  # how long each column is, across minutes
    is_confirmed_only: bool = False

    @property
    def is_without_confirmed(self) -> bool:
        """Only what a person confirmed was asked for, and of what was said nothing is."""
        return self.is_confirmed_only and 0 < self.contributions == self.unconfirmed

    def confirmed_only(self) -> "Pattern":
        """The same without what only a machine says."""
        return replace(
            self,
            rows=tuple(
                Row(row.code, tuple(map(_confirmed, row.counts)), _confirmed(row.whole))
                for row in self.rows
            ),
            unassigned=self.unconfirmed,
            is_confirmed_only=True,
        )


def _confirmed(count: Count) -> Count:
    return Count(count.confirmed)


class Voices:
    """Who speaks in one cell, and how often confirmed or suggested."""

    __slots__ = ("_confirmed", "_suggested", "confirmed", "suggested")

    def __init__(self) -> None:
        self._confirmed: dict[str, int] = {}  # voice -> mentions
        self._suggested: dict[str, int] = {}
        self.confirmed = 0
        self.suggested = 0  # of those who have nothing confirmed here

    def add(self, voice: str, is_confirmed: bool, times: int) -> None:
        """Count a mention (`times` 1), or take one back (-1)."""
        mentions = self._confirmed if is_confirmed else self._suggested
        before = mentions.get(voice, 0)
        if before + times:
            mentions[voice] = before + times
            if before:
                return  # spoke of it before, and still does
        else:
            del mentions[voice]
        if is_confirmed:
            self.confirmed += times
            if voice in self._suggested:
                self.suggested -= times
        elif voice not in self._confirmed:
            self.suggested += times

    @property
    def count(self) -> Count:
        return Count(self.confirmed, self.suggested)


SPOKEN = ""  # stands for "said anything at all" among the codes
UNASSIGNED = "-"  # stands for "about none of them"


@dataclass
class Amounts:
    """How many contributions stand under one heading."""

    contributions: int = 0
    unassigned: int = 0
    unconfirmed: int = 0
    checked: int = 0

    def add(self, mark: Mark, times: int) -> None:
        self.contributions += times
        self.checked += times * mark.is_checked
        if not mark.codes:
            self.unassigned += times
        if True not in [is_confirmed for _, is_confirmed in mark.codes]:
            self.unconfirmed += times


class Heading:
    """What stands under one heading: contributions, and who spoke of each code."""

    __slots__ = ("amounts", "voices")

    def __init__(self) -> None:
        self.amounts = Amounts()
        self.voices: dict[str, Voices] = defaultdict(Voices)

    def add(self, mark: Mark, times: int) -> None:
        self.amounts.add(mark, times)
        self.voices[SPOKEN].add(mark.voice, True, times)
        for code, is_confirmed in mark.codes:
            self.voices[code].add(mark.voice, is_confirmed, times)

    def count(self, code_id: str) -> Count:
        voices = self.voices.get(code_id)
        return voices.count if voices else Count()


ALL = "*"  # stands for all columns together: no id is this


class Tally:
    """The counts of what a scope takes, across one thing. A follower of marks."""

    def __init__(self, across: Across, scope: Scope = EVERYTHING, minutes: int = 1) -> None:
        self.across, self.scope, self.minutes = across, scope, minutes
        self._column = _column_of(across, minutes)
        self._headings: dict[Key, Heading] = defaultdict(Heading)

    def take(self, before: Mark | None, after: Mark | None) -> None:
        for mark, times in ((before, -1), (after, 1)):
            if mark is not None and self.scope.takes(mark):
                self._headings[self._column(mark)].add(mark, times)
                self._headings[ALL].add(mark, times)

    def pattern(self, columns: Iterable[Key], codes: Iterable[Code]) -> Pattern:
        """As they stand. The columns told come first, then those that were spoken in besides."""
        told = list(columns)
        spoken = {key for key, heading in self._headings.items() if heading.amounts.contributions}
        keys = [*told, *sorted(spoken - {*told, ALL}, key=lambda key: key or "")]
        headings = [self._headings[key] for key in keys]
        whole = self._headings[ALL]
        return Pattern(
            self.across,
            self.scope,
            tuple(
                Column(key, heading.count(SPOKEN).voices, heading.amounts.contributions)
                for key, heading in zip(keys, headings, strict=True)
            ),
            tuple(
                Row(
                    code,
                    tuple(heading.count(code.id) for heading in headings),
                    whole.count(code.id),
                )
                for code in codes
            ),
            whole.count(SPOKEN).voices,
            whole.amounts.contributions,
            whole.amounts.unassigned,
            whole.amounts.checked,
            whole.amounts.unconfirmed,
            self.minutes if self.across is Across.MINUTES else 0,
        )


def _column_of(across: Across, minutes: int) -> Callable[[Mark], Key]:
    return {
        Across.GROUPS: lambda mark: mark.group_id,
        Across.ACTORS: lambda mark: mark.actor_id,
        Across.QUESTIONS: lambda mark: mark.part_id,
        Across.LANGUAGES: lambda mark: mark.language,
        Across.MINUTES: lambda mark: str(mark.minute // minutes * minutes),
    }[across]


def count(
    store: Store,
    session: Session,
    across: Across,
    scope: Scope = EVERYTHING,
    axis: Axis = Axis.THEME,
) -> Pattern:
    """The themes (or points) of what a scope takes now, across groups, questions, minutes…"""
    with marks_of(store, session, axis).held(store, session) as marks:
        spans = _spans(marks) if across is Across.MINUTES else range(0, 1, 1)
        tally = marks.followed(
            (across, scope, spans.step), lambda: Tally(across, scope, spans.step)
        )
        return tally.pattern(_columns(session, across, spans), codes_of(session, axis))


def _spans(marks: Marks) -> range:
    """The stretches of time from the first contribution to the last: their first minutes."""
    if not marks.minutes:
        return range(0, 0, 1)
    first, last = min(marks.minutes), max(marks.minutes)
    days = -(-(last - first + 1) // (DAY * (MOST_SPANS - 1))) * DAY
    width = next((w for w in WIDTHS if last // w - first // w < MOST_SPANS), days)
    start = first // width * width
    return range(start, max(last + 1, start + LEAST_SPANS * width), width)


def _columns(session: Session, across: Across, spans: range) -> Iterator[Key]:
    """Fixed by the plan wherever it can be, so that nothing moves as people speak."""
    plan = session.plan
    match across:
        case Across.GROUPS:
            yield from (group.id for group in plan.groups)
            if any(actor.group is None for actor in plan.actors):
                yield None
        case Across.ACTORS:
            yield from (actor.id for actor in plan.actors)
        case Across.QUESTIONS:
            yield from (part.id for part in plan.parts if part.takes_contributions)
        case Across.LANGUAGES:
            yield from plan.languages
        case Across.MINUTES:
            yield from map(str, spans)


def codes_of(session: Session, axis: Axis) -> Iterator[Code]:
    """The themes or points of a session that are in use."""
    both = session.plan.themes if axis is Axis.THEME else session.plan.points
    return (code for code in both if not code.is_retired)


def themes_by_group(
    store: Store, session: Session, part_id: str = WHOLE, axis: Axis = Axis.THEME
) -> Pattern:
    """The pattern of a session now: of one part, or of the whole."""
    return count(store, session, Across.GROUPS, Scope(part_id), axis)


COUNTED = (ContributionState.RECEIVED, ContributionState.MERGED)


def counted(given: Iterable[Contribution]) -> list[Contribution]:
    """What is counted of a record: joined to another, a contribution counts there, for what that
    one is about; not at all while that one is not shown."""
    given = list(given)
    received = {one.id: one for one in given if one.state is ContributionState.RECEIVED}
    found = []
    for told in given:
        into = received.get(told.merged_into or told.id)
        if into is not None and told.state in COUNTED:
            found.append(replace(told, part_id=into.part_id, codings=into.codings))
    return found


def marks_of_file(session: Session, veiled: Iterable[Contribution], axis: Axis) -> list[Mark]:
    """The marks of what a file may have, which tell no more than its contributions do."""
    veiled = list(veiled)
    parts = nameless_parts(session)
    pool = {told.id for told in veiled if told.actor_id is None and told.part_id in parts}
    groups = {actor.id: actor.group for actor in session.plan.actors}

    def group_of(told: Contribution) -> str | None:
        return NOT_SHOWN if told.id in pool else groups.get(told.actor_id or "")

    return [mark_of(told, group_of(told), axis) for told in counted(veiled)]


def by_group(
    session: Session, given: Iterable[Mark], part_id: str = WHOLE, axis: Axis = Axis.THEME
) -> Pattern:
    """The same of marks at hand, which may know less of whom they are from than the record."""
    tally = Tally(Across.GROUPS, Scope(part_id))
    for mark in given:
        tally.take(None, mark)
    return tally.pattern(_columns(session, Across.GROUPS, range(0)), codes_of(session, axis))


def marks(
    store: Store, session: Session, part_id: str = WHOLE, axis: Axis = Axis.THEME
) -> list[Mark]:
    """What each contribution adds to that pattern now."""
    with marks_of(store, session, axis).held(store, session) as held:
        return held.of(Scope(part_id))


def behind(
    store: Store,
    session: Session,
    pattern: Pattern,
    key: Key,
    code_id: str,
    limit: int,
    axis: Axis = Axis.THEME,
) -> list[str]:
    """The contributions that a cell of a pattern counts, newest first: their ids.

    `key` ALL is the whole row; a code SPOKEN is a whole column, and UNASSIGNED what has no theme.
    """
    column = _column_of(pattern.across, pattern.minutes or 1)

    def takes(mark: Mark) -> bool:
        raised = {code for code, is_confirmed in mark.codes if is_confirmed or not only}
        is_about = not raised if code_id == UNASSIGNED else code_id in (SPOKEN, *raised)
        return is_about and pattern.scope.takes(mark) and key in (ALL, column(mark))

    only = pattern.is_confirmed_only
    with marks_of(store, session, axis).held(store, session) as held:
        return [mark.id for mark in held.newest(takes, limit)]
