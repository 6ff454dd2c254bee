"""The terms of the field, in the languages of a session.

A term has variants in each language; the first is the one to write, the others are recognised.
`terminology.py` keeps them in machine text; this module knows the list and finds it in a text.
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import regex

from facilitation.errors import PlanProblem
from facilitation.folding import Word, stem, words_of
from facilitation.model import Language
from facilitation.translation.inflections import is_acronym, is_plural, pluralised

SEPARATOR = "|"
BEGINNING = 4  # letters that a plural shares with its singular: midwife, midwives
_WITHIN = regex.compile(r"[ &\t\u00a0\u202f'’‑–-]{1,3}")  # between the words of one term


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One notion: its variants by language, the first of each being the one to write."""

    variants: Mapping[Language, tuple[str, ...]]

    def preferred(self, language: Language) -> str:
        return self.variants[language][0]

    def in_number_of(self, variant: str, source: Language, target: Language) -> str:
        """What to write in `target` for `variant`: the preferred one, in the same number.

        Only where the number says something: "public markets" may stand for "procurement".
        """
        base, wanted = is_plural(self.preferred(source), source), is_plural(variant, source)
        preferred = self.preferred(target)
        if None in (base, wanted) or base == wanted or not self._has_both(variant, source):
            return preferred
        number = is_plural(preferred, target)
        others = [v for v in self.variants[target] if is_plural(v, target) is (not number)]
        same = [v for v in others if stems(v, target) == stems(preferred, target)]
        same = same or [v for v in others if v[:BEGINNING] == preferred[:BEGINNING]]
        # Who lists the plural of one language lists what to write for it in the others.
        if not same and wanted and not number and variant not in self.variants[source]:
            is_regular = stems(variant, source) == stems(self.preferred(source), source)
            same = [pluralised(preferred, target)] if is_regular else []
        return (same or others or [preferred])[0]

    def _has_both(self, variant: str, language: Language) -> bool:
        """Whether `variant` is known in singular and plural, or is the plural of a listed one."""
        listed = self.variants[language]
        number = is_plural(variant, language)
        return variant not in listed or any(
            is_plural(v, language) is (not number)
            and stems(v, language) == stems(variant, language)
            for v in listed
        )


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term found in a text, as it stands there."""

    term: Term
    variant: str  # as the glossary lists it, or its regular plural
    written: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Glossary:
    """Terms in the order of their file. `version` changes with any word of it."""

    terms: tuple[Term, ...] = ()

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits of the terms' SHA-256; "" without terms."""
        return _version(self)

    @property
    def languages(self) -> tuple[Language, ...]:
        return tuple(dict.fromkeys(lang for term in self.terms for lang in term.variants))

    def as_csv(self) -> str:
        """The file again, for interpreters: UTF-8, a column per language, variants by `|`."""
        written = io.StringIO()
        rows = csv.writer(written, lineterminator="\n")
        rows.writerow(self.languages)
        for term in self.terms:
            rows.writerow(SEPARATOR.join(term.variants.get(lang, ())) for lang in self.languages)
        return written.getvalue()

    def occurrences(
        self, text: str, source: Language, target: Language | None = None
    ) -> list[Occurrence]:
        """The terms of `text`, longest first where they overlap, in order of appearance.

        With `target`: only those that have something to write in that language.
        """
        found = _finder(self, source).find(text)
        return [o for o in found if target is None or target in o.term.variants]


def load_glossary(path: Path) -> Glossary:
    """Reads a glossary file (UTF-8, comma or semicolon). Raises PlanProblem with line numbers."""
    try:
        return parse_glossary(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise PlanProblem(f"{path.name}: not UTF-8") from None


def parse_glossary(content: str) -> Glossary:
    """The terms of a glossary file. A row needs variants in two languages to be of use."""
    header = content.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    rows = csv.reader(io.StringIO(content), delimiter=delimiter)
    languages = [name.strip().lower() for name in next(rows, [])]
    if len(languages) < 2 or not all(regex.fullmatch("[a-z]{2,3}", name) for name in languages):
        raise PlanProblem("line 1: a column for each language is needed, such as en,es,fr")
    terms, problems = [], []
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        variants = {
            lang: split
            for lang, cell in zip(languages, row, strict=False)
            if (split := _split(cell))
        }
        if len(row) > len(languages):
            problems.append(f"line {rows.line_num}: more columns than languages")
        elif len(variants) < 2:
            problems.append(f"line {rows.line_num}: a term needs at least two languages")
        else:
            terms.append(Term(variants))
    if problems:
        raise PlanProblem(*problems)
    return Glossary(tuple(terms))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(v for part in cell.split(SEPARATOR) if (v := " ".join(part.split())))
    )


@lru_cache(maxsize=64)
def _version(glossary: Glossary) -> str:
    return hashlib.sha256(glossary.as_csv().encode()).hexdigest()[:12] if glossary.terms else ""


def stems(phrase: str, language: Language) -> tuple[str, ...]:
    """The stems of a phrase's words: the same for "gobierno local" and "gobiernos locales"."""
    return tuple(stem(word.folded, language) for word in words_of(phrase))


def spans(text: str, phrase: str, language: Language | None = None) -> Iterator[tuple[int, int]]:
    """Where `phrase` stands in `text`, whatever the case; with `language` also inflected."""
    words = words_of(text)
    if language is None:
        wanted, found = _folded(words_of(phrase)), _folded(words)
    else:
        wanted, found = stems(phrase, language), stems(text, language)
    for at in range(len(words) - len(wanted) + 1):
        stretch = words[at : at + len(wanted)]
        if wanted and found[at : at + len(wanted)] == wanted and _is_one(text, stretch):
            yield stretch[0].start, stretch[-1].end


def _folded(words: tuple[Word, ...]) -> tuple[str, ...]:
    return tuple(word.folded for word in words)


def _is_one(text: str, words: tuple[Word, ...]) -> bool:
    """Whether only blanks, hyphens or apostrophes stand between the words."""
    return all(_WITHIN.fullmatch(text, one.end, other.start) for one, other in pairwise(words))


@dataclass(slots=True)
class _Finder:
    """The variants of one language by their first word, longest first."""

    by_first: dict[str, list[tuple[tuple[str, ...], str, Term]]] = field(default_factory=dict)

    def add(self, variant: str, term: Term) -> None:
        words = _folded(words_of(variant))
        if words:
            self.by_first.setdefault(words[0], []).append((words, variant, term))

    def find(self, text: str) -> list[Occurrence]:
        words = words_of(text)
        found, at = [], 0
        while at < len(words):
            occurrence = self._at(text, words, at)
            if occurrence is None:
                at += 1
            else:
                found.append(occurrence)
                at += len(words_of(occurrence.written))
        return found

    def _at(self, text: str, words: tuple[Word, ...], at: int) -> Occurrence | None:
        for wanted, variant, term in self.by_first.get(words[at].folded, ()):
            stretch = words[at : at + len(wanted)]
            if _folded(stretch) != wanted or not _is_one(text, stretch):
                continue
            written = text[stretch[0].start : stretch[-1].end]
            if is_acronym(variant.removesuffix("s")) and written not in (variant, variant.upper()):
                continue  # PLU is a plan, "plu" is a participle
            return Occurrence(term, variant, written, stretch[0].start, stretch[-1].end)
        return None


@lru_cache(maxsize=64)
def _finder(glossary: Glossary, language: Language) -> _Finder:
    """All variants; the regular plural of one in the singular counts where it is not listed."""
    finder = _Finder()
    for term in glossary.terms:
        for variant in term.variants.get(language, ()):
            finder.add(variant, term)
    for term in glossary.terms:
        for variant in term.variants.get(language, ()):
            if not is_plural(variant, language):
                finder.add(pluralised(variant, language), term)
    for entries in finder.by_first.values():
        entries.sort(key=lambda entry: -len(entry[0]))  # stable: the earlier row wins
    return finder
