"""What a no denies: not this but that, against this and not that.

The two texts are held together by words that look alike in both (political, político, politique)
and by the actors they name. Where one of them was denied and no longer is, and another one the
other way about, the no has moved.
"""

from collections.abc import Iterator

import regex

from facilitation.folding import words_of
from facilitation.translation.stances import ACTOR, CONDITION, WITHOUT, Cue, Reading

_END = regex.compile(r"[,.;:!?…()\n–—]|\b(?:but|pero|sino|mais|y|and|et)\b", regex.IGNORECASE)
ALIKE = 5  # first letters
_NE = regex.compile(r"\bn(?:e\s|['’])[^.,;:!?]{0,40}$", regex.IGNORECASE)

Anchor = str | int  # the beginning of a word, or the number of an actor


def find_moved_no(
    original: str, ours: Reading, text: str, theirs: Reading
) -> tuple[Cue, Cue] | None:
    """The denials whose scopes changed places, if two did."""
    here, there = _anchors(original, ours), _anchors(text, theirs)
    shared = here.keys() & there.keys()
    was = {one: cue for one in shared if (cue := _denied(original, ours, here[one]))}
    is_now = {one: cue for one in shared if (cue := _denied(text, theirs, there[one]))}
    freed, caught = sorted(was.keys() - is_now, key=str), sorted(is_now.keys() - was, key=str)
    if freed and caught:
        return was[freed[0]], is_now[caught[0]]
    if len(ours.denials) == len(theirs.denials) == 1:
        first, second = ours.denials[0], theirs.denials[0]
        is_apart = any(_are_apart(text, there[one], second) for one in freed) or any(
            _are_apart(original, here[one], first) for one in caught
        )
        if is_apart and not _may_be_anywhere(ours) and not _may_be_anywhere(theirs):
            return first, second
    return None


def _are_apart(text: str, at: int, denial: Cue) -> bool:
    return bool(_END.search(text, min(at, denial.end), max(at, denial.start)))


def _may_be_anywhere(reading: Reading) -> bool:
    """Whether its no belongs to a condition, which may come first or last."""
    words = {cue.words.lower() for cue in reading.denials}
    return bool(words & WITHOUT or reading.on(CONDITION))


def _anchors(text: str, reading: Reading) -> dict[Anchor, int]:
    """Where each thing stands that is named once."""
    found = [*_alike(text), *_actors(reading)]
    named = [anchor for anchor, _ in found]
    return {anchor: start for anchor, start in found if named.count(anchor) == 1}


def _alike(text: str) -> Iterator[tuple[Anchor, int]]:
    for word in words_of(text):
        if len(word.folded) >= ALIKE and word.folded.isalpha():
            yield _spelt_alike(word.folded)[:ALIKE], word.start


def _spelt_alike(word: str) -> str:
    """Without what one language writes and another does not (technique, técnico)."""
    plain = regex.sub(r"ph", "f", regex.sub(r"(?<=[ct])h", "", word))
    return str(regex.sub(r"(.)\1", r"\1", plain.replace("y", "i")))


def _actors(reading: Reading) -> Iterator[tuple[Anchor, int]]:
    for cue in reading.actors:
        for axis, number in cue.roles:
            if axis == ACTOR:
                yield number, cue.start


def _denied(text: str, reading: Reading, at: int) -> Cue | None:
    """The no in whose scope a word stands: after it, or after its ne, in one breath."""
    for cue in reading.denials:
        first_part = _NE.search(text, 0, cue.start)
        start = first_part.end() if first_part else cue.end
        if start <= at and not _END.search(text, start, at):
            return cue
    return None
