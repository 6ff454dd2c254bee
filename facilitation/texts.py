"""Text as people type it: cleaned to be stored, counted as they see it, folded for search."""

import unicodedata

import regex

from facilitation.folding import fold

_CONTROLS = regex.compile(
    r"[\p{Cc}\p{Cs}--[\n\t]]|[\u202a-\u202e\u2066-\u2069\ufffe\uffff]", regex.V1
)
_EDGES = regex.compile(r"^[\s\p{Cf}\u2800\u3164]+|[\s\p{Cf}\u2800\u3164]+$")
_GRAPHEME = regex.compile(r"\X")
_WORD = regex.compile(r"\w+")
_INVISIBLE = regex.compile(r"\p{Cf}")


def cleaned(text: str) -> str:
    """What is stored: NFC, line feeds, without control or direction-changing characters.

    All else stays as it was typed. An answer of blanks and invisible characters becomes "".
    """
    return _EDGES.sub("", without_controls(text))


def without_controls(text: str) -> str:
    """As `cleaned`, with the blanks at its ends."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROLS.sub("", text)


def cleaned_line(text: str) -> str:
    """A name or a place: as `cleaned`, on one line."""
    return " ".join(cleaned(text).split())


def length(text: str) -> int:
    """Characters as people see them (extended grapheme clusters, Unicode annex 29)."""
    return len(_GRAPHEME.findall(text))


def is_longer(text: str, limit: int) -> bool:
    """Whether it has more than so many characters. They are never more than its code points, which
    are counted at once."""
    return len(text) > limit and length(text) > limit


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, never through one, with an ellipsis where something went."""
    graphemes = _GRAPHEME.findall(text)
    return text if len(graphemes) <= limit else "".join(graphemes[: limit - 1]).rstrip() + "…"


def folded(text: str) -> str:
    """For search and duplicates only: no case, accents or invisible characters, single spaces."""
    return " ".join(fold(_INVISIBLE.sub("", text)).split())


def words_only(text: str) -> str:
    """For comparing headers and answers: `folded`, without punctuation.

    >>> words_only("Durée (minutes) ")
    'duree minutes'
    """
    return " ".join(_WORD.findall(folded(text.replace("_", " "))))
