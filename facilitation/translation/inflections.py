"""Number, gender and the article before a term, as far as rules of thumb go, in English, Spanish
and French. Used where a term is put into a machine's sentence; a language without rules is left
as it is.
"""

from collections.abc import Mapping

import regex

from facilitation.folding import fold
from facilitation.model import Language

_ACRONYM = regex.compile(r"\p{Lu}[\p{Lu}\p{N}&.]+")
_PREPOSITIONS: Mapping[Language, frozenset[str]] = {
    "en": frozenset({"of", "for", "in", "to", "with", "on", "between", "from", "by"}),
    "es": frozenset({"de", "del", "a", "al", "en", "para", "por", "con", "sin", "entre"}),
    "fr": frozenset({"de", "du", "des", "d", "a", "au", "aux", "en", "pour", "par", "sur", "sans"}),
}
_INVARIABLE = regex.compile(
    r"(?:ss|(?<!el)us|is|sis|ics)$|^(?:acces|progres|proces|pays|temps|corps|succes|choix|voix|prix|fonds)$"
)


def is_acronym(term: str) -> bool:
    """SDG or PME: compared with its capitals, and without a number of its own."""
    return bool(_ACRONYM.fullmatch(term))


def is_plural(term: str, language: Language) -> bool | None:
    """By the noun that leads the term; None for an acronym or a language without rules."""
    if is_acronym(term) or language not in _PREPOSITIONS:
        return None
    if is_acronym(term.removesuffix("s")):
        return True
    head = fold(_head(term, language))
    if head in ("people", "men", "women", "children", "elderly"):
        return True
    return head.endswith(("s", "x")) and not _INVARIABLE.search(head)


def pluralised(term: str, language: Language) -> str:
    """The regular plural of a term in the singular: English: its noun; else all."""
    words = term.split(" ")
    if is_acronym(term):
        return f"{term}s" if language == "en" else term
    if language not in _PREPOSITIONS:
        return term
    end = next((i for i, word in enumerate(words) if _leads_on(word, language)), len(words))
    start = max(0, end - 1) if language == "en" else 0
    return " ".join(
        _plural(word, language) if start <= i < end else word for i, word in enumerate(words)
    )


def _leads_on(word: str, language: Language) -> bool:
    """Whether what follows only says more about the noun: "of the city", "d'occupation"."""
    return fold(word) in _PREPOSITIONS[language] or fold(word).startswith(("d'", "d’", "l'"))


def _plural(word: str, language: Language) -> str:
    rules = {
        "en": ((r"(?<=[^aeiou])y$", "ies"), (r"(?<=s|x|ch|sh)$", "es"), (r"$", "s")),
        "es": (
            (r"^(?:y|o|e)$", r"\g<0>"),
            (r"s$", "s"),
            (r"ón$", "ones"),
            (r"z$", "ces"),
            (r"(?<=[aeiouáéó])$", "s"),
            (r"$", "es"),
        ),
        "fr": (
            (r"^(?:et|ou)$", r"\g<0>"),
            (r"[sxz]$", r"\g<0>"),
            (r"al$", "aux"),
            (r"(?<=eau|eu)$", "x"),
            (r"$", "s"),
        ),
    }
    for ending, instead in rules[language]:
        if regex.search(ending, word):
            return str(regex.sub(ending, instead, word, count=1))
    return word


def _head(term: str, language: Language) -> str:
    """The noun that leads a term: before the preposition in English, else the first word."""
    words = term.split(" ")
    if language != "en":
        return words[0].rpartition("'")[2]
    before = [i for i, word in enumerate(words) if word in _PREPOSITIONS["en"]]
    return words[(before[0] if before and before[0] else len(words)) - 1]


_FEMININE: Mapping[Language, str] = {
    "es": r"(?:(?<!m)as?|[cstx]i[oó]n(?:es)?|partes?|dad(?:es)?|tad(?:es)?|tud(?:es)?|umbres?|"
    r"bases?|redes?|red|leye?s?|ley|clases?|manos?)$",
    "fr": r"(?:[ts]ions?|[^i]tés?|ités?|[ae]nces?|ies?|ées?|ures?|udes?|ises?|esses?|ettes?|elles?|"
    r"illes?|ives?|unes?|ones?|xes?|ources?|anques?|îne?s?|bases?|ertes?|^aires?|[pt]etites?|andes?|lois?|eaux?|"
    r"onnes?|aides?|hodes?|iques?|ttes?|oises?|ases?|ères? |femmes?|agnes?|êches?|^listes?|"
    r"^périodes?|^zones?|^mangroves?)$",
}
_NOT_FEMININE = regex.compile(
    r"^(?:dias?|mapas?|alcaldes?|comites?|traites?|cotes?|musees?|lycees?|territoires?|reseaux?|"
    r"bureaux?|niveaux?|tableaux?|publics?|axes?)$"
)


def is_feminine(term: str, language: Language) -> bool | None:
    """Guessed by the ending of the leading noun; None for an acronym or where we have no rules."""
    endings = _FEMININE.get(language)
    head = _head(term, language).lower()
    if endings is None or is_acronym(term):
        return None
    return bool(regex.search(endings, head)) and not _NOT_FEMININE.search(fold(head))


# Determiners by masculine, feminine, masculine plural, feminine plural.
_DETERMINERS: Mapping[Language, tuple[tuple[str, str, str, str], ...]] = {
    "es": (
        ("el", "la", "los", "las"),
        ("un", "una", "unos", "unas"),
        ("al", "a la", "a los", "a las"),
        ("del", "de la", "de los", "de las"),
        ("este", "esta", "estos", "estas"),
        ("ese", "esa", "esos", "esas"),
        ("nuestro", "nuestra", "nuestros", "nuestras"),
        ("su", "su", "sus", "sus"),
        ("mucho", "mucha", "muchos", "muchas"),
        ("otro", "otra", "otros", "otras"),
        ("todo el", "toda la", "todos los", "todas las"),
    ),
    "fr": (
        ("le", "la", "les", "les"),
        ("un", "une", "des", "des"),
        ("au", "à la", "aux", "aux"),
        ("du", "de la", "des", "des"),
        ("ce", "cette", "ces", "ces"),
        ("notre", "notre", "nos", "nos"),
        ("son", "sa", "ses", "ses"),
        ("leur", "leur", "leurs", "leurs"),
        ("certain", "certaine", "certains", "certaines"),
    ),
}
_ELIDED = {"l'": "le", "d'un": "d'un", "à l'": "au", "de l'": "du"}
_VOWEL = regex.compile(r"(?!haut|huit|handicap|hors|hameau|harcel|heros|hauss)[aeiouyh]")
_STRESSED_A = regex.compile(
    r"(?:area|agua|aula|habla|arma|alma|acta)(?!\p{L})"
)  # el área, as if masculine


def with_article(before: str, term: str, language: Language) -> str:
    """`before`, which ends where `term` will stand, its last determiner made to agree."""
    if language == "en":
        return _english_article(before, term)
    feminine, plural = is_feminine(term, language), is_plural(term, language)
    if feminine is None or plural is None:
        return before
    column = 2 * plural + feminine
    for row in _DETERMINERS.get(language, ()):
        forms = sorted({*row, *_elisions(row, language)}, key=len, reverse=True)
        pattern = rf"(?<![\p{{L}}'’])(?:{'|'.join(map(regex.escape, forms))})(?P<gap>\s?)$"
        found = regex.search(pattern, before, regex.IGNORECASE)
        if found and (found["gap"] or found[0].endswith("'")):
            return before[: found.start()] + _determiner(row, column, term, language, found[0])
    return _french_elision(before, term) if language == "fr" else before


def _elisions(row: tuple[str, str, str, str], language: Language) -> set[str]:
    return {e for e, whole in _ELIDED.items() if whole == row[0]} if language == "fr" else set()


def _determiner(
    row: tuple[str, str, str, str], column: int, term: str, language: Language, was: str
) -> str:
    if language == "es" and column == 1 and _STRESSED_A.match(fold(term)):
        column = 0
    form = row[column] + " "
    if language == "fr" and _VOWEL.match(fold(term)):
        elided = {"le ": "l'", "la ": "l'", "au ": "à l'", "à la ": "à l'", "du ": "de l'"}
        elided |= {"de la ": "de l'", "ce ": "cet ", "sa ": "son "}
        form = elided.get(form, form)
    return form[0].upper() + form[1:] if was[0].isupper() else form


def _french_elision(before: str, term: str) -> str:
    if _VOWEL.match(fold(term)):
        return str(regex.sub(r"(?<!\p{L})([Dd]|[Qq]u)e\s$", r"\1'", before))
    return str(regex.sub(r"(?<!\p{L})([Dd]|[Qq]u)['’]$", r"\1e ", before))


def _english_article(before: str, term: str) -> str:
    if is_plural(term, "en"):
        return str(regex.sub(r"(?<!\p{L})an?\s$", "", before, flags=regex.IGNORECASE))
    article = r"\1n " if regex.match("[aeio]|un(?!i)", term, regex.IGNORECASE) else r"\1 "
    return str(regex.sub(r"(?<!\p{L})([Aa])n?\s$", article, before))
