"""Expressions that speak for a theme, and finding them in a text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from facilitation.codebook import Cues
from facilitation.folding import Word, stem, words_of
from facilitation.model import Language

STRONG, WEAK = 1.0, 0.5

IGNORED = "ignored"  # expressions taken out before anything is matched
PROCEDURE = "procedure"  # "can you hear me?": the more of it, the less a theme is likely


@dataclass(frozen=True, slots=True)
class Cue:
    """An expression that speaks for a theme. Its parts are stems, or beginnings (ending in *)."""

    theme: str
    weight: float
    parts: tuple[str, ...]
    is_own: bool = False  # brought by the session's codebook, not shipped


@dataclass(frozen=True, slots=True)
class Match:
    """A cue found in a text: the words from number `first` up to, not including, `last`."""

    cue: Cue
    first: int
    last: int


class Matcher:
    """The cues of one language, found in a text in one pass over its words."""

    def __init__(self, language: Language, cues: Iterable[Cue]) -> None:
        self.language = language
        self._by_stem: dict[str, list[Cue]] = {}
        self._by_beginning: dict[str, list[Cue]] = {}
        for cue in cues:
            first = cue.parts[0]
            index = self._by_beginning if first.endswith("*") else self._by_stem
            index.setdefault(first.rstrip("*"), []).append(cue)
        self._longest = max(map(len, self._by_beginning), default=0)

    def matches(self, words: Sequence[Word]) -> list[Match]:
        """The cues in `words`. A longer expression silences the shorter ones inside it."""
        stems = [stem(word.folded, self.language) for word in words]
        found = [
            Match(cue, at, at + len(cue.parts))
            for at, word in enumerate(words)
            for cue in self._candidates(word.folded, stems[at])
            if self._continues(cue, words, stems, at)
        ]
        return _without_covered(found, len(words))

    def _candidates(self, folded: str, stemmed: str) -> Iterator[Cue]:
        yield from self._by_stem.get(stemmed, ())
        for length in range(2, min(len(folded), self._longest) + 1):
            yield from self._by_beginning.get(folded[:length], ())

    @staticmethod
    def _continues(cue: Cue, words: Sequence[Word], stems: Sequence[str], at: int) -> bool:
        if at + len(cue.parts) > len(words):
            return False
        return all(
            words[at + n].folded.startswith(part[:-1])
            if part.endswith("*")
            else stems[at + n] == part
            for n, part in enumerate(cue.parts[1:], 1)
        )


def _without_covered(found: list[Match], length: int) -> list[Match]:
    """The matches of which no word belongs to a longer one, and none that is to be ignored."""
    longest = [0] * length
    for match in found:
        for at in range(match.first, match.last):
            longest[at] = max(longest[at], match.last - match.first)
    return [
        match
        for match in found
        if match.cue.theme != IGNORED
        and max(longest[match.first : match.last]) == match.last - match.first
    ]


def read_cues(theme: str, cues: Cues, language: Language, is_own: bool = False) -> Iterator[Cue]:
    """The cues as they are matched: folded, stemmed, parted into words."""
    for weight, written in ((STRONG, cues.strong), (WEAK, cues.weak)):
        for expression in written:
            parts = tuple(_parts(expression, language))
            if parts:
                yield Cue(theme, weight, parts, is_own)


def _parts(expression: str, language: Language) -> Iterator[str]:
    for part in expression.split():
        *most, last = [word.folded for word in words_of(part)] or [""]
        yield from (stem(word, language) for word in most)
        if last:
            yield f"{last}*" if part.endswith("*") else stem(last, language)
