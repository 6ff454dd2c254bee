"""The marks of a session, following the record by revisions, for whatever counts them.

A process reads the record once for each session and axis, without the words; from then on only
what changed. Whatever counts (see `patterns`) is told of each change: one more contribution costs
as much at 10 as at 10,000.
"""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Protocol, TypeVar
from weakref import WeakKeyDictionary

from facilitation.confidentiality import NOT_SHOWN, Veil, veil_of_room
from facilitation.marks import Mark, Scope
from facilitation.model import Axis, Session
from facilitation.store import Store

FOLLOWERS = 48  # counts kept up to date for one session and axis; the least looked at go first


class Follower(Protocol):
    """What counts marks."""

    def take(self, before: Mark | None, after: Mark | None) -> None:
        """A contribution counts as `after` now, and no longer as `before`."""


Counted = TypeVar("Counted", bound=Follower)


class Marks:
    """The marks of one session on one axis, as of `revision`, and those who count them."""

    def __init__(self, axis: Axis) -> None:
        self.axis = axis
        self.revision = -1
        self.minutes: Counter[int] = Counter()  # in which anything was received
        self._marks: dict[str, Mark] = {}
        self._into: dict[str, str] = {}  # merged -> the one it counts with
        self._merged: dict[str, dict[str, Mark]] = defaultdict(dict)
        self._groups: dict[str, str | None] = {}
        self._veil = Veil()
        self._followers: OrderedDict[Hashable, Follower] = OrderedDict()
        self._lock = RLock()

    @contextmanager
    def held(self, store: Store, session: Session) -> Iterator["Marks"]:
        """Up to date with the session, and still to the end of the block."""
        with self._lock:
            self._catch_up(store, session)
            yield self

    def _catch_up(self, store: Store, session: Session) -> None:
        groups = {actor.id: actor.group for actor in session.plan.actors}
        veil = veil_of_room(store, session)
        if (groups, veil) != (self._groups, self._veil):
            # an organiser moved a kind of actor to another group, or other kinds may be told
            self._groups, self._veil, self.revision = groups, veil, -1
        if self.revision < session.revision:
            if self._marks and store.has_lost_rows(session.id, self.revision):
                self._start_again()
            for mark in store.marks(session.id, self.axis, self.revision):
                self.take(mark)
                self.revision = max(self.revision, mark.revision)
            self.revision = max(self.revision, session.revision)

    def _start_again(self) -> None:
        for kept in (self._marks, self._into, self._merged, self.minutes, self._followers):
            kept.clear()
        self.revision = -1

    def take(self, mark: Mark) -> None:
        """Count a contribution as it now stands, in the place of how it stood before. What it is
        not told of it by kind counts in a column of its own, so that no cell says or opens more."""
        if self._veil.hides(mark.actor_id, mark.part_id):
            mark = mark._replace(actor_id=NOT_SHOWN, group_id=NOT_SHOWN)
        if mark.id in self._into:
            self._merged[self._into.pop(mark.id)].pop(mark.id)
        if mark.into is not None:
            self._into[mark.id] = mark.into
            self._merged[mark.into][mark.id] = mark
            self._count(mark.id, _counted_with(mark, self._marks.get(mark.into)))
            return
        self._count(mark.id, mark if mark.is_counted else None)
        for merged in self._merged[mark.id].values() if mark.id in self._merged else ():
            self._count(merged.id, _counted_with(merged, self._marks.get(mark.id)))

    def _count(self, id_: str, after: Mark | None) -> None:
        before = self._marks.pop(id_, None)
        if before is not None:
            self.minutes[before.minute] -= 1
            if not self.minutes[before.minute]:
                del self.minutes[before.minute]
        if after is not None:
            self._marks[id_] = after
            self.minutes[after.minute] += 1
        for follower in self._followers.values():
            follower.take(before, after)

    def followed(self, key: Hashable, make: Callable[[], Counted]) -> Counted:
        """Who counts under this key: kept, or made and told of all there is."""
        follower = self._followers.get(key)
        if follower is None:
            follower = self._followers[key] = make()
            for mark in self._marks.values():
                follower.take(None, mark)
            if len(self._followers) > FOLLOWERS:
                self._followers.popitem(last=False)
        self._followers.move_to_end(key)
        return follower  # type: ignore[return-value]  # a key always stands for one kind

    def of(self, scope: Scope) -> list[Mark]:
        """All that a scope takes, in the order of the last change of each."""
        return [mark for mark in self._marks.values() if scope.takes(mark)]

    def newest(self, takes: Callable[[Mark], bool], limit: int) -> list[Mark]:
        """The marks changed last among those that are asked for, at most `limit` of them."""
        found: list[Mark] = []
        for mark in reversed(self._marks.values()):
            if takes(mark):
                found.append(mark)
                if len(found) == limit:
                    break
        return found


def _counted_with(mark: Mark, into: Mark | None) -> Mark | None:
    """Merged, a voice counts for what the other contribution is about, and there."""
    if into is None:
        return None
    checked = into.is_checked
    return mark._replace(
        part_id=into.part_id, codes=into.codes, is_checked=checked, is_counted=True
    )


_all: WeakKeyDictionary[Store, dict[tuple[str, Axis], Marks]] = WeakKeyDictionary()
_making = RLock()


def marks_of(store: Store, session: Session, axis: Axis) -> Marks:
    """The marks of a session, kept for as long as its store is open; see `held`."""
    with _making:
        return _all.setdefault(store, {}).setdefault((session.id, axis), Marks(axis))
