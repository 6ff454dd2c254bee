"""What was learned from coded contributions: plain numbers, added up word by word.

bench/learn_weights.py learns them; docs/themes.md says from what and how well they do.
"""

import gzip
import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from facilitation.folding import Word
from facilitation.model import Language

FILE = Path(__file__).resolve().parent.parent / "data" / "weights.json.gz"
PROCEDURE = "procedure"  # the column beside the themes: "can you hear me?" is about none
LETTERS = range(3, 6)  # beginnings, middles and ends of words: what survives a typing slip
MOST_WEAK = 3  # weak cues of a theme counted in one text


WORDS_KEPT = 50_000  # about 20 MB
Steps = Sequence[int]  # one for each column


@dataclass(frozen=True, slots=True)
class Hits:
    """How many words of a text the lexicon knows as strong or weak cues of one theme."""

    strong: int
    weak: int


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature of a text says for each theme, in steps; `columns` are theme ids."""

    version: str
    columns: tuple[str, ...]
    step: float
    bias: tuple[float, ...]
    places: tuple[float, ...]  # how likely a theme has to be, to be suggested first, second, …
    little: frozenset[str]  # stems found everywhere, which explain nothing
    rows: Mapping[str, Steps]
    _words: dict[tuple[str, str, Language], Steps] = field(
        default_factory=dict, compare=False, repr=False
    )  # of words read before: people use the same ones all the time

    def total(self, words: Iterable[Steps], features: Iterable[str]) -> dict[str, float]:
        """What the words and some more features of a text say for each theme, without the bias."""
        known = [*words, *filter(None, map(self.rows.get, features))]
        if not known:
            return dict.fromkeys(self.columns, 0.0)
        return {
            column: self.step * sum(values)
            for column, values in zip(self.columns, zip(*known, strict=True), strict=True)
        }

    def of_word(self, word: Word, stem: str, language: Language) -> Steps:
        """What a single word says for each theme, in steps."""
        key = (word.folded, stem, language)
        if (told := self._words.get(key)) is not None:
            return told
        features = features_of_word(word, stem, language)
        known = list(filter(None, map(self.rows.get, features)))
        told = tuple(map(sum, zip(*known, strict=True))) if known else (0,) * len(self.columns)
        if len(self._words) >= WORDS_KEPT:
            self._words.clear()
        self._words[key] = told
        return told

    def known(self, stems: Iterable[str], language: Language) -> int:
        """How many of the stems were met in that language: a hint at which language it is."""
        return sum(f"{language}:{stem}" in self.rows for stem in stems)


def features_of_word(word: Word, stem: str, language: Language) -> Iterator[str]:
    """What a single word gives: its stem and the letter groups in it."""
    yield f"{language}:{stem}"
    padded = f"^{word.folded}$"
    if len(padded) > max(LETTERS) - 1:
        for size in LETTERS:
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]


def features_of_hits(hits: Mapping[str, Hits]) -> Iterator[str]:
    """What the lexicon found, all words together; a feature may come more than once."""
    for theme, hit in hits.items():
        if hit.strong:
            yield f"+{theme}"
        if hit.strong > 1:
            yield f"++{theme}"
        yield from (f"?{theme}",) * min(hit.weak, MOST_WEAK)
    spread = sum(bool(hit.strong) for theme, hit in hits.items() if theme != PROCEDURE)
    yield from ("#spread",) * spread


def is_procedure(likelihoods: Mapping[str, float]) -> bool:
    """Whether a text is more likely procedure than about anything.

    Half as likely as the best theme is enough: giving procedure a theme is the worse mistake.
    """
    best = max((one for column, one in likelihoods.items() if column != PROCEDURE), default=0.0)
    return likelihoods[PROCEDURE] > 0.5 * best + 0.05


def likelihood(score: float) -> float:
    """A score as a number between 0 and 1 (logistic)."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@lru_cache(maxsize=1)
def learned_weights() -> Weights:
    """The weights that are shipped. `version` is a hash of the file."""
    packed = FILE.read_bytes()
    content = json.loads(gzip.decompress(packed))
    return Weights(
        version=hashlib.sha256(packed).hexdigest()[:12],
        columns=tuple(content["columns"]),
        step=content["step"],
        bias=tuple(content["bias"]),
        places=tuple(content["places"]),
        little=frozenset(content["little"]),
        rows=content["rows"],
    )
