"""At which question something was said: by the times at which the moderator stepped.

A chat has the time of somebody's own clock, a transcript the time since the recording began: both
are put onto the run sheet by one shift, which is proposed here and settled by a person.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from facilitation.model import Session

HALF_HOUR = 1_800
DAY = 86_400
EARLY = 3_600  # seconds before the first step: people say good morning


@dataclass(frozen=True, slots=True)
class RunSheet:
    """The steps as they were taken, in seconds since `midnight`, the first in UTC."""

    starts: tuple[int, ...]
    parts: tuple[str, ...]
    first_question: str
    midnight: datetime | None = None

    @classmethod
    def of(cls, session: Session, steps: Sequence[tuple[str, datetime]]) -> "RunSheet":
        questions = [part.id for part in session.plan.parts if part.takes_contributions]
        first = questions[0] if questions else session.plan.parts[0].id
        if not steps:
            return cls((), (), first)
        midnight = steps[0][1].replace(hour=0, minute=0, second=0, microsecond=0)
        starts = tuple(int((at - midnight) / timedelta(seconds=1)) for _, at in steps)
        return cls(starts, tuple(_questions(session, steps)), first, midnight)

    def part_at(self, second: int) -> str:
        """The question on the table; the first one before there was any."""
        place = bisect_right(self.starts, second) - 1
        return self.parts[place] if place >= 0 and self.parts[place] else self.first_question

    def moment_of(self, second: int) -> datetime | None:
        """When that was; None where there is no step to go by, or long before the first."""
        if self.midnight is None or second < self.starts[0] - EARLY:
            return None
        return self.midnight + timedelta(seconds=second)

    def shift_for(self, seconds: Sequence[int]) -> int:
        """What to add to a clock so that most of what it timed falls into the session: whole half
        hours within a day, the smallest of the best."""
        if not self.starts or not seconds:
            return 0
        first, last, ordered = self.starts[0], self.starts[-1] + 3_600, sorted(seconds)

        def falling_in(shift: int) -> int:
            return bisect_right(ordered, last - shift) - bisect_left(ordered, first - shift)

        return max(sorted(range(-DAY, DAY + 1, HALF_HOUR), key=abs), key=falling_in)


def _questions(session: Session, steps: Sequence[tuple[str, datetime]]) -> list[str]:
    """For each step the question it is at, or the one before: what is said late belongs to it."""
    at, found = "", []
    for part_id, _ in steps:
        if session.part_of(part_id).takes_contributions:
            at = part_id
        found.append(at)
    return found
