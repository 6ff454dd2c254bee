"""Whether two entries of two chats are one: a message before and after an edit, or one reaction in
the words of two clients.

Texts are as alike as difflib finds them, without its cost: what both begin and end with is no
work, what cannot be alike is left early, and all comparisons together have a budget.
"""

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

from facilitation.intake.chat_clients import EntryKind
from facilitation.intake.zoom_chat import Entry

LIKENESS = 0.6
_COMPARED = 200  # characters of what differs stand for all of it: likeness costs their square
_PIECE = 20  # characters that difflib, too, would find to be the same first
_SHORT = 8  # characters of a quotation that no client cuts
_FOR_ONE, _FOR_PART = 100, 20  # steps that a comparison, and each part of it, takes at least


@dataclass(slots=True)
class Budget:
    """The steps that are left for comparing texts: a million take about a tenth of a second."""

    steps: int = 4_000_000

    def pays(self, steps: int) -> bool:
        """Whether so many were left; if not, nothing is left for later ones either."""
        is_enough = steps <= self.steps
        self.steps = self.steps - steps if is_enough else 0
        return is_enough


def likeness(one: Entry, other: Entry, budget: Budget) -> float:
    """From 0 to 1, for entries of one author and one kind. 0.0 when the budget is spent, and for
    some that are less alike than `LIKENESS`."""
    if one.kind is EntryKind.REACTION:
        return float(_quote_the_same(quotation(one), quotation(other)))
    whole = len(one.text) + len(other.text)
    if not whole or not budget.pays(_FOR_ONE + whole // _FOR_ONE):
        return 0.0
    first, second = one.text, other.text
    if 2 * min(len(first), len(second)) < LIKENESS * whole:
        return 0.0
    start = _common_start(first, second)
    first, second = first[start:], second[start:]
    end = _common_start(first[::-1], second[::-1])
    first, second = first[: len(first) - end], second[: len(second) - end]
    differing = min(len(first), len(second))
    if not differing:
        return 2 * (start + end) / whole
    least = (LIKENESS * whole / 2 - start - end) / differing
    share = _share(first[:_COMPARED], second[:_COMPARED], least, budget)
    return 2 * (start + end + share * differing) / whole


def quotation(entry: Entry) -> str:
    """The quoted beginning, without what clients differ in."""
    return " ".join(entry.quoted.split()).casefold()


def _quote_the_same(one: str, other: str) -> bool:
    """Clients cut a quotation at different lengths, sometimes through a character."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) <= _SHORT:
        return shorter == longer
    return longer.startswith(shorter[:-2])


def _common_start(one: str, other: str) -> int:
    """How many characters both begin with, if it is a good piece of them; by halves, for slices are
    compared at once."""
    if one[:_PIECE] != other[:_PIECE]:
        return 0
    known, most = 0, min(len(one), len(other))
    while known < most:
        middle = (known + most + 1) // 2
        if one[known:middle] == other[known:middle]:
            known = middle
        else:
            most = middle - 1
    return known


def _share(one: str, other: str, least: float, budget: Budget) -> float:
    """How much of the shorter text is in the other, in order; 0.0 when it is less than `least`.

    As SequenceMatcher.ratio has it: the longest piece in both, then the same left and right of it.
    """
    shorter = min(len(one), len(other))
    if not budget.pays(len(one) + len(other)):
        return 0.0
    signs = Counter(other)
    if (Counter(one) & signs).total() < least * shorter:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    steps = list(accumulate((1 + signs[sign] for sign in one), initial=0))
    found, possible = 0, shorter
    parts = [(0, len(one), 0, len(other))]
    while parts:
        low, high, left, right = parts.pop()
        if not budget.pays(_FOR_PART + steps[high] - steps[low]):
            return 0.0
        at, there, size = matcher.find_longest_match(low, high, left, right)
        sides = ((low, at, left, there), (at + size, high, there + size, right))
        rest = [min(side[1] - side[0], side[3] - side[2]) if size else 0 for side in sides]
        found += size
        possible += size + sum(rest) - min(high - low, right - left)
        if possible < least * shorter:
            return 0.0
        parts += [side for side, most in zip(sides, rest, strict=True) if most]
    return found / shorter
