"""Which language is a text in, and is it mixed. A doubt to show a person, never a decision.

The language its author chose is the language of a contribution. `detect` only says what the words
look like, `warns` when that is worth telling. Two sources are put together: lingua's letter
statistics (n-grams of one to five letters) and the frequent words of `data/frequent_words.toml`,
which settle what statistics leave open in texts of a few words or typed without accents.

A detector knows only the session's own languages: a text in another one is taken for the nearest.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from lingua import (
    ConfidenceValue,
    DetectionResult,
    IsoCode639_1,
    Language as LinguaLanguage,
    LanguageDetector,
    LanguageDetectorBuilder,
)

from facilitation.folding import folded_words
from facilitation.model import TEXT_LIMIT, Language, Words

DATA = Path(__file__).resolve().parent.parent / "data"

SURE = 0.80  # from here on, 4 of 14,000 cut-outs of 3 to 8 words were wrong, and no whole text
FEW = 2  # words; of so few, no opinion is worth a warning
WORD_ODDS = 4.0  # what a frequent word multiplies the odds of its language by; 3 to 7 do as well
DOUBT = 0.01  # lingua is never believed beyond 99 to 1, so that words can still overrule it
READ = 2 * TEXT_LIMIT  # characters that are read: a bound for hostile input

ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+|(?<!\w)@\w+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Detection:
    """What the words look like. `language` is None, confidence 0, where there is nothing to go on.

    `mixed`: at least two languages each have a stretch of more than two words.
    """

    language: Language | None
    confidence: float  # 0 to 1; differs by 1e-15 between runs, never compare it for equality
    mixed: bool = False


NOTHING = Detection(None, 0.0)


def preload(languages: tuple[Language, ...] = ("en", "es", "fr")) -> None:
    """Read lingua's models (a second, 130 MB for three languages), so that no visitor waits."""
    _frequent_words()
    _detector(languages)


def detect(text: str, languages: tuple[Language, ...] = ("en", "es", "fr")) -> Detection:
    """The language of `text` among `languages` (ISO 639-1), those that lingua knows.

    Nothing to go on: no letters once web and mail addresses are out, a script none of the languages
    is written in, or fewer than two languages to tell apart.
    """
    detector = _detector(tuple(languages))
    if detector is None:
        return NOTHING
    readable = _readable(text)
    words = folded_words(readable)
    odds = _weighed(detector.compute_language_confidence_values(readable), words, languages)
    may_be_mixed = odds and _may_be_mixed(words, languages)
    stretches = detector.detect_multiple_languages_of(readable) if may_be_mixed else []
    return _detection(odds, readable, stretches, detector, languages)


def _readable(text: str) -> str:
    return ADDRESS.sub(" ", text[:READ]).encode("utf-8", "ignore").decode()


def _detection(
    odds: Mapping[Language, float],
    text: str,
    stretches: Sequence[DetectionResult],
    detector: LanguageDetector,
    languages: tuple[Language, ...],
) -> Detection:
    if not odds:
        return NOTHING
    best = max(odds, key=lambda language: odds[language])
    is_mixed = _is_mixed(text, stretches, detector, languages)
    return Detection(best, odds[best] / sum(odds.values()), is_mixed)


def detect_all(
    texts: Sequence[str], languages: tuple[Language, ...] = ("en", "es", "fr")
) -> list[Detection]:
    """The same of many texts at once: on every core, and without holding up who else works here."""
    detector = _detector(tuple(languages))
    if detector is None:
        return [NOTHING] * len(texts)
    readable = [_readable(text) for text in texts]
    words = [folded_words(text) for text in readable]
    found = detector.compute_language_confidence_values_in_parallel(readable)
    doubtful = [n for n, some in enumerate(words) if _may_be_mixed(some, languages)]
    stretches = detector.detect_multiple_languages_in_parallel_of([readable[n] for n in doubtful])
    parts = dict(zip(doubtful, stretches, strict=True))
    told = []
    for n, text in enumerate(readable):
        odds = _weighed(found[n], words[n], languages)
        told.append(_detection(odds, text, parts.get(n, []), detector, languages))
    return told


def warns(words: Words, detection: Detection) -> bool:
    """Whether the language its author chose for `words` is worth a question.

    The author's choice stands either way; a language that lingua does not know is never doubted.
    """
    return (
        detection.language not in (None, words.language)
        and detection.confidence >= SURE
        and _known(words.language) is not None
        and len(folded_words(words.text)) > FEW
    )


def _weighed(
    found: Sequence[ConfidenceValue], words: Sequence[str], languages: tuple[Language, ...]
) -> dict[Language, float]:
    """How likely each language is: lingua's confidence times WORD_ODDS per frequent word."""
    if not found or found[0].value == 0.0:
        return {}
    counts = _counts(words, languages)
    most = max(counts.values(), default=0)
    odds = {}
    for confidence in found:
        language = _code(confidence.language)
        fewer = most - counts.get(language, 0)  # not the count itself: a long text would overflow
        odds[language] = max(confidence.value, DOUBT) * WORD_ODDS**-fewer
    return odds


def _counts(words: Sequence[str], languages: tuple[Language, ...]) -> dict[Language, int]:
    """Frequent words of each language; of none where one of them has no list, or it would lose."""
    lists = _frequent_words()
    known = [language for language in languages if _known(language)]
    if any(language not in lists for language in known):
        return {}
    return {language: sum(word in lists[language] for word in words) for language in known}


def _is_mixed(
    text: str,
    stretches: Sequence[DetectionResult],
    detector: LanguageDetector,
    languages: tuple[Language, ...],
) -> bool:
    """Whether two languages each have a stretch of more than two words we are sure of.

    lingua proposes the stretches and sees too many (12 % of texts in one language); each is judged
    again on its own.
    """
    if len(stretches) < 2:
        return False
    sure = set()
    for stretch in stretches:
        part = text[stretch.start_index : stretch.end_index]
        words = folded_words(part)
        odds = _weighed(detector.compute_language_confidence_values(part), words, languages)
        if odds and len(words) > FEW and max(odds.values()) >= SURE * sum(odds.values()):
            sure.add(max(odds, key=lambda language: odds[language]))
    return len(sure) > 1


def _may_be_mixed(words: Sequence[str], languages: tuple[Language, ...]) -> bool:
    """Whether looking for stretches is worth its time, which is most of what detecting takes:
    not in a few words, nor where only one language has a frequent word that is its own."""
    if len(words) <= 2 * FEW:
        return False
    lists = _frequent_words()
    if any(language not in lists for language in languages):
        return True
    homes = [[one for one in languages if word in lists[one]] for word in words]
    return len({home[0] for home in homes if len(home) == 1}) > 1


_loading = Lock()


def _detector(languages: tuple[Language, ...]) -> LanguageDetector | None:
    """The detector of these languages; None where fewer than two are known to lingua."""
    with _loading:  # or the threads of a first rush would each read the models
        return _loaded(frozenset(filter(None, map(_known, languages))))


@lru_cache(maxsize=16)
def _loaded(known: frozenset[LinguaLanguage]) -> LanguageDetector | None:
    if len(known) < 2:
        return None
    builder = LanguageDetectorBuilder.from_languages(*known)
    return builder.with_preloaded_language_models().build()


@lru_cache(maxsize=1)
def _frequent_words() -> dict[Language, frozenset[str]]:
    lists = tomllib.loads((DATA / "frequent_words.toml").read_text(encoding="utf-8"))
    return {
        language: frozenset(f"{words['grammar']} {words['field']}".split())
        for language, words in lists.items()
    }


@lru_cache(maxsize=256)
def _known(language: Language) -> LinguaLanguage | None:
    """lingua's name of a language; regions are left out ("fr-CA" is "fr")."""
    code = getattr(IsoCode639_1, language.partition("-")[0].upper(), None)
    return LinguaLanguage.from_iso_code_639_1(code) if code else None


@lru_cache(maxsize=256)
def _code(language: LinguaLanguage) -> Language:
    return language.iso_code_639_1.name.lower()
