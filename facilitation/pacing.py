"""How fast one person may go, so that a burst from one slows that one and not the room.

Counted in this process. A venue shares one address, so an address alone is only held to what no
roomful of people reaches.
"""

import math
import time
from functools import cache
from threading import Timer

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from facilitation.errors import TooFast

EACH_PARTICIPANT = (parse("20 per minute"), parse("100 per 10 minutes"))
EACH_ADDRESS = (parse("6000 per minute"),)
REFUSALS = parse("10 per minute")  # that one session's audit trail notes; the rest is noise
PASSCODES = (parse("5 per minute"), parse("30 per hour"))  # tries from one address
WRONG_CODES = parse("60 per minute")  # from one address
SWEEP_SECONDS = 30  # how often what is over is forgotten


class Counts(MemoryStorage):
    """Where it is counted. The library's own forgets what is over by a thread that it starts at
    nearly every count; in a burst of answers those threads cost more than the counting."""

    @property
    def timer(self) -> Timer:
        return self._timer

    @timer.setter
    def timer(self, timer: Timer) -> None:
        timer.interval, timer.daemon = SWEEP_SECONDS, True
        self._timer = timer


class Pace:
    """What has been done lately, by whom."""

    def __init__(self) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(Counts())

    def admit(self, participant_id: str, address: str = "") -> None:
        """Let a participant send something. Raises TooFast with the seconds to wait."""
        for limit in EACH_PARTICIPANT:
            self._count(limit, "participant", participant_id)
        for limit in EACH_ADDRESS if address else ():
            self._count(limit, "address", address)

    def is_guessing(self, address: str) -> bool:
        """Note that a code from this address was wrong; true once that is no longer a slip."""
        return not self._limiter.hit(WRONG_CODES, "code", address)

    def admit_passcode(self, address: str) -> None:
        """Let somebody try a passcode. Raises TooFast."""
        for limit in PASSCODES:
            self._count(limit, "passcode", address)

    def is_worth_noting(self, session_id: str) -> bool:
        """Whether a refusal goes into the audit trail: a flood of them must not fill it."""
        return self._limiter.hit(REFUSALS, "refusal", session_id)

    def _count(self, limit: RateLimitItem, *whom: str) -> None:
        if not self._limiter.hit(limit, *whom):
            reset = self._limiter.get_window_stats(limit, *whom).reset_time
            raise TooFast(seconds=max(1, math.ceil(reset - time.time())))


@cache
def pace() -> Pace:
    """The pace of this process."""
    return Pace()
