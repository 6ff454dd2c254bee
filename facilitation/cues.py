"""Expressions that speak for a theme, and finding them in a text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from facilitation.codebook import Cues
from facilitation.folding import Word, folded_words, stem
from facilitation.model import Language

STRONG, WEAK = 1.0, 0.5
SHORTEST = 2  # letters of a beginning that opens a cue: "b*" would speak for every other text
WORDS_KEPT = 20_000  # of one language; people use the same ones all the time

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

    def __len__(self) -> int:
        return self.last - self.first


@dataclass(slots=True)
class Branch:
    """The cues that begin with the same parts: those that end there, and how others go on.

    Many begin with a word as common as "in": by branches, all of them are passed over at once.
    """

    cues: list[Cue] = field(default_factory=list)
    by_part: dict[str, "Branch"] = field(default_factory=dict)
    longest: int = 0  # letters of a beginning among its parts

    def grow(self, cue: Cue) -> None:
        branch = self
        for part in cue.parts:
            if part.endswith("*"):
                branch.longest = max(branch.longest, len(part) - 1)
            branch = branch.by_part.setdefault(part, Branch())
        branch.cues.append(cue)

    def after(self, folded: str, language: Language, shortest: int = 1) -> Iterator["Branch"]:
        """Where a word leads from here."""
        if exact := self.by_part.get(stem(folded, language)):
            yield exact
        for length in range(shortest, min(len(folded), self.longest) + 1):
            if begun := self.by_part.get(f"{folded[:length]}*"):
                yield begun


class Matcher:
    """The cues of one language, found in a text in one pass over its words."""

    def __init__(self, language: Language, cues: Iterable[Cue]) -> None:
        self.language = language
        self._root = Branch()
        for cue in cues:
            self._root.grow(cue)
        self._begun = lru_cache(WORDS_KEPT)(self._branches)

    def matches(self, words: Sequence[Word]) -> list[Match]:
        """The cues in `words`. A longer expression silences the shorter ones inside it."""
        found = [
            match
            for at, word in enumerate(words)
            for branch in self._begun(word.folded)
            for match in self._along(branch, words, at, at + 1)
        ]
        return _without_covered(found, len(words))

    def _branches(self, folded: str) -> tuple[Branch, ...]:
        """The cues that a word begins."""
        return tuple(self._root.after(folded, self.language, SHORTEST))

    def _along(self, branch: Branch, words: Sequence[Word], first: int, at: int) -> Iterator[Match]:
        """The cues of a branch, and of those the words from number `at` lead to."""
        for cue in branch.cues:
            yield Match(cue, first, at)
        if branch.by_part and at < len(words):
            for longer in branch.after(words[at].folded, self.language):
                yield from self._along(longer, words, first, at + 1)


def _without_covered(found: list[Match], length: int) -> list[Match]:
    """The matches of which no word belongs to a longer one, and none that is to be ignored."""
    longest = [0] * length
    for match in sorted(found, key=len):
        longest[match.first : match.last] = [len(match)] * len(match)
    return [
        match
        for match in found
        if match.cue.theme != IGNORED and max(longest[match.first : match.last]) == len(match)
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
        *most, last = folded_words(part) or [""]
        yield from (stem(word, language) for word in most)
        if last:
            yield f"{last}*" if part.endswith("*") else stem(last, language)
