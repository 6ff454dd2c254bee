"""Whether a translation may say the contrary of its original.

Nothing here understands a sentence. It compares the cues of the two texts (`stances.py`) and looks
for what a turned sentence leaves behind: a no too many or too few, a side of an axis that became
the other, a negative prefix, two actors that changed places.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import regex

from facilitation.folding import words_of
from facilitation.model import Language
from facilitation.stances import ACTOR, Cue, Reading, read

DENYING = ("ever", "still")  # always and never, still and no longer: one side is a denial itself
CONDITION = "condition"  # if and unless: unless you ask, if you do not ask
# Axes whose first side is welcome and whose second is not, so that one can stand for another.
VALUED = frozenset(
    {
        "alliance", "clarity", "create", "duty", "efficacy", "enough", "freedom", "gain", "good",
        "honesty", "improve", "inclusion", "mood", "peace", "permission", "presence",
        "protection", "reward", "stance", "strength", "success", "together", "trust", "word",
    }
)  # fmt: skip
ANYWHERE = frozenset({"without", "sin", "sans"})  # begins a clause that may come first or last
FAR = 0.4  # of a sentence's length; a free translation moves its no by less


@dataclass(frozen=True, slots=True)
class Inversion:
    """`kind`: negation, negation_moved, stance or actors; with the words of both texts."""

    kind: str
    original: str
    translation: str


_PREFIXES: Mapping[Language, tuple[str, ...]] = {
    "en": ("un", "in", "im", "ir", "il", "dis", "non", "de"),
    "es": ("in", "im", "ir", "i", "des", "dis", "anti"),
    "fr": ("in", "im", "ir", "il", "des", "dis", "non", "mal", "de"),
}
# What stands between the parts of a compound or a list.
_LINKS: frozenset[str] = frozenset(
    word.folded
    for word in words_of(
        "a al and avec between by con d de del des du e el en entre et for from in l la las le les "
        "los o of on or ou par para pour s sur sus the their to u un una une with y"
    )
)


def find_inversion(
    original: str, source: Language, text: str, target: Language
) -> Inversion | None:
    """The first sign that `text` says the contrary; for languages with word lists.

    Negation and sides are read together: what is not allowed is forbidden.
    """
    ours, theirs = read(original, source), read(text, target)
    for axis in DENYING:
        if reversed_ := _turned(ours.on(axis), theirs.on(axis)):
            return Inversion("stance", *reversed_)
    flips = [
        flip
        for axis in ours.axes()
        if axis not in (*DENYING, CONDITION) and (flip := _turned(ours.on(axis), theirs.on(axis)))
    ]
    flips = list(dict.fromkeys(flips + _prefixed(original, source, text, target)))
    change = len(theirs.denials) - len(ours.denials)
    if len(flips) == 1 and abs(change) == 1:
        return None
    if ours.noes == theirs.noes and (
        reversed_ := _turned(ours.on(CONDITION), theirs.on(CONDITION))
    ):
        flips.append(reversed_)
    if flips:
        return Inversion("stance", *flips[0])
    return (
        _negated(ours, theirs, change)
        or _soured(ours, theirs, change)
        or _moved(original, text, ours, theirs)
        or _swapped(original, text, ours, theirs)
    )


def _turned(ours: list[tuple[int, str]], theirs: list[tuple[int, str]]) -> tuple[str, str] | None:
    """A word of each text that stand on opposite sides, when one side lost what the other won."""
    before, after = [side for side, _ in ours], [side for side, _ in theirs]
    for side in (0, 1):
        lost = after.count(side) < before.count(side)
        if lost and after.count(1 - side) > before.count(1 - side):
            return _said(ours, side), _said(theirs, 1 - side)
    if sorted(before) == sorted(after) and before != after:
        return ours[0][1], theirs[0][1]
    return None


def _said(cues: list[tuple[int, str]], wanted: int) -> str:
    return next(words for side, words in cues if side == wanted)


def _prefixed(
    original: str, source: Language, text: str, target: Language
) -> list[tuple[str, str]]:
    """Words that two languages share, in one text with a negative prefix (stable, inestable)."""
    ours = {word.folded for word in words_of(original)}
    theirs = {word.folded for word in words_of(text)}
    gained = _negatives(theirs, target, ours, source)
    lost = _negatives(ours, source, theirs, target)
    return gained + [(there, here) for here, there in lost]


def _negatives(
    negatives: set[str], language: Language, plains: set[str], other: Language
) -> list[tuple[str, str]]:
    """Pairs (plain, negative) where only one text has the plain word and only one the negative."""
    found = []
    for word in sorted(negatives):
        for prefix in _PREFIXES[language]:
            root = word.removeprefix(prefix)[:5]
            is_negative = (
                word.startswith(prefix) and len(root) == 5 and not word.startswith("inhab")
            )
            if not is_negative or _has(negatives, root):
                continue
            if any(_has(plains, p + root[:4]) for p in _PREFIXES[other]):
                continue
            found += [(plain, word) for plain in plains if plain.startswith(root)][:1]
    return found


def _has(words: set[str], beginning: str) -> bool:
    return any(word.startswith(beginning) for word in words)


def _negated(ours: Reading, theirs: Reading, change: int) -> Inversion | None:
    """More or fewer denials than softer words (lack of, refuse to) can account for."""
    excused = len(ours.soft + ours.weak) - len(theirs.soft + theirs.weak)
    if not (change > max(0, excused) or -change > max(0, -excused)):
        return None
    return Inversion("negation", _words(ours.denials), _words(theirs.denials))


def _soured(ours: Reading, theirs: Reading, change: int) -> Inversion | None:
    """Without a denial more or less: the unwelcome words are all on one side, or outweigh there."""
    (good, bad), (better, worse) = _values(ours), _values(theirs)
    turned = (better < good and worse > bad) or (better > good and worse < bad)
    here, there = ours.denials + ours.soft, theirs.denials + theirs.soft
    vanished = (here and not there + theirs.weak) or (there and not here + ours.weak)
    if not vanished and (change or not turned):
        return None
    return Inversion("stance", _words(here or _valued(ours)), _words(there or _valued(theirs)))


def _valued(reading: Reading) -> tuple[Cue, ...]:
    return tuple(cue for cue in reading.sided if any(axis in VALUED for axis, _ in cue.roles))


def _values(reading: Reading) -> tuple[int, int]:
    """How many cues are welcome, and how many are not."""
    signs = [{side for axis, side in cue.roles if axis in VALUED} for cue in reading.sided]
    return sum(sign == {0} for sign in signs), sum(1 in sign for sign in signs)


def _moved(original: str, text: str, ours: Reading, theirs: Reading) -> Inversion | None:
    if len(ours.soft + ours.weak) != len(theirs.soft + theirs.weak):
        return None
    for here, there in zip(ours.denials, theirs.denials, strict=False):
        if {here.words.lower(), there.words.lower()} & ANYWHERE:
            continue
        if abs(here.start / len(original) - there.start / len(text)) > FAR:
            return Inversion("negation_moved", _around(original, here), _around(text, there))
    return None


def _around(text: str, cue: Cue) -> str:
    following = regex.compile(r"\S*(?:\s+\S+){0,3}").match(text, cue.start)
    return following[0] if following else cue.words


def _swapped(original: str, text: str, ours: Reading, theirs: Reading) -> Inversion | None:
    """Two actors, each named once in both texts, in the other order; compounds are left alone."""
    here, there = _named_once(ours), _named_once(theirs)
    for first, second in combinations([actor for actor in here if actor in there], 2):
        if there[first].start < there[second].start:
            continue
        if _linked(original, here[first], here[second]):
            continue
        if _linked(text, there[second], there[first]):
            continue
        return Inversion(
            "actors",
            _words((here[first], here[second])),
            _words((there[second], there[first])),
        )
    return None


def _named_once(reading: Reading) -> dict[int, Cue]:
    numbers = [number for cue in reading.actors for axis, number in cue.roles if axis == ACTOR]
    return {
        number: cue
        for cue in reading.actors
        for axis, number in cue.roles
        if axis == ACTOR and numbers.count(number) == 1
    }


def _linked(text: str, first: Cue, second: Cue) -> bool:
    """Side by side or joined by small words: a compound or a list, where order says little."""
    between = words_of(text[first.end : second.start])
    if text[first.end : first.end + 1] == "-":
        return True  # women-led cooperatives
    return len(between) <= 4 and all(word.folded in _LINKS for word in between)


def _words(cues: tuple[Cue, ...]) -> str:
    return ", ".join(cue.words for cue in cues) or "–"
