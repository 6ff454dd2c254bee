"""Whether a database takes writes: a full disk, or a file that somebody holds, can be read as ever
and only tells those who write."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic

from facilitation.errors import Unreachable

TELLING_SECONDS = 60.0  # between two lines of the log

log = logging.getLogger(__name__)


class Writes:
    """What became of the writes of one engine."""

    def __init__(self) -> None:
        self.are_failing = False
        self._told_at = -TELLING_SECONDS

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Keep that a write failed. That others come through says little: they may be smaller."""
        try:
            yield
        except Unreachable as problem:
            self.are_failing = True
            if monotonic() - self._told_at >= TELLING_SECONDS:
                self._told_at = monotonic()
                cause = problem.__cause__  # its message may quote: its name does not
                what = getattr(cause, "sqlite_errorname", type(cause).__name__)
                log.error("The record takes no writes: %s", what)
            raise

    def work(self, attempt: Callable[[], object]) -> bool:
        """Whether none failed; if one did, whether a large one comes through now."""
        if self.are_failing:
            with suppress(Unreachable):
                attempt()
                self.are_failing = False
        return not self.are_failing
