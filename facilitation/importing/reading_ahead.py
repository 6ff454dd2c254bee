"""What was said, read while a person looks through it, so that bringing it in need not wait."""

from contextlib import suppress
from dataclasses import replace
from threading import Event, Thread
from time import monotonic

from facilitation.errors import FacilitationError
from facilitation.importing.drafts import Draft
from facilitation.importing.prepared import STEP, Found, prepare
from facilitation.model import Session
from facilitation.store import Store

MOST = 10_000  # remarks read ahead: for a person who goes away without a word, the work ends


class _Over(Exception):
    """Nobody waits for the rest any more."""


class ReadingAhead:
    """Reads the remarks of a draft half of the time, so that those who speak meanwhile are served.

    What it finds is good for whoever brings them in; a remark that is changed is read again there.
    """

    def __init__(self, store: Store, session: Session, draft: Draft) -> None:
        self._found: Found = {}
        self._is_over = Event()
        some = replace(draft, remarks=draft.remarks[:MOST])
        self._thread = Thread(
            target=self._read, args=(store, session, some), name="reading-ahead", daemon=True
        )
        self._thread.start()

    @staticmethod
    def is_worth_it(draft: Draft) -> bool:
        """Whether there is enough to read for anybody to wait for it."""
        return draft.taken > STEP

    def stop(self) -> Found:
        """What was found so far; the reading ends."""
        self._is_over.set()
        self._thread.join()
        return self._found

    def _read(self, store: Store, session: Session, draft: Draft) -> None:
        began = monotonic()

        def rest(_: float) -> None:
            nonlocal began
            if self._is_over.wait(monotonic() - began):
                raise _Over
            began = monotonic()

        # What cannot be read now is told to the person when they bring it in.
        with suppress(_Over, FacilitationError):
            prepare(store, session, draft, rest, self._found)
