"""Whether a translation may say the contrary of its original.

Nothing here understands a sentence. It compares the cues of the two texts (`stances.py`) and looks
for what a turned sentence leaves behind: a no too many or too few, or one that denies something
else (`scopes.py`), a side of an axis that became the other, a negative prefix, two actors that
changed places (`doers.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import regex

from facilitation.folding import folded_words
from facilitation.model import Language
from facilitation.translation.doers import Scene, find_swap
from facilitation.translation.scopes import find_moved_no
from facilitation.translation.stances import CONDITION, Cue, Reading, read

# Always and never, still and no longer, everybody and nobody: one side is a denial itself.
DENYING = ("ever", "still", "everybody")
NEAR_BEFORE, NEAR_AFTER = 3, 0  # words between a no and the word it turns round
_END = regex.compile(r"[.;:!?…\n]")


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


def find_inversion(
    original: str, source: Language, text: str, target: Language
) -> Inversion | None:
    """The first sign that `text` says the contrary; for languages with word lists.

    Negation and sides are read together: what is not allowed is forbidden.
    """
    ours, theirs = read(original, source), read(text, target)
    for axis in DENYING:
        if turned := _turned(ours.on(axis), theirs.on(axis)):
            return _stance(turned)
    flips = [
        flip
        for axis in ours.axes()
        if axis not in (*DENYING, CONDITION) and (flip := _turned(ours.on(axis), theirs.on(axis)))
    ]
    said = dict.fromkeys(
        [_said(flip) for flip in flips] + _prefixed(original, source, text, target)
    )
    change = len(theirs.denials) - len(ours.denials)
    if len(said) == 1 and abs(change) == 1 and _makes_up(flips, original, ours, text, theirs):
        return None
    if ours.noes == theirs.noes and (turned := _turned(ours.on(CONDITION), theirs.on(CONDITION))):
        said[_said(turned)] = None
    if said:
        return Inversion("stance", *next(iter(said)))
    return (
        _negated(ours, theirs, change)
        or _vanished(ours, theirs)
        or _moved(original, text, ours, theirs)
        or _swapped(Scene(original, source, ours), Scene(text, target, theirs))
    )


Flip = tuple[Cue, Cue]  # a word of each text; they stand on opposite sides


def _turned(ours: list[tuple[int, Cue]], theirs: list[tuple[int, Cue]]) -> Flip | None:
    """A word of each text that stand on opposite sides, when one side lost what the other won."""
    before, after = [side for side, _ in ours], [side for side, _ in theirs]
    for side in (0, 1):
        lost = after.count(side) < before.count(side)
        if lost and after.count(1 - side) > before.count(1 - side):
            return _on(ours, side), _on(theirs, 1 - side)
    if sorted(before) == sorted(after) and before != after:
        return ours[0][1], theirs[0][1]
    return None


def _on(cues: list[tuple[int, Cue]], wanted: int) -> Cue:
    return next(cue for side, cue in cues if side == wanted)


def _said(flip: Flip) -> tuple[str, str]:
    return flip[0].words, flip[1].words


def _stance(flip: Flip) -> Inversion:
    return Inversion("stance", *_said(flip))


def _makes_up(flips: list[Flip], original: str, ours: Reading, text: str, theirs: Reading) -> bool:
    """Whether the no that one text has more stands by the word that was turned: not allowed,
    forbidden. A no about something else makes up for nothing.
    """
    if not flips:
        return True
    here, there = flips[0]
    if len(ours.denials) > len(theirs.denials):
        return _is_denied(here, original, ours)
    return _is_denied(there, text, theirs)


def _is_denied(cue: Cue, text: str, reading: Reading) -> bool:
    for denial in reading.denials:
        first, last = sorted((denial, cue), key=lambda one: one.start)
        between = text[first.end : last.start]
        words = len(folded_words(between))
        is_near = words <= (NEAR_BEFORE if first is denial else NEAR_AFTER)
        if is_near and not _END.search(between):
            return True
    return False


def _prefixed(
    original: str, source: Language, text: str, target: Language
) -> list[tuple[str, str]]:
    """Words that two languages share, in one text with a negative prefix (stable, inestable)."""
    ours = set(folded_words(original))
    theirs = set(folded_words(text))
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
    doubled = theirs.doubles - ours.doubles
    if doubled * change > 0 and doubled * excused < 0:
        change -= doubled  # no lack of: two that cancel out
    is_unexcused = change > max(0, excused) or -change > max(0, -excused)
    if not is_unexcused or change == ours.joined - theirs.joined:
        return None
    return Inversion("negation", _words(ours.denials), _words(theirs.denials))


def _vanished(ours: Reading, theirs: Reading) -> Inversion | None:
    """All that says no in one text, in whatever words, and nothing of the kind in the other."""
    here, there = ours.denials + ours.soft, theirs.denials + theirs.soft
    if (here and not there + theirs.weak) or (there and not here + ours.weak):
        return Inversion("stance", _words(here), _words(there))
    return None


def _moved(original: str, text: str, ours: Reading, theirs: Reading) -> Inversion | None:
    moved = find_moved_no(original, ours, text, theirs)
    if moved is None or len(ours.denials) != len(theirs.denials):
        return None
    here, there = moved
    return Inversion("negation_moved", _around(original, here), _around(text, there))


def _around(text: str, cue: Cue) -> str:
    following = regex.compile(r"\S*(?:\s+\S+){0,3}").match(text, cue.start)
    return following[0] if following else cue.words


def _swapped(ours: Scene, theirs: Scene) -> Inversion | None:
    swap = find_swap(ours, theirs)
    if swap is None:
        return None
    return Inversion("actors", _words(swap.original), _words(swap.translation))


def _words(cues: tuple[Cue, ...]) -> str:
    return ", ".join(cue.words for cue in cues) or "–"
