"""What takes long to work out is kept, and worked out anew only as often as the machine can bear.

The result of one revision serves until the next; where working it out took long, also for a while
after that, so that a large session never spends more than a twentieth of its time on it.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

PATIENCE = 20  # times as long as it took
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Result(Generic[T]):
    value: T
    revision: int
    took: float  # seconds
    at: float


class Reckoned(Generic[T]):
    """The last result for each key."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._results: dict[Hashable, _Result[T]] = {}
        self._lock = Lock()

    def get(self, key: Hashable, revision: int, work: Callable[[], T]) -> T:
        """The result as of `revision`, or one from shortly before."""
        with self._lock:  # one at a time: two that work it out at once take twice as long
            kept = self._results.get(key)
            began = self._clock()
            if kept and (kept.revision == revision or began < kept.at + PATIENCE * kept.took):
                return kept.value
            value = work()
            ended = self._clock()
            self._results[key] = _Result(value, revision, ended - began, ended)
            return value
