"""Where the groups meet, where they differ and what they leave unsaid, as far as that can be told.

Everything is counted in voices: a person once for each theme, however often they said it. People of
no group count in the whole and among "the others", but nothing is said of them as a group: they are
not one. Someone who spoke for two groups is a voice of each. Only codings that a person confirmed
count, unless suggestions are asked for; a theme is called silent only where nothing even suggests
it. The limits of each measure stand in docs/statistics.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from facilitation.confidentiality import NOT_SHOWN
from facilitation.model import Axis, Session
from facilitation.patterns import WHOLE, Mark, marks
from facilitation.reckoning import Reckoned
from facilitation.store import Store
from facilitation.uncertainty import Share, log_odds, permutation_p, shuffled

AT_LEAST = 2  # voices: one person is not a group
Z = 3.0
P = 0.01
Cell = tuple[str, str]  # a group and a theme

PRIOR = 2.0  # made-up voices added to each side, who raise a theme as the whole room does


@dataclass(frozen=True, slots=True)
class CommonGround:
    """A theme that every group raised, and how many voices of each, in the order of the groups."""

    theme: str
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A theme that a group raises more than the others do, beyond what chance explains."""

    theme: str
    group: str
    here: Share
    others: Share
    z: float
    p: float  # allows for all groups and themes having been looked at


@dataclass(frozen=True, slots=True)
class Silence:
    """A theme that none of a group's voices raised while others did."""

    theme: str
    group: str
    here: Share  # none of so many
    others: Share


@dataclass(frozen=True, slots=True)
class Findings:
    """What the codings of a part, or of a session, allow to be said; themes by their ids."""

    contributions: int
    unassigned: Share  # contributions about no theme
    undecided: Share  # contributions with a suggestion that nobody has confirmed or rejected
    voices: int
    too_small: tuple[str, ...]  # groups of fewer than two voices: nothing is said of them
    common_ground: tuple[CommonGround, ...]  # empty while a group is too small
    differences: tuple[Difference, ...]  # empty means too few to say, not that all agree
    silences: tuple[Silence, ...]

    @property
    def is_without_themes(self) -> bool:
        """Nothing that counts was given a theme: then no meeting, no difference and no silence
        can be told, and that none was found says nothing."""
        return self.unassigned.count == self.contributions


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice: the group it spoke for and the themes it raised."""

    group: str | None
    themes: frozenset[str]


class Room:
    """How many speakers each group has, and how many of them raised each theme."""

    def __init__(self, speakers: Iterable[Speaker]) -> None:
        self.speakers = list(speakers)
        self.of_group = Counter(one.group for one in self.speakers)
        self.of_theme = Counter(theme for one in self.speakers for theme in one.themes)
        self._of_cell = Counter((one.group, theme) for one in self.speakers for theme in one.themes)

    def here(self, group: str, theme: str) -> Share:
        return Share(self._of_cell[group, theme], self.of_group[group])

    def others(self, group: str, theme: str) -> Share:
        here = self.here(group, theme)
        return Share(self.of_theme[theme] - here.count, len(self.speakers) - here.total)


def findings_of(
    store: Store,
    session: Session,
    part_id: str = WHOLE,
    axis: Axis = Axis.THEME,
    confirmed_only: bool = True,
) -> Findings:
    """What can be said of a session now: of one part, or of the whole."""
    codes = session.plan.themes if axis is Axis.THEME else session.plan.points
    return find(
        marks(store, session, part_id, axis),
        [group.id for group in session.plan.groups],
        [code.id for code in codes if not code.is_retired],
        confirmed_only,
    )


_kept: WeakKeyDictionary[Store, Reckoned[Findings]] = WeakKeyDictionary()


def findings_lately(
    store: Store,
    session: Session,
    part_id: str = WHOLE,
    axis: Axis = Axis.THEME,
    confirmed_only: bool = True,
) -> Findings:
    """The same for a screen that is redrawn often: of now, in a large session of shortly before."""
    asked = (part_id, axis, confirmed_only)
    reckoned = _kept.setdefault(store, Reckoned())
    return reckoned.get(
        (session.id, *asked), session.revision, lambda: findings_of(store, session, *asked)
    )


def find(
    given: Sequence[Mark],
    groups: Sequence[str],
    themes: Sequence[str],
    confirmed_only: bool = True,
) -> Findings:
    """What the contributions behind the marks say about `groups` and `themes` (ids, in order)."""
    unassigned = sum(_raised(mark, confirmed_only).isdisjoint(themes) for mark in given)
    undecided = sum(not all(is_confirmed for _, is_confirmed in mark.codes) for mark in given)
    room = Room(_speakers(given, confirmed_only))
    hinted = Room(_speakers(given, confirmed_only=False))
    return Findings(
        contributions=len(given),
        unassigned=Share(unassigned, len(given)),
        undecided=Share(undecided, len(given)),
        voices=len({mark.voice for mark in given}),
        too_small=tuple(group for group in groups if room.of_group[group] < AT_LEAST),
        common_ground=tuple(_common_ground(room, groups, themes)),
        differences=tuple(_differences(room, groups, themes)),
        silences=tuple(_silences(room, hinted, groups, themes)),
    )


def _raised(mark: Mark, confirmed_only: bool) -> frozenset[str]:
    return frozenset(
        code for code, is_confirmed in mark.codes if is_confirmed or not confirmed_only
    )


def _speakers(given: Iterable[Mark], confirmed_only: bool) -> Iterator[Speaker]:
    """The voices, in an order that does not depend on that of the contributions."""
    raised: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for mark in given:
        raised[mark.voice, mark.group_id] |= _raised(mark, confirmed_only)
    for voice, group in sorted(raised, key=lambda key: (key[0], key[1] or "")):
        yield Speaker(group, frozenset(raised[voice, group]))


def _common_ground(
    room: Room, groups: Sequence[str], themes: Sequence[str]
) -> Iterator[CommonGround]:
    for theme in themes:
        shares = tuple(room.here(group, theme) for group in groups)
        if len(groups) > 1 and all(share.count >= AT_LEAST for share in shares):
            yield CommonGround(theme, shares)


def _silences(
    room: Room, hinted: Room, groups: Sequence[str], themes: Sequence[str]
) -> Iterator[Silence]:
    for theme, group in product(themes, groups):
        if hinted.here(NOT_SHOWN, theme).count:
            continue  # whose kind is not told may be of that very group
        here, others = hinted.here(group, theme), room.others(group, theme)
        if here.total >= AT_LEAST and not here.count and others.count:
            yield Silence(theme, group, here, others)


def _differences(room: Room, groups: Sequence[str], themes: Sequence[str]) -> Iterator[Difference]:
    """The clearest first. Nothing is shuffled where nothing stands out far enough."""
    cells = [cell for cell in product(groups, themes) if _is_comparable(room, *cell)]
    found = {cell: _z(room, *cell, room.here(*cell).count) for cell in cells}
    standing_out = [cell for cell in cells if found[cell] >= Z]
    if not standing_out:
        return
    by_chance = _largest_by_chance(room, cells)
    for cell in sorted(standing_out, key=lambda cell: -found[cell]):
        p = permutation_p(found[cell], by_chance)
        if p < P:
            group, theme = cell
            here, others = room.here(*cell), room.others(*cell)
            yield Difference(theme, group, here, others, found[cell], p)


def _is_comparable(room: Room, group: str, theme: str) -> bool:
    """Whether there are others to compare with, and some but not all raised the theme."""
    total = len(room.speakers)
    return 0 < room.of_group[group] < total and 0 < room.of_theme[theme] < total


def _z(room: Room, group: str, theme: str, count: int) -> float:
    """How far a group would stand out if so many of those who raised a theme were its voices."""
    here, total, raised = room.of_group[group], len(room.speakers), room.of_theme[theme]
    prior = PRIOR * raised / total
    return log_odds(count, here, raised - count, total - here, prior, PRIOR).z


def _largest_by_chance(room: Room, cells: Sequence[Cell]) -> list[float]:
    """The largest z of the whole table, each time the groups are dealt out anew to the speakers.

    The largest, because we look at every cell and tell of those that stand out: one p for each
    would find a difference in many a room that has none.
    """
    z = cache(partial(_z, room))  # a shuffle changes only who raised a theme, not how many
    groups, themes = (sorted(set(ids)) for ids in zip(*cells, strict=True))
    places = [(groups.index(group), themes.index(theme)) for group, theme in cells]
    raised = np.array([[theme in one.themes for theme in themes] for one in room.speakers], float)

    def largest(labels: NDArray[np.int_]) -> float:
        members = (labels == np.arange(len(groups))[:, None]).astype(float)
        counts = (members @ raised).astype(int).tolist()
        return max(
            z(*cell, counts[row][column]) for cell, (row, column) in zip(cells, places, strict=True)
        )

    number = {group: place for place, group in enumerate(groups)}
    return shuffled([number.get(one.group, len(groups)) for one in room.speakers], largest)
