"""The glossary kept in machine text.

A variant of the term that the engine wrote by itself stands. Else repair first: the engine's own
words for the bare term, asked for once, are found and replaced. Where they are not found, the text
is translated once more with the term behind a placeholder that engines leave alone. What is still
missing then is reported as missed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import regex

from facilitation.model import Language
from facilitation.translation.glossary import Glossary, Occurrence, spans
from facilitation.translation.inflections import is_acronym, is_feminine, is_plural, with_article
from facilitation.translation.renderings import EngineError, Rendering, Translator

_MARK = 0xE000  # a private-use character stands for a term until the sentence is put together
_PRIVATE = regex.compile("[\ue000-\uf8ff]")
_SENTENCE_START = regex.compile(r"(?:^|[.!?…\n])[\s\"'«“(¿¡-]*$")
_MEMORY = 4_096  # wordings of bare terms kept per engine

_ARTICLES = {
    "en": ("the",),
    "es": ("el", "la", "los", "las"),
    "fr": ("le", "la", "l'", "les"),
}


def render(
    translator: Translator, glossary: Glossary, text: str, source: Language, target: Language
) -> Rendering:
    """`text` by the engine, its terms as the glossary says. Raises what the engine raises."""
    occurrences = glossary.occurrences(text, source, target)
    if not occurrences or source == target or _PRIVATE.search(text):
        return translator.translate(text, source, target)
    work = _Work(translator, text, source, target, tuple(occurrences))
    best = work.attempt(frozenset())
    assert best is not None
    protected: frozenset[int] = frozenset()
    for _ in range(2):  # protecting one term can dislodge the engine's wording of another
        protected |= best.missing
        again = work.attempt(protected) if best.missing else None
        if again is not None and len(again.missing) < len(best.missing):
            best = again
    missed = tuple(dict.fromkeys(occurrences[i].written for i in sorted(best.missing)))
    return replace(best.rendering, text=best.text, missed=missed)


@dataclass(frozen=True, slots=True)
class _Attempt:
    rendering: Rendering
    text: str
    missing: frozenset[int]


@dataclass(slots=True)
class _Work:
    """One text on its way. `found`: what the engine wrote for each occurrence; `kept`: it stays."""

    translator: Translator
    text: str
    source: Language
    target: Language
    occurrences: tuple[Occurrence, ...]
    found: dict[int, str] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)

    def attempt(self, protected: frozenset[int]) -> _Attempt | None:
        """One translation; None when a placeholder did not come back exactly once."""
        rendering = self.translator.translate(
            self._with_placeholders(protected), self.source, self.target
        )
        self.found, self.kept = {}, set()
        marked = rendering.text
        for i in sorted(protected):
            placeholder = rf"(?<!\w){_placeholder(i)}(?!\w)"
            if len(regex.findall(placeholder, marked)) != 1:
                return None
            marked = regex.sub(placeholder, chr(_MARK + i), marked)
            self.found[i] = ""
        for places in (self._accepted, self._of_the_engine):
            for i in self._longest_first():
                if i not in self.found:
                    marked = self._mark(marked, i, places(marked, i))
        missing = frozenset(range(len(self.occurrences))) - self.found.keys()
        return _Attempt(rendering, self._put_together(marked), missing)

    def _with_placeholders(self, protected: frozenset[int]) -> str:
        parts, at = [], 0
        for i in sorted(protected):
            parts += [self.text[at : self.occurrences[i].start], _placeholder(i)]
            at = self.occurrences[i].end
        return "".join([*parts, self.text[at:]])

    def _longest_first(self) -> list[int]:
        return sorted(range(len(self.occurrences)), key=lambda i: -len(self.occurrences[i].written))

    def _mark(self, marked: str, i: int, places: Iterable[tuple[int, int]]) -> str:
        for start, end in places:
            self.found[i] = marked[start:end]
            return marked[:start] + chr(_MARK + i) + marked[end:]
        return marked

    def _accepted(self, marked: str, i: int) -> Iterator[tuple[int, int]]:
        """Where a variant of the term stands already, with its accents."""
        accepted = (self._wanted(i), *self.occurrences[i].term.variants[self.target])
        for variant in sorted(accepted, key=len, reverse=True):
            for start, end in spans(marked, variant):
                if marked[start:end].casefold() == variant.casefold():
                    self.kept.add(i)
                    yield start, end

    def _of_the_engine(self, marked: str, i: int) -> Iterator[tuple[int, int]]:
        """Where the engine's wording of the bare term stands, however it is inflected."""
        for wording in self._wordings(i):
            yield from spans(marked, wording, self.target)

    def _wordings(self, i: int) -> Iterator[str]:
        """How the engine words the bare term, alone and behind an article."""
        written = self.occurrences[i].written
        article = _article(self.occurrences[i].variant, self.source)
        for phrase in (written, f"{article}{written}", f"{article}{written.lower()}"):
            wording = _wording(self.translator, phrase, self.source, self.target)
            if sum(map(str.isalpha, wording)) > 2:
                yield wording

    def _wanted(self, i: int) -> str:
        """What is to be written for an occurrence; an acronym in brackets stays an acronym."""
        occurrence = self.occurrences[i]
        variants = occurrence.term.variants[self.target]
        if not self._stands_beside_its_acronym(i):
            wanted = occurrence.term.in_number_of(occurrence.variant, self.source, self.target)
        elif is_acronym(occurrence.variant.removesuffix("s")):
            wanted = next((v for v in variants if is_acronym(v)), occurrence.written)
        else:
            wanted = next((v for v in variants if not is_acronym(v)), variants[0])
        is_shouted = occurrence.written.isupper() and not occurrence.variant.isupper()
        return wanted.upper() if is_shouted else wanted

    def _stands_beside_its_acronym(self, i: int) -> bool:
        """Sustainable Development Goals (SDGs): one term said twice."""
        here = self.occurrences[i]
        neighbours = self.occurrences[max(0, i - 1) : i + 2]
        return any(
            other is not here
            and other.term is here.term
            and self.text[min(here.end, other.end) : max(here.start, other.start)].strip() == "("
            for other in neighbours
        )

    def _put_together(self, marked: str) -> str:
        text = ""
        for part in regex.splititer(f"({_PRIVATE.pattern})", marked):
            i = ord(part) - _MARK if _PRIVATE.fullmatch(part) else -1
            text = self._with_term(text, i) if i >= 0 else text + part
        return text

    def _with_term(self, before: str, i: int) -> str:
        """`before` and the term, agreeing with what stands before it as far as we can tell."""
        wanted, written = self._wanted(i), self.found[i]
        if i in self.kept:
            return before + written
        before = with_article(before, wanted, self.target)
        begins = bool(_SENTENCE_START.search(before))
        is_capital = written[:1].isupper() if written else self.text.lstrip()[:1].isupper()
        if begins and is_capital:
            wanted = wanted[0].upper() + wanted[1:]
        return before + wanted


def _placeholder(i: int) -> str:
    return f"ZQX{i + 1}"


def _article(variant: str, language: Language) -> str:
    """A definite article for `variant` and the blank after it; "" without rules."""
    articles = _ARTICLES.get(language, ())
    if len(articles) < 2:
        return f"{articles[0]} " if articles else ""
    if is_plural(variant, language):
        return f"{articles[-1] if language == 'fr' or is_feminine(variant, language) else 'los'} "
    return with_article(f"{articles[0]} ", variant, language)


_wordings: dict[tuple[str, str, Language, Language], str] = {}


def _wording(translator: Translator, phrase: str, source: Language, target: Language) -> str:
    """The engine's translation of a bare term, without its article; asked for once."""
    key = (translator.name, phrase, source, target)
    if key not in _wordings:
        try:
            wording = translator.translate(phrase, source, target).text
        except EngineError:
            return ""
        if len(_wordings) >= _MEMORY:
            _wordings.clear()
        leading = "|".join(_ARTICLES.get(target, ("-",)))
        _wordings[key] = regex.sub(
            rf"^(?:{leading})(?:\s+|(?<='))", "", wording, flags=regex.IGNORECASE
        )
    return _wordings[key]
