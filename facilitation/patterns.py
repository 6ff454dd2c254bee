"""What the codings say: distinct voices for each theme and group, confirmed and suggested apart.

Voices are counted, not messages: one person who says a thing five times is one voice. A voice whose
coding a person confirmed is confirmed; one that rests on a machine's suggestion alone is suggested.
The tally follows the record by revisions: one more contribution costs as much at 10 as at 10,000.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

from facilitation.model import (
    ActorGroup,
    Axis,
    Code,
    CodingState,
    Contribution,
    ContributionState,
    Session,
)
from facilitation.store import Store


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
    """A group, or those of no group (None), and how many of them have spoken."""

    group: ActorGroup | None
    voices: int


@dataclass(frozen=True, slots=True)
class Row:
    """A theme, its count in each column, in their order, and over all of them."""

    code: Code
    counts: tuple[Count, ...]
    whole: Count


@dataclass(frozen=True, slots=True)
class Pattern:
    """Themes by groups, of one part or of the whole session, in the order of the codebook."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    contributions: int
    unassigned: int  # contributions without a theme
    checked: int  # contributions whose suggestions a person has all decided

    @property
    def voices(self) -> int:
        return sum(column.voices for column in self.columns)


class Voices:
    """Who speaks in one cell, and how often confirmed or suggested."""

    __slots__ = ("_mentions", "confirmed", "suggested")

    def __init__(self) -> None:
        self._mentions: dict[str, list[int]] = {}  # voice -> [suggested, confirmed]
        self.confirmed = 0
        self.suggested = 0

    def add(self, voice: str, *, is_confirmed: bool, times: int) -> None:
        """Count a mention (`times` 1), or take one back (-1)."""
        mentions = self._mentions.setdefault(voice, [0, 0])
        self._stand(mentions, -1)
        mentions[is_confirmed] += times
        self._stand(mentions, 1)
        if mentions == [0, 0]:
            del self._mentions[voice]

    def _stand(self, mentions: list[int], step: int) -> None:
        if mentions[True]:
            self.confirmed += step
        elif mentions[False]:
            self.suggested += step

    @property
    def count(self) -> Count:
        return Count(self.confirmed, self.suggested)


SPOKEN = ""  # stands for "said anything at all" among the codes
WHOLE = ""  # stands for the whole session among the parts, for all groups among the groups


@dataclass(frozen=True, slots=True)
class Mark:
    """What one contribution adds: to which codes, for whom."""

    part_id: str
    voice: str
    group_id: str | None
    codes: tuple[tuple[str, bool], ...]  # code, confirmed
    is_checked: bool


@dataclass
class Tally:
    """The counts of one session on one axis, as of `revision`."""

    axis: Axis
    revision: int = -1
    _marks: dict[str, Mark] = field(default_factory=dict)
    _cells: dict[tuple[str, str | None, str], Voices] = field(
        default_factory=lambda: defaultdict(Voices)
    )
    _contributions: dict[str, list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0, 0])  # all, unassigned, checked
    )
    _lock: Lock = field(default_factory=Lock)

    def catch_up(self, store: Store, session: Session) -> None:
        """Take in what changed in the record since the last time."""
        with self._lock:
            if self.revision < session.revision:
                for contribution in store.feed(session.id, since=self.revision):
                    self.take(session, contribution)
                    self.revision = max(self.revision, contribution.revision)
                self.revision = max(self.revision, session.revision)

    def take(self, session: Session, contribution: Contribution) -> None:
        """Count a contribution as it now stands, in the place of how it stood before."""
        before = self._marks.pop(contribution.id, None)
        if before is not None:
            self._add(before, -1)
        if contribution.state is ContributionState.RECEIVED:
            mark = self._mark(session, contribution)
            self._marks[contribution.id] = mark
            self._add(mark, 1)

    def _mark(self, session: Session, contribution: Contribution) -> Mark:
        actor = session.actor_of(contribution.actor_id)
        codings = [coding for coding in contribution.codings if coding.axis is self.axis]
        states = {coding.state for coding in codings}
        return Mark(
            contribution.part_id,
            contribution.participant_id,
            actor.group if actor else None,
            tuple(
                (coding.code_id, coding.state is CodingState.CONFIRMED)
                for coding in codings
                if coding.state is not CodingState.REJECTED
            ),
            is_checked=bool(states) and CodingState.SUGGESTED not in states,
        )

    def _add(self, mark: Mark, times: int) -> None:
        for part_id in (mark.part_id, WHOLE):
            amounts = self._contributions[part_id]
            for place, counts in enumerate((True, not mark.codes, mark.is_checked)):
                amounts[place] += times * counts
            for code, is_confirmed in ((SPOKEN, True), *mark.codes):
                for group_id in (mark.group_id, WHOLE):
                    cell = self._cells[part_id, group_id, code]
                    cell.add(mark.voice, is_confirmed=is_confirmed, times=times)

    def pattern(self, session: Session, part_id: str = WHOLE) -> Pattern:
        """Themes by groups as they stand; its cost depends on the codebook alone."""
        with self._lock:
            groups = tuple(_groups(session))
            all_, unassigned, checked = self._contributions.get(part_id, (0, 0, 0))
            return Pattern(
                tuple(Column(g, self._count(part_id, g, SPOKEN).voices) for g in groups),
                tuple(
                    Row(
                        code,
                        tuple(self._count(part_id, group, code.id) for group in groups),
                        self._count(part_id, WHOLE, code.id),
                    )
                    for code in _codes(session, self.axis)
                ),
                all_,
                unassigned,
                checked,
            )

    def marks(self, part_id: str = WHOLE) -> list[Mark]:
        """What each contribution of a part, or of the whole session, adds to the counts."""
        with self._lock:
            return [mark for mark in self._marks.values() if part_id in (WHOLE, mark.part_id)]

    def _count(self, part_id: str, group: ActorGroup | str | None, code_id: str) -> Count:
        group_id = group.id if isinstance(group, ActorGroup) else group
        cell = self._cells.get((part_id, group_id, code_id))
        return cell.count if cell else Count()


def _groups(session: Session) -> Iterator[ActorGroup | None]:
    """The columns of a session: fixed by its plan, so that nothing moves as people speak."""
    yield from session.plan.groups
    if any(actor.group is None for actor in session.plan.actors):
        yield None


def _codes(session: Session, axis: Axis) -> Iterator[Code]:
    both = session.plan.themes if axis is Axis.THEME else session.plan.points
    return (code for code in both if not code.is_retired)


_tallies: WeakKeyDictionary[Store, dict[tuple[str, Axis], Tally]] = WeakKeyDictionary()
_making = Lock()


def themes_by_group(
    store: Store, session: Session, part_id: str = WHOLE, axis: Axis = Axis.THEME
) -> Pattern:
    """The pattern of a session now: of one part, or of the whole."""
    return _tally(store, session, axis).pattern(session, part_id)


def marks(
    store: Store, session: Session, part_id: str = WHOLE, axis: Axis = Axis.THEME
) -> list[Mark]:
    """What each contribution adds to that pattern now."""
    return _tally(store, session, axis).marks(part_id)


def _tally(store: Store, session: Session, axis: Axis) -> Tally:
    """The counts of a session, up to date."""
    with _making:
        tally = _tallies.setdefault(store, {}).setdefault((session.id, axis), Tally(axis))
    tally.catch_up(store, session)
    return tally
