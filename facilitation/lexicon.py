"""Which themes a text is likely about, and the words in it that say so. A person decides."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from facilitation.codebook import Codebook, Cues, Theme, split_cues
from facilitation.folding import Word, stem, words_of
from facilitation.model import Axis, Language

LEXICON = Path(__file__).resolve().parent.parent / "data" / "lexicon"
STRONG, WEAK = 1.0, 0.5
MOST = 3  # suggestions for one text: what a person takes in at a glance

IGNORED = "ignored"  # expressions taken out before anything is matched
PROCEDURE = "procedure"  # "can you hear me?": the more of it, the less a theme is likely


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A theme a text is likely about; `evidence` are words exactly as they stand in the text."""

    theme: str
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """An expression that speaks for a theme. Its parts are stems, or beginnings (ending in *)."""

    theme: str
    weight: float
    parts: tuple[str, ...]


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


class Lexicon:
    """The words of one axis of a codebook, in every language it has, ready to match."""

    def __init__(self, themes: Sequence[Theme], shipped: Mapping[Language, Iterable[Cue]]) -> None:
        self.order = {theme.id: place for place, theme in enumerate(themes)}
        cues: dict[Language, list[Cue]] = {
            language: [c for c in some if c.theme in self.order or c.theme in (IGNORED, PROCEDURE)]
            for language, some in shipped.items()
        }
        for theme in themes:
            for language, own in theme.cues.items():
                cues.setdefault(language, []).extend(read_cues(theme.id, own, language))
        self.matchers = {language: Matcher(language, some) for language, some in cues.items()}

    def matches(self, words: Sequence[Word], language: Language | None) -> list[Match]:
        """The cues of that language; of every language where it is unknown or has no words."""
        if language in self.matchers:
            return self.matchers[language].matches(words)
        found = [m for matcher in self.matchers.values() for m in matcher.matches(words)]
        return list(dict.fromkeys(found))


def suggest(
    text: str, language: Language | None, codebook: Codebook, axis: Axis = Axis.THEME
) -> tuple[Suggestion, ...]:
    """The themes `text` is likely about, best first, at most three; none for mere procedure.

    `language` None means unknown or unsure: the words of every language of the codebook count.
    """
    lexicon = lexicon_of(codebook, axis)
    words = words_of(text)
    matches = lexicon.matches(words, language)
    is_procedure = any(match.cue.theme == PROCEDURE for match in matches)
    needed = STRONG + WEAK if is_procedure else STRONG
    scores: dict[str, float] = {}
    for theme, weight, _ in {(m.cue.theme, m.cue.weight, m.cue.parts) for m in matches}:
        scores[theme] = scores.get(theme, 0) + weight
    scores.pop(PROCEDURE, None)
    ranked = sorted(scores, key=lambda theme: (-scores[theme], lexicon.order[theme]))
    return tuple(
        Suggestion(theme, scores[theme], _evidence(text, words, matches, theme))
        for theme in ranked[:MOST]
        if scores[theme] >= needed
    )


def _evidence(
    text: str, words: Sequence[Word], matches: Iterable[Match], theme: str
) -> tuple[str, ...]:
    """The expressions in `text` that spoke for `theme`, in order, each once."""
    spans = sorted({(m.first, m.last) for m in matches if m.cue.theme == theme})
    return tuple(
        dict.fromkeys(text[words[first].start : words[last - 1].end] for first, last in spans)
    )


def read_cues(theme: str, cues: Cues, language: Language) -> Iterator[Cue]:
    """The cues as they are matched: folded, stemmed, parted into words."""
    for weight, written in ((STRONG, cues.strong), (WEAK, cues.weak)):
        for expression in written:
            parts = tuple(_parts(expression, language))
            if parts:
                yield Cue(theme, weight, parts)


def _parts(expression: str, language: Language) -> Iterator[str]:
    for part in expression.split():
        *most, last = [word.folded for word in words_of(part)] or [""]
        yield from (stem(word, language) for word in most)
        if last:
            yield f"{last}*" if part.endswith("*") else stem(last, language)


@lru_cache(maxsize=64)
def lexicon_of(codebook: Codebook, axis: Axis = Axis.THEME) -> Lexicon:
    """The words of one axis of `codebook`, compiled once per version."""
    is_helped = codebook.uses_shipped_lexicon and axis is Axis.THEME
    return Lexicon(codebook.on(axis), shipped_cues() if is_helped else {})


@lru_cache(maxsize=1)
def shipped_cues() -> Mapping[Language, tuple[Cue, ...]]:
    """The cues of data/lexicon, by language: the name of each file is its language."""
    return {path.stem: tuple(_cues_in(path)) for path in sorted(LEXICON.glob("*.toml"))}


def _cues_in(path: Path) -> Iterator[Cue]:
    for theme, words in tomllib.loads(path.read_text("utf-8")).items():
        strong = split_cues(words.get("strong", words.get("words", "")))
        yield from read_cues(theme, Cues(strong, split_cues(words.get("weak", ""))), path.stem)
