"""Which themes a text is likely about, and the words in it that say so. A person decides."""

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from pathlib import Path

from facilitation.codebook import Codebook, Cues, split_cues
from facilitation.cues import IGNORED, PROCEDURE, STRONG, WEAK, Cue, Match, Matcher, read_cues
from facilitation.folding import Word, stem, words_of
from facilitation.model import Axis, Language
from facilitation.weights import (
    Hits,
    Steps,
    Weights,
    features_of_hits,
    is_procedure,
    learned_weights,
    likelihood,
)

LEXICON = Path(__file__).resolve().parent.parent / "data" / "lexicon"
MOST = 3  # suggestions for one text: what a person takes in at a glance
EVEN = 0.5  # without learned weights: one strong cue is above it, one weak cue below
OWN = 3.0  # what a strong cue of the session's own adds to a learned score (log-odds)
SURE_ENOUGH = 0.7  # of the words known in the likeliest language: read in this one too
TELLING = 0.4  # a word that adds less to a score is no evidence for it
MOST_EVIDENCE = 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A theme a text is likely about; `evidence` are words exactly as they stand in the text."""

    theme: str
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text taken to be in one language: its words, their stems, the cues among them, and what
    each word says for each theme where that was learned."""

    language: Language
    words: tuple[Word, ...]
    stems: tuple[str, ...]
    matches: tuple[Match, ...]
    said: tuple[Steps, ...]


class Lexicon:
    """The words of one axis of a codebook, in every language it has, ready to match."""

    def __init__(self, codebook: Codebook, axis: Axis) -> None:
        themes = codebook.on(axis)
        is_helped = codebook.uses_shipped_lexicon and axis is Axis.THEME
        self.order = {theme.id: place for place, theme in enumerate(themes)}
        self.weights: Weights | None = learned_weights() if is_helped else None
        self.places = self.weights.places if self.weights else (EVEN,) * MOST
        self.sources = _sources(codebook, axis, self.weights)
        learned = {source for some in self.sources.values() for source in some}
        kept = {*self.order, *learned, IGNORED, PROCEDURE}
        cues: dict[Language, list[Cue]] = {
            language: [cue for cue in some if cue.theme in kept]
            for language, some in (shipped_cues() if is_helped else {}).items()
        }
        for theme in themes:
            for language, own in theme.cues.items():
                cues.setdefault(language, []).extend(read_cues(theme.id, own, language, True))
        self.matchers = {language: Matcher(language, some) for language, some in cues.items()}

    def matches(self, words: Sequence[Word], language: Language | None) -> list[Match]:
        """The cues of that language; of every language where it is unknown or has no words."""
        languages = [language] if language in self.matchers else list(self.matchers)
        return list(
            dict.fromkeys(m for each in languages for m in self.matchers[each].matches(words))
        )

    def readings(self, text: str, language: Language | None) -> list[Reading]:
        """The text read in its language; in each likely one where it is unknown."""
        words = words_of(text)
        languages = [language] if language in self.matchers else list(self.matchers)
        stems = {each: tuple(stem(word.folded, each) for word in words) for each in languages}
        if self.weights and len(languages) > 1:
            known = {each: self.weights.known(stems[each], each) for each in languages}
            least = SURE_ENOUGH * max(known.values())
            languages = [each for each in languages if known[each] >= least]
        return [self._reading(words, stems[each], each) for each in languages]

    def _reading(
        self, words: tuple[Word, ...], stems: tuple[str, ...], language: Language
    ) -> Reading:
        matches = tuple(self.matchers[language].matches(words))
        of_word = self.weights.of_word if self.weights else None
        said = tuple(map(of_word, words, stems, repeat(language))) if of_word else ()
        return Reading(language, words, stems, matches, said)

    def scores(self, reading: Reading) -> dict[str, float]:
        """How likely each theme is, between 0 and 1; nothing for a text that is procedure."""
        if self.weights is None:
            return scores_of_cues(reading.matches)
        learned = self._learned(reading, self.weights)
        if is_procedure(learned):
            return {}
        own = [match for match in reading.matches if match.cue.is_own]
        by_cues = scores_of_cues(own)
        return {
            theme: max((learned[one] for one in some), default=by_cues.get(theme, 0.0))
            for theme, some in self.sources.items()
        }

    def explains(self, reading: Reading, n: int) -> bool:
        """Whether word number `n` may be shown as evidence: what is found everywhere is none."""
        little = self.weights.little if self.weights else ()
        stemmed = reading.stems[n]
        return len(stemmed) > 2 and f"{reading.language}:{stemmed}" not in little

    def _learned(self, reading: Reading, weights: Weights) -> dict[str, float]:
        found = features_of_hits(hits_of(m for m in reading.matches if not m.cue.is_own))
        totals = weights.total(reading.said, found)
        for match in reading.matches:
            for source in self.sources.get(match.cue.theme, ()) if match.cue.is_own else ():
                totals[source] += OWN * match.cue.weight
        return {
            column: likelihood(totals[column] + bias)
            for column, bias in zip(weights.columns, weights.bias, strict=True)
        }


def suggest(
    text: str, language: Language | None, codebook: Codebook, axis: Axis = Axis.THEME
) -> tuple[Suggestion, ...]:
    """The themes `text` is likely about, best first, at most three; none for mere procedure.

    `language` None means unknown or unsure: the text is read in each likely language. A score
    lies between 0 and 1 and compares themes of one text; it is no measure of agreement.
    """
    lexicon = lexicon_of(codebook, axis)
    best: dict[str, tuple[float, Reading]] = {}
    for reading in lexicon.readings(text, language):
        for theme, score in lexicon.scores(reading).items():
            if score > best.get(theme, (0.0,))[0]:
                best[theme] = (score, reading)
    ranked = sorted(best, key=lambda theme: (-best[theme][0], lexicon.order[theme]))
    return tuple(
        Suggestion(theme, best[theme][0], _evidence(text, theme, best[theme][1], lexicon))
        for theme, least in zip(ranked, lexicon.places, strict=False)
        if best[theme][0] >= least
    )


def hits_of(matches: Iterable[Match]) -> dict[str, Hits]:
    """How many words began a strong, or else a weak, cue of each theme."""
    heaviest: dict[tuple[str, int], float] = {}
    for match in matches:
        at = (match.cue.theme, match.first)
        heaviest[at] = max(match.cue.weight, heaviest.get(at, 0.0))
    found: dict[str, Hits] = {}
    for (theme, _), weight in heaviest.items():
        hits = found.get(theme, Hits(0, 0))
        is_strong = weight >= STRONG
        found[theme] = Hits(hits.strong + is_strong, hits.weak + (not is_strong))
    return found


def scores_of_cues(matches: Iterable[Match]) -> dict[str, float]:
    """Without learned weights: one strong cue or two weak ones make a theme likely."""
    return {
        theme: 1 - 0.4 ** (STRONG * hits.strong + WEAK * hits.weak)
        for theme, hits in hits_of(matches).items()
    }


def _evidence(text: str, theme: str, reading: Reading, lexicon: Lexicon) -> tuple[str, ...]:
    """The words that spoke most for `theme`, in the order of the text, each once."""
    sources = {theme, *lexicon.sources[theme]}
    own = [match for match in reading.matches if match.cue.theme in sources]
    strong = [match for match in own if match.cue.weight >= STRONG]
    spans = {(match.first, match.last): match.cue.weight for match in strong or own}
    covered = {n for first, last in spans for n in range(first, last)}
    said = _said_by_words(lexicon.sources[theme], reading, lexicon.weights)
    for n in sorted(range(len(said)), key=said.__getitem__, reverse=True):
        if spans and said[n] < TELLING:
            break
        if n not in covered and lexicon.explains(reading, n):
            spans[n, n + 1] = min(said[n], WEAK)
    if not spans and reading.words:
        spans[0, len(reading.words)] = WEAK  # no word stands out: the whole text speaks
    most = sorted(spans, key=lambda span: (-spans[span], span))[:MOST_EVIDENCE]
    words = reading.words
    return tuple(dict.fromkeys(text[words[a].start : words[b - 1].end] for a, b in sorted(most)))


def _said_by_words(
    columns: Sequence[str], reading: Reading, weights: Weights | None
) -> list[float]:
    """What each word adds to the score of a theme, in the column in which it adds most."""
    if weights is None or not columns:
        return []
    places = [weights.columns.index(column) for column in columns]
    return [weights.step * max([said[place] for place in places]) for said in reading.said]


def _sources(
    codebook: Codebook, axis: Axis, weights: Weights | None
) -> Mapping[str, tuple[str, ...]]:
    """For each theme in use, whose learned numbers speak for it: its own, and those of the themes
    that were merged into it. None for a new theme, which its own words alone suggest."""
    columns = weights.columns if weights else ()
    heirs = {one.id: codebook.heirs(axis, one.id) for one in codebook.every(axis)}
    return {
        theme.id: tuple(id_ for id_, its in heirs.items() if its == (theme.id,) and id_ in columns)
        for theme in codebook.on(axis)
    }


def version_of(codebook: Codebook) -> str:
    """A hash of all that suggests: the codebook, the shipped lexicon, the learned weights."""
    parts = [codebook.version]
    if codebook.uses_shipped_lexicon:
        parts += [_fingerprint(), learned_weights().version]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]


@lru_cache(maxsize=64)
def lexicon_of(codebook: Codebook, axis: Axis = Axis.THEME) -> Lexicon:
    """The words of one axis of `codebook`, compiled once per version."""
    return Lexicon(codebook, axis)


@lru_cache(maxsize=1)
def shipped_cues() -> Mapping[Language, tuple[Cue, ...]]:
    """The cues of data/lexicon, by language: the name of each file is its language."""
    return {path.stem: tuple(_cues_in(path)) for path in sorted(LEXICON.glob("*.toml"))}


@lru_cache(maxsize=1)
def _fingerprint() -> str:
    files = b"".join(path.read_bytes() for path in sorted(LEXICON.glob("*.toml")))
    return hashlib.sha256(files).hexdigest()[:12]


def _cues_in(path: Path) -> Iterator[Cue]:
    for theme, words in tomllib.loads(path.read_text("utf-8")).items():
        strong = split_cues(words.get("strong", words.get("words", "")))
        yield from read_cues(theme, Cues(strong, split_cues(words.get("weak", ""))), path.stem)
