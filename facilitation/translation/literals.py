"""What a text carries that is not language: addresses, mark-up, placeholders, formulas, pictures.

A translation has to bring these back as they were, each once and in the same order.
"""

from functools import lru_cache

import regex

LITERAL = regex.compile(
    r"""
      (?:https?://|www\.)[^\s<>"]*[^\s<>".,;:!?)\]]
    | (?<![\w.+-])[\w.+-]{1,64}+@[\w-]++(?:\.[\w-]+)+
    | <!--.*?--> | </?[A-Za-z!][^<>]*>
    | \{\{[^{}]*\}\} | \$?\{[^{}\s]*\} | \[\[[^\[\]\s]*\]\]
    | %\d+\$[a-z] | %\(\w+\)[a-z] | %[sd]\b
    | \$[^$\n]*\\[^$\n]*\$ | \$\$[^$\n]+\$\$ | `[^`\n]+`
    | =\s*[A-Za-z_.]+\([^\n]*\)
    | !?\[[^\[\]\n]*\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)
    | :[a-z_]+(?:/[a-z_]+)?: | :[a-z-]+\[
    | [@#][\p{L}\p{N}_]+ | &\#?\w+;
    | (?<!_)__\w{1,60}?__(?!\w)
    | [^\p{L}\p{M}\p{N}\s.,;:!?¿¡'’"()«»“”%€/…–—-]+ | [^\S\n ]+
    | [ ]{2,}
    """,
    regex.VERBOSE,
)

# Of those, what people miss when it is gone; a quotation mark or a bullet may change its form.
_MISSED = regex.compile(r"[\p{L}\p{N}]|\p{Emoji_Presentation}|\p{Extended_Pictographic}")


@lru_cache(maxsize=256)
def _plain(text: str) -> str:
    return LITERAL.sub(" ", text)


def blanked(text: str) -> str:
    """`text` with blanks where its literals are, so that everything else stays where it stands."""
    return LITERAL.sub(lambda literal: " " * len(literal[0]), text)


def literals(text: str) -> list[str]:
    """All literals of `text` in order, runs of signs and blanks included."""
    return [str(found) for found in LITERAL.findall(text)]


def telling_literals(text: str) -> list[str]:
    """Those with letters, digits or pictures in them: their loss changes what is said."""
    return [literal.strip() for literal in literals(text) if _MISSED.search(literal)]


def is_language(text: str) -> bool:
    """Whether there is anything to translate: a letter outside the literals."""
    return bool(regex.search(r"\p{L}", without_literals(text)))


def without_literals(text: str) -> str:
    """The language of `text` alone."""
    return _plain(text)
