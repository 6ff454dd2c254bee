"""The charts of a round table before any screen or paper: what stands where, and in what words.

A chart holds what `patterns` counted and nothing else: how many voices of how many, confirmed and
suggested apart. Screens and reports draw it; the table behind says the same in numbers. Shares are
of voices, with their Wilson interval; of fewer than ten it is "3 of 7" and never a percentage.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from facilitation import patterns
from facilitation.confidentiality import NOT_SHOWN
from facilitation.findings import AT_LEAST
from facilitation.lifecycles import ChartKind as ChartKind
from facilitation.marks import EVERYTHING
from facilitation.model import Actor, ActorGroup, Axis, Session, Words
from facilitation.palette import NO_GROUP, Colour, colour_of_actor, colour_of_group
from facilitation.patterns import WHOLE, Across, Column, Count, Key, Pattern, Scope
from facilitation.phrases import Phrases, name_of
from facilitation.store import Store
from facilitation.uncertainty import Share

ACROSS = {
    ChartKind.GROUPS: Across.GROUPS,
    ChartKind.PROFILES: Across.GROUPS,
    ChartKind.COMMON: Across.GROUPS,
    ChartKind.ACTORS: Across.ACTORS,
    ChartKind.QUESTIONS: Across.QUESTIONS,
    ChartKind.MINUTES: Across.MINUTES,
    ChartKind.LANGUAGES: Across.LANGUAGES,
}


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind a chart: the first cell of a row names it."""

    caption: str
    header: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a chart is: in which words, and at what time of day."""

    phrases: Phrases
    zone: tzinfo = UTC

    def words(self, key: str, **values: object) -> Words:
        return Words(self.phrases.say(key, **values), self.phrases.language)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column stands for, and how many voices its shares are of."""

    id: Key
    label: Words
    voices: int
    colour: Colour | None = None  # None: the ink of the page
    over: Words | None = None  # across minutes: the part that was on the table


@dataclass(frozen=True, slots=True)
class Line:
    """A theme, or a language, in each column and over all of them."""

    id: str
    label: Words
    counts: tuple[Count, ...]
    whole: Count


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines by columns. The pattern tells what it rests on and what is behind a cell."""

    kind: ChartKind
    axis: Axis
    columns: tuple[Heading, ...]
    lines: tuple[Line, ...]
    pattern: Pattern

    @property
    def of(self) -> str:
        """What a line stands for: a theme, a point or a language."""
        return self.axis.value if self.is_coded else "language"

    @property
    def is_coded(self) -> bool:
        """Whether what it counts was coded: languages are not."""
        return self.kind is not ChartKind.LANGUAGES


def chart_of(
    store: Store,
    session: Session,
    kind: ChartKind,
    reader: Reader,
    scope: Scope = EVERYTHING,
    axis: Axis = Axis.THEME,
    confirmed_only: bool = False,
) -> Chart:
    """A chart of a session now, of what a scope takes."""
    pattern = patterns.count(store, session, ACROSS[kind], _widened(kind, scope), axis)
    if confirmed_only:
        pattern = pattern.confirmed_only()
    if kind is ChartKind.LANGUAGES:
        return _languages(store, session, pattern, reader)
    chart = _themes(kind, axis, pattern, session, reader)
    if kind is ChartKind.MINUTES:
        return _under_parts(chart, session, store.steps(session.id), reader)
    return _common(chart) if kind is ChartKind.COMMON else chart


def _themes(
    kind: ChartKind, axis: Axis, pattern: Pattern, session: Session, reader: Reader
) -> Chart:
    """The columns that the scope does not leave empty by itself, and the lines through them."""
    columns = pattern.columns
    pooled = any(one.id == NOT_SHOWN and one.voices for one in columns)
    places = [
        n
        for n, one in enumerate(columns)
        if _is_within(one.id, pattern, session)
        # whoever is of no group is in the pool, or there is nobody: no column of its own
        and not (pooled and one.id is None and not one.voices)
    ]
    return Chart(
        kind,
        axis,
        tuple(_heading(columns[n], pattern, session, reader) for n in places),
        tuple(
            Line(
                row.code.id,
                row.code.label.in_language(reader.phrases.language),
                tuple(row.counts[n] for n in places),
                row.whole,
            )
            for row in pattern.rows
        ),
        pattern,
    )


def _is_within(key: Key, pattern: Pattern, session: Session) -> bool:
    scope = pattern.scope
    if pattern.across is Across.ACTORS:
        actor = session.actor_of(key)
        of_group = scope.group_id in (WHOLE, actor.group if actor else None)
        return of_group and scope.actor_id in (WHOLE, key)
    if pattern.across is Across.GROUPS and scope.actor_id != WHOLE:
        actor = session.actor_of(scope.actor_id)
        return key == (actor.group if actor else None)
    return pattern.across is not Across.GROUPS or scope.group_id in (WHOLE, key)


def _widened(kind: ChartKind, scope: Scope) -> Scope:
    """A chart of all questions is of all questions; common ground is between all groups."""
    if kind is ChartKind.QUESTIONS:
        return replace(scope, part_id=WHOLE)
    return replace(scope, group_id=WHOLE, actor_id=WHOLE) if kind is ChartKind.COMMON else scope


def _common(chart: Chart) -> Chart:
    """Only the themes that at least two voices of each group raised; see `findings`."""
    columns = enumerate(chart.columns)
    groups = [place for place, one in columns if one.id not in (None, NOT_SHOWN)]

    def is_common(line: Line) -> bool:
        return all(line.counts[place].voices >= AT_LEAST for place in groups)

    return replace(chart, lines=tuple(line for line in chart.lines if is_common(line)))


def _heading(column: Column, pattern: Pattern, session: Session, reader: Reader) -> Heading:
    label, colour = _named(column.id, pattern, session, reader)
    return Heading(column.id, label, column.voices, colour)


def _named(
    key: Key, pattern: Pattern, session: Session, reader: Reader
) -> tuple[Words, Colour | None]:
    """What a column is called, and its colour where it has one."""
    language = reader.phrases.language
    if key == NOT_SHOWN:
        return reader.words("confidentiality.kind"), NO_GROUP
    match pattern.across:
        case Across.GROUPS:
            group = next((one for one in session.plan.groups if one.id == key), None)
            return _label(group, reader), colour_of_group(group)
        case Across.ACTORS:
            return _label(session.actor_of(key), reader), colour_of_actor(session.plan, key)
        case Across.QUESTIONS:
            return session.part_of(str(key)).title.in_language(language), None
        case Across.LANGUAGES:
            return Words(name_of(str(key), language), language), None
        case Across.MINUTES:
            at = _moment(key).astimezone(reader.zone)
            is_day = pattern.minutes >= patterns.DAY
            return Words(f"{at:%d/%m}" if is_day else f"{at:%H:%M}", language), None


def _label(of: ActorGroup | Actor | None, reader: Reader) -> Words:
    if of is None:
        return reader.words("chart.no_group")
    return of.label.in_language(reader.phrases.language)


def _moment(key: Key) -> datetime:
    return datetime.fromtimestamp(60 * int(key or 0), UTC)


def _under_parts(
    chart: Chart, session: Session, steps: Sequence[tuple[str, datetime]], reader: Reader
) -> Chart:
    """Over each stretch of time, the part that was on the table when it ended."""

    def part_at(key: Key) -> Words | None:
        end = _moment(key) + timedelta(minutes=chart.pattern.minutes)
        there = [part_id for part_id, at in steps if at < end]
        title = session.part_of(there[-1]).title if there else None
        return title.in_language(reader.phrases.language) if title else None

    return replace(
        chart, columns=tuple(replace(one, over=part_at(one.id)) for one in chart.columns)
    )


def _languages(store: Store, session: Session, pattern: Pattern, reader: Reader) -> Chart:
    """Of the voices of each group, how many wrote in each language; who used two is in both."""
    by_group = patterns.count(store, session, Across.GROUPS, pattern.scope)
    given = [
        (
            _heading(column, by_group, session, reader),
            patterns.count(
                store, session, Across.LANGUAGES, replace(pattern.scope, group_id=column.id)
            ),
        )
        for column in by_group.columns
        if _is_within(column.id, by_group, session)
    ]
    of_group = [{one.id: one.voices for one in among.columns} for _, among in given]
    return Chart(
        ChartKind.LANGUAGES,
        Axis.THEME,
        tuple(heading for heading, _ in given),
        tuple(
            Line(
                str(one.id),
                _named(one.id, pattern, session, reader)[0],
                tuple(Count(voices.get(one.id, 0)) for voices in of_group),
                Count(one.voices),
            )
            for one in pattern.columns
        ),
        pattern,
    )


def tells(chart: Chart, column: Heading) -> bool:
    """Whether a column's voices are told: where some are of no kind that may be told, those of a
    group that seems silent may be among them."""
    is_pooled = any(one.id == NOT_SHOWN and one.voices for one in chart.columns)
    return bool(column.voices) or not is_pooled


# -- in words --------------------------------------------------------------------------------------


def said(share: Share, phrases: Phrases) -> str:
    """ "14 of 40 (35 %; between 22 % and 50 %)"; of fewer than ten voices, "3 of 7"."""
    interval, value = share.interval, share.value
    if interval is None or value is None or not share.is_percentage:
        return phrases.say("chart.few", n=share.count, of=phrases.number(share.total))
    return phrases.say(
        "chart.share",
        n=share.count,
        of=phrases.number(share.total),
        percent=phrases.percent(value),
        low=phrases.percent(interval.low),
        high=phrases.percent(interval.high),
    )


def in_short(share: Share, phrases: Phrases) -> str:
    """The same beside a number that is written already: "35 % (22–50)" or "of 7"."""
    interval, value = share.interval, share.value
    if interval is None or value is None or not share.is_percentage:
        return phrases.say("chart.of", n=share.total)
    low, high = (phrases.number(round(100 * end)) for end in (interval.low, interval.high))
    return phrases.say("chart.percent", percent=phrases.percent(value), low=low, high=high)


def told(count: Count, total: int, phrases: Phrases) -> str:
    """A cell in words: its share, and how much of it only a machine says."""
    share = said(Share(count.voices, total), phrases)
    if not count.suggested:
        return share
    return phrases.say("chart.share_suggested", share=share, n=count.suggested)


def table_of(chart: Chart, reader: Reader) -> Table:
    """The numbers behind a chart, in words: for each cell, its share and what is suggested."""
    phrases = reader.phrases

    def cell(count: Count, total: int) -> Words:
        return Words(told(count, total, phrases) if total else "–", phrases.language)

    voices = [one.voices for one in chart.columns]
    return Table(
        title(chart, phrases),
        (
            reader.words(f"chart.{chart.of}"),
            *(one.label for one in chart.columns),
            reader.words("chart.whole"),
        ),
        tuple(
            (
                line.label,
                *(cell(count, total) for count, total in zip(line.counts, voices, strict=True)),
                cell(line.whole, chart.pattern.voices),
            )
            for line in chart.lines
        ),
    )


def title(chart: Chart, phrases: Phrases) -> str:
    """What a chart is called."""
    if chart.axis is Axis.THEME:
        return phrases.say(f"chart.themes_by.{chart.kind.value}")
    return phrases.say(f"chart.points_by.{chart.kind.value}")


def coverage(pattern: Pattern, phrases: Phrases) -> str:
    """What a chart rests on, to be read with it: contributions, checked, without a theme."""
    return phrases.say(
        "chart.coverage",
        n=pattern.contributions,
        checked=phrases.number(pattern.checked),
        unassigned=phrases.number(pattern.unassigned),
    )


def summary(chart: Chart, phrases: Phrases) -> str:
    """The chart in one sentence, for those who hear it."""
    most = max(chart.lines, key=lambda line: line.whole.voices, default=None)
    if most is None or not most.whole.voices:
        return phrases.say("chart.nothing_yet")
    return phrases.say(
        "chart.summary",
        theme=most.label.text,
        n=most.whole.voices,
        of=phrases.number(chart.pattern.voices),
    )
