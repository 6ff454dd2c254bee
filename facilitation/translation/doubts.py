"""What makes a machine text doubtful, each with its reason. A doubt asks a person to look; it never
changes a word, and no doubt does not mean right.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

import regex

from facilitation import languages
from facilitation.folding import folded_words
from facilitation.model import Language
from facilitation.translation import stances
from facilitation.translation.inversions import find_inversion
from facilitation.translation.literals import telling_literals, without_literals
from facilitation.translation.numbers import are_swapped, numbers_in, shares, unmatched


class DoubtKind(StrEnum):
    """Why a translation should be looked at."""

    EMPTY = "empty"
    COPY = "copy"
    LANGUAGE = "language"
    NUMBERS = "numbers"
    NEGATION = "negation"
    MOVED = "negation_moved"
    STANCE = "stance"
    ACTORS = "actors"
    LENGTH = "length"
    TRUNCATED = "truncated"
    UNKNOWN = "unknown_words"
    GLOSSARY = "glossary"
    LITERAL = "placeholder"


# For the command line; the screens say the same in the reader's language, by `Doubt.phrase`.
_WHY: Mapping[DoubtKind, str] = {
    DoubtKind.EMPTY: "There is no text.",
    DoubtKind.COPY: "The text, or a sentence of it, was left as in the original.",
    DoubtKind.LANGUAGE: "The text reads as {found}, not as {wanted}.",
    DoubtKind.NUMBERS: "Numbers differ: original {original}; translation {translation}.",
    DoubtKind.NEGATION: "Negation differs: original {original}; translation {translation}.",
    DoubtKind.MOVED: "The negation stands elsewhere: “{original}” and “{translation}”.",
    DoubtKind.ACTORS: "Who does what may be swapped: {original}; translation {translation}.",
    DoubtKind.STANCE: "The sense may be turned round: “{original}” became “{translation}”.",
    DoubtKind.LENGTH: "The translation has {percent} % of the original's length.",
    DoubtKind.TRUNCATED: "The end, or a part, of the original seems to be missing.",
    DoubtKind.UNKNOWN: "Words the engine does not know: {words}.",
    DoubtKind.GLOSSARY: "Terms of the glossary are not rendered as it says: {words}.",
    DoubtKind.LITERAL: "Missing or changed: {words}.",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason to look. `values` fill the phrase, and quote the two texts in parts."""

    kind: DoubtKind
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def phrase(self) -> str:
        return f"doubt.{self.kind}"

    @property
    def why(self) -> str:
        """A plain English sentence."""
        return _WHY[self.kind].format(**self.values)


@dataclass(frozen=True, slots=True)
class Pair:
    """An original and its translation, with what the engine told of its work."""

    original: str
    source: Language
    text: str
    target: Language
    unknown: Sequence[str] = ()
    missed: Sequence[str] = ()


def find_doubts(pair: Pair) -> list[Doubt]:
    """Every doubt about `pair.text`, the gravest first; none for two empty texts."""
    if not pair.original.strip() or pair.source == pair.target:
        return []
    if not pair.text.strip():
        return [Doubt(DoubtKind.EMPTY)]
    return [doubt for look in _LOOKS if (doubt := look(pair)) is not None]


def _copy(pair: Pair) -> Doubt | None:
    ours, theirs = _plain(pair.original), _plain(pair.text)
    if len(ours) > 3 and SequenceMatcher(None, ours, theirs, autojunk=False).ratio() > 0.9:
        return Doubt(DoubtKind.COPY)
    kept = " ".join(theirs)
    sentences = (_plain(sentence) for sentence in _sentences(pair.original))
    is_left = any(len(words) > 4 and " ".join(words) in kept for words in sentences)
    return Doubt(DoubtKind.COPY) if is_left else None


def _language(pair: Pair) -> Doubt | None:
    """Sure of another language, for the whole text or for a long sentence of it."""
    among = tuple(dict.fromkeys((pair.source, pair.target, *_PIVOTS)))
    for part in (pair.text, *_sentences(pair.text)):
        if len(_plain(part)) <= 4:
            continue
        found = languages.detect(part, among)
        if found.language not in (None, pair.target) and found.confidence >= languages.SURE:
            return Doubt(DoubtKind.LANGUAGE, {"found": str(found.language), "wanted": pair.target})
    return None


def _numbers(pair: Pair) -> Doubt | None:
    ours, theirs = numbers_in(pair.original, pair.source), numbers_in(pair.text, pair.target)
    lost, new = unmatched(ours, theirs)
    as_many_shares = shares(pair.original) == shares(pair.text)
    if not lost and not new and as_many_shares and not are_swapped(ours, theirs):
        return None
    said = [n.written for n in ours if n.is_certain], [n.written for n in theirs if n.is_certain]
    if lost or new:
        said = lost, new
    values = {"original": _listed(said[0]), "translation": _listed(said[1])}
    return Doubt(DoubtKind.NUMBERS, values)


def _literals(pair: Pair) -> Doubt | None:
    wanted, found = telling_literals(pair.original), telling_literals(pair.text)
    gone = [literal for literal in wanted if found.count(literal) < wanted.count(literal)]
    return Doubt(DoubtKind.LITERAL, {"words": _listed(gone)}) if gone else None


def _sense(pair: Pair) -> Doubt | None:
    """Sentence by sentence where both texts have as many, so that two changes do not cancel out."""
    if not (stances.knows(pair.source) and stances.knows(pair.target)):
        return None
    ours, theirs = _sentences(pair.original), _sentences(pair.text)
    if len(ours) != len(theirs):
        ours, theirs = [pair.original], [pair.text]
    for original, text in zip(ours, theirs, strict=True):
        found = find_inversion(original, pair.source, text, pair.target)
        if found is not None:
            values = {"original": found.original, "translation": found.translation}
            return Doubt(DoubtKind(found.kind), values)
    return None


def _length(pair: Pair) -> Doubt | None:
    ours, theirs = without_literals(pair.original), without_literals(pair.text)
    count = len(_plain(ours))
    if count <= 5:
        return None
    low, high = (0.6, 1.7) if count > 20 else (0.5, 2.0)  # a few words vary more
    ratio = len(theirs.strip()) / len(ours.strip())
    if low <= ratio <= high:
        return None
    return Doubt(DoubtKind.LENGTH, {"percent": str(round(100 * ratio))})


def _truncated(pair: Pair) -> Doubt | None:
    """Fewer parts in a text that is shorter by about one of them, or an end without its full stop.

    Who puts two sentences into one ends neither text short.
    """
    ours, theirs = pair.original.strip(), pair.text.strip()
    length = len(theirs) / len(ours) / _usual_length(pair.source, pair.target)
    parts = _parts(ours)
    shortest = min(map(len, parts)) / len(ours)
    fewer = len(_parts(theirs)) < len(parts) and length < 1 - max(0.15, 0.75 * shortest)
    is_cut = bool(_CLOSED.search(ours)) and not _CLOSED.search(theirs)
    return Doubt(DoubtKind.TRUNCATED) if fewer or (is_cut and length < 0.85) else None


def _usual_length(source: Language, target: Language) -> float:
    return _LENGTHS.get(target, 1.0) / _LENGTHS.get(source, 1.0)


def _unknown(pair: Pair) -> Doubt | None:
    """Names and acronyms are not translated anyway; a word in lower case should have been."""
    words = [w for w in pair.unknown if w[:1].islower() and len(w) > 1 and w in pair.text]
    return Doubt(DoubtKind.UNKNOWN, {"words": _listed(words)}) if words else None


def _glossary(pair: Pair) -> Doubt | None:
    return Doubt(DoubtKind.GLOSSARY, {"words": _listed(pair.missed)}) if pair.missed else None


_LOOKS: tuple[Callable[[Pair], Doubt | None], ...] = (
    _copy,
    _language,
    _truncated,
    _numbers,
    _sense,
    _length,
    _literals,
    _glossary,
    _unknown,
)

_LENGTHS: Mapping[Language, float] = {"en": 0.92, "es": 1.0, "fr": 1.04}  # of the same said
_PIVOTS = ("en", "es", "fr")  # a text may have stopped half-way, in a third language

_CLOSED = regex.compile(r"[.!?…][\"'»”’)\]]*$")
_SENTENCE_END = regex.compile(r"(?<=[.!?…]['\"»”)]?)\s+(?=[\p{Lu}¿¡«“\"(])|\n+")


_PART_END = regex.compile(r"(?<=[.!?…:;]['\"»”)]?)\s+|\n+")


def _parts(text: str) -> list[str]:
    """Sentences, and what a colon or a semicolon parts of them."""
    return [part for part in _PART_END.split(text) if part.strip()]


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE_END.split(text.strip()) if part.strip()]


def _plain(text: str) -> list[str]:
    return folded_words(without_literals(text))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words)) or "–"
