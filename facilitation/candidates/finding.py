"""Expressions that several people use and no theme covers: what a codebook may still be missing.

A candidate is for a person to promote or to mute; it is never charted by itself. One belongs to one
language. Where the glossary knows two of different languages as one notion, that is proposed too.
"""

import hashlib
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import regex

from facilitation.codebook import Codebook
from facilitation.cues import PROCEDURE
from facilitation.folding import Word, stem, words_of
from facilitation.lexicon import lexicon_of
from facilitation.model import Axis, Contribution, ContributionState, Language
from facilitation.translation.glossary import Glossary, Term

DATA = Path(__file__).resolve().parents[2] / "data"

LEAST = 3  # distinct people, so that nobody's own turn of phrase becomes a subject
LONGEST = 3  # words that say something; the little ones between them are not counted
MOST_BETWEEN = 2  # little words: "the price of a litre"
MOSTLY_PROCEDURE = 0.25  # of the words: "good morning from Mombasa, we hear you well"
COMMON = 0.25  # of the texts: in a language we have no list of, a word in so many is a little one

# Between words of one expression; any other sign, a dash or a new line parts them.
_JOINED = regex.compile(r"[^\S\n]+|[^\S\n]?['’][^\S\n]?|[‑-]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expression, as most people wrote it, and who said it where."""

    language: Language
    stems: tuple[str, ...]
    written: str
    voices: frozenset[str]
    contribution_ids: tuple[str, ...]

    @property
    def key(self) -> str:
        """What a person's decision about it is kept under: the same for all its forms, and none of
        its words."""
        said = f"{self.language}:{' '.join(self.stems)}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Merge:
    """Candidates of several languages that are one notion in the glossary; a person decides."""

    term: Term
    candidates: tuple[Candidate, ...]

    @property
    def voices(self) -> frozenset[str]:
        return frozenset().union(*(candidate.voices for candidate in self.candidates))


@dataclass(frozen=True, slots=True)
class Use:
    """An expression where somebody used it: its words are those at `places` of the text."""

    stems: tuple[str, ...]
    written: str
    contribution: Contribution
    places: tuple[int, ...]

    @property
    def taken(self) -> set[tuple[str, int]]:
        return {(self.contribution.id, place) for place in self.places}


def find_candidates(
    contributions: Iterable[Contribution],
    codebook: Codebook,
    muted: Iterable[str] = (),
    least: int = LEAST,
) -> list[Candidate]:
    """Expressions of one to three words that at least `least` people said, most voices first.

    Only what the room may see counts: not what was hidden, withdrawn or erased. `muted` are keys.
    """
    by_language: dict[Language, list[Contribution]] = defaultdict(list)
    for contribution in contributions:
        if contribution.state is ContributionState.RECEIVED:
            language = contribution.detected_language or contribution.words.language
            by_language[language].append(contribution)
    out = frozenset(muted)
    found = [
        candidate
        for language, some in by_language.items()
        for candidate in _candidates(some, language, codebook, least)
        if candidate.key not in out
    ]
    return sorted(found, key=lambda one: (-len(one.voices), -len(one.stems), one.written))


def propose_merges(candidates: Iterable[Candidate], glossary: Glossary) -> list[Merge]:
    """Candidates of different languages that stand in one row of the glossary."""
    by_term: dict[Term, list[Candidate]] = defaultdict(list)
    terms = _terms_by_stems(glossary)
    for candidate in candidates:
        for term in terms.get((candidate.language, candidate.stems), ()):
            by_term[term].append(candidate)
    return [
        Merge(term, tuple(some))
        for term, some in by_term.items()
        if len({candidate.language for candidate in some}) > 1
    ]


def _candidates(
    contributions: Sequence[Contribution], language: Language, codebook: Codebook, least: int
) -> Iterator[Candidate]:
    """The longest forms first; a shorter one when enough people say it outside of those."""
    texts = [(one, words_of(one.words.text)) for one in contributions]
    little = _little_words(language) or _common_words([words for _, words in texts])
    uses: dict[tuple[str, ...], list[Use]] = defaultdict(list)
    for contribution, words in texts:
        for use in _uses(contribution, words, language, codebook, little):
            uses[use.stems].append(use)
    often = {stems: some for stems, some in uses.items() if len(_voices(some)) >= least}
    taken: set[tuple[str, int]] = set()
    for stems in sorted(often, key=lambda stems: (-len(stems), -len(_voices(often[stems])), stems)):
        some = often[stems]
        if len(_voices(use for use in some if use.taken.isdisjoint(taken))) >= least:
            taken.update(*(use.taken for use in some))
            ids = tuple(dict.fromkeys(use.contribution.id for use in some))
            yield Candidate(language, stems, _most_written(some), _voices(some), ids)


def _voices(uses: Iterable[Use]) -> frozenset[str]:
    return frozenset(use.contribution.participant_id for use in uses)


def _uses(
    contribution: Contribution,
    words: Sequence[Word],
    language: Language,
    codebook: Codebook,
    little: frozenset[str],
) -> Iterator[Use]:
    """The expressions of a text of which no word is known to the codebook."""
    known = _known_places(words, language, codebook)
    if known is None:
        return
    text = contribution.words.text
    stems = [stem(word.folded, language) for word in words]
    for stretch in _stretches(text, words, known):
        telling = [n for n in stretch if _tells(words[n].folded) and stems[n] not in little]
        for start in range(len(telling)):
            for places in _growing(telling[start : start + LONGEST]):
                written = text[words[places[0]].start : words[places[-1]].end]
                yield Use(tuple(stems[n] for n in places), written, contribution, places)


def _known_places(
    words: Sequence[Word], language: Language, codebook: Codebook
) -> frozenset[int] | None:
    """Which words a theme, a point or procedure accounts for; None where it is mere procedure."""
    matches = [
        match for axis in Axis for match in lexicon_of(codebook, axis).matches(words, language)
    ]
    procedure = {n for m in matches if m.cue.theme == PROCEDURE for n in range(m.first, m.last)}
    if procedure and len(procedure) >= MOSTLY_PROCEDURE * len(words):
        return None
    return frozenset(n for match in matches for n in range(match.first, match.last))


def _stretches(text: str, words: Sequence[Word], known: frozenset[int]) -> Iterator[list[int]]:
    """The words in a row with no sign, figure or known word between them."""
    stretch: list[int] = []
    for n, word in enumerate(words):
        is_apart = n and not _JOINED.fullmatch(text, words[n - 1].end, word.start)
        if is_apart or n in known or not word.folded[0].isalpha():
            yield stretch
            stretch = []
        if n not in known and word.folded[0].isalpha():
            stretch.append(n)
    yield stretch


def _tells(folded: str) -> bool:
    return len(folded) > 2


def _growing(places: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The first place, the first two, the first three, as long as they are near each other."""
    yield tuple(places[:1])
    for length, (one, next_) in enumerate(pairwise(places), 2):
        if next_ - one > MOST_BETWEEN + 1:
            return
        yield tuple(places[:length])


def _most_written(uses: Sequence[Use]) -> str:
    """The form most people used, whatever its case; small letters where that is undecided."""
    written = Counter(" ".join(use.written.split()) for use in uses)
    forms = Counter[str]()
    for form, times in written.items():
        forms[form.casefold()] += times
    return max(
        sorted(written),
        key=lambda form: (forms[form.casefold()], written[form], form.islower()),
    )


@lru_cache(maxsize=64)
def _little_words(language: Language) -> frozenset[str]:
    """The stems that name no subject: grammar, numbers, plain words. Empty: none are listed."""
    grammar, plain, numbers = (
        tomllib.loads((DATA / f"{name}.toml").read_text("utf-8")).get(language, {})
        for name in ("frequent_words", "plain_words", "number_words")
    )
    words = f"{grammar.get('grammar', '')} {plain.get('words', '')}".split()
    listed = f"{numbers.get('certain', '')},{numbers.get('perhaps', '')}".split(",")
    words += [entry.split()[0] for entry in listed if entry.strip()]
    return frozenset(stem(word, language) for word in words)


def _common_words(texts: Sequence[Sequence[Word]]) -> frozenset[str]:
    """The words that so many texts share that they are taken for grammar."""
    counts = Counter(folded for words in texts for folded in {word.folded for word in words})
    return frozenset(word for word, count in counts.items() if count > COMMON * len(texts))


@lru_cache(maxsize=64)
def _terms_by_stems(glossary: Glossary) -> dict[tuple[Language, tuple[str, ...]], list[Term]]:
    """The terms by language and by the stems of their telling words, as candidates have them."""
    found: dict[tuple[Language, tuple[str, ...]], list[Term]] = defaultdict(list)
    for term in glossary.terms:
        for language, variants in term.variants.items():
            little = _little_words(language)
            for variant in variants:
                stems = (stem(word.folded, language) for word in words_of(variant))
                key = (language, tuple(s for s in stems if len(s) > 2 and s not in little))
                if term not in found[key]:
                    found[key].append(term)
    return dict(found)
