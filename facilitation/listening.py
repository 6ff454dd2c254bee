"""A connection to PostgreSQL that gives up on a server that says nothing any more.

One that hangs is neither gone nor cut off for those who only watch the line: its kernel goes on
acknowledging what comes, and no timeout of the network ends the wait.
"""

from time import monotonic
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen

SILENT_SECONDS = 8  # longer than whoever waits for a row of somebody else's
CHECK_SECONDS = 3  # the same where only whether it is there was asked


class Silence(psycopg.OperationalError):
    """The server holds the line and says nothing."""


class Listening(psycopg.Connection[dict[str, Any]]):
    """Closed after its patience, which makes a pool take another."""

    patience: float = SILENT_SECONDS  # between two signs of life; `inf` where it may take long

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        return super().wait(self._while_heard(gen), interval, timeout)

    def _while_heard(self, gen: PQGen[RV]) -> PQGen[RV]:
        """Passes all on; `ready` is nothing at each interval in which nothing came."""
        heard = monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready:
                    heard = monotonic()
                elif monotonic() - heard > self.patience:
                    self.close()
                    raise Silence
                wanted = gen.send(ready)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]

    def check(self) -> None:
        """Raises psycopg.Error where nobody answers. Whoever borrows it next has the usual
        patience."""
        self.patience = CHECK_SECONDS
        self.execute("")
        self.patience = SILENT_SECONDS
