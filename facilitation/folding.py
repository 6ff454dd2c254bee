"""Words as they are compared: without case or accents, and cut to their stem where we know how."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import filterfalse
from threading import Lock
from typing import Any

import regex
import snowballstemmer

from facilitation.model import Language

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})  # NFKD leaves them alone

# Letters and digits with the marks that ride on them, in any script; or a per cent sign.
# An apostrophe parts words: l'eau is two, and so is can't.
WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}]*|%")

STEMMERS = {
    "ca": "catalan",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ro": "romanian",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, folded, and where it stands in the text as written."""

    folded: str
    start: int
    end: int


def fold(text: str) -> str:
    """`text` as it is compared: "Où est l'Œuvre" and "ou est l'oeuvre" are the same."""
    folded = text.casefold()
    if folded.isascii():  # most words, and nothing more to do for them
        return folded
    decomposed = unicodedata.normalize("NFKD", folded.translate(LIGATURES))
    return "".join(filterfalse(unicodedata.combining, decomposed))


def words_of(text: str) -> tuple[Word, ...]:
    """The words of `text` in order. Signs and pictures are none."""
    return tuple(Word(_folded(found[0]), *found.span()) for found in WORD.finditer(text))


def folded_words(text: str) -> list[str]:
    """The same for whoever does not ask where they stand, in a third of the time."""
    return [_folded(word) for word in WORD.findall(text)]


_folded = lru_cache(maxsize=100_000)(fold)  # of words only: people use the same ones all the time


@lru_cache(maxsize=64)
def _stemmer(language: Language) -> Any:  # the package is untyped
    name = STEMMERS.get(language)
    return snowballstemmer.stemmer(name) if name else None


@lru_cache(maxsize=200_000)
def stem(folded: str, language: Language) -> str:
    """The stem of a folded word; the word itself in a language we have no stemmer for.

    Folding comes first, so that "gestion", "gestión" and "gestiones" typed on a phone meet.
    Snowball expects accents, hence the two endings it would otherwise miss.
    """
    stemmer = _stemmer(language)
    if stemmer is None or len(folded) < 3:
        return folded
    if language == "es" and folded.endswith("ion"):
        folded += "es"
    elif language == "fr" and folded.endswith(("ees", "ee")):
        folded = folded.rstrip("s")[:-1]
    with _stemming:  # a stemmer keeps the word it is at in itself
        return str(stemmer.stemWord(folded))


_stemming = Lock()
