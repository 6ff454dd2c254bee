"""Which kind of actor an answer or an organisation's name speaks of, and the group it belongs to.

A proposal for a reviewed table, never the last word: where words are missing or point two ways,
None.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from facilitation.intake.headers import plain

WORDS = Path(__file__).parent / "actors.toml"

# The kinds of actor of the default session with their groups; a session hands in its own.
GROUPS: Mapping[str, str | None] = {
    "government": "governments",
    "public_enterprise": "governments",
    "agency": "governments",
    "planning_office": "governments",
    "university": "universities",
    "research_centre": "universities",
    "sme": "smes",
    "social_economy": "smes",
    "civil_society_organisation": "civil_society",
    "other": None,
}

UNCLEAR = "unclear"  # no kind of actor: words beside which the others do not tell

# Words that tell nothing, in the languages of actors.toml.
LITTLE = {"of", "or", "and", "de", "del", "la", "las", "los", "y", "o", "u", "e", "et", "ou", "du"}
LITTLE |= {"des", "le", "les", "d", "l"}

_SPANISH_PLURAL = re.compile(r"\w{2,}(al|ion|ad|or)es")
_INITIAL = re.compile(r"\b(\w)\.[ ]?(?=\w\b)")

Sequence = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActorWords:
    """Kind of actor by its words: for answers, and the stricter choice for organisations' names."""

    declared: Mapping[Sequence, str]
    named: Mapping[Sequence, str]

    @classmethod
    @cache
    def shipped(cls) -> "ActorWords":
        kinds = tomllib.loads(WORDS.read_text(encoding="utf-8"))
        named = _by_words((kind, words["named"]) for kind, words in kinds.items())
        return cls(
            _by_words((kind, words["declared"]) for kind, words in kinds.items()) | named, named
        )

    def kinds_in(self, text: str, *, is_name: bool = False) -> frozenset[str]:
        """Every kind of actor the text speaks of; words inside longer ones do not count.

        >>> sorted(ActorWords.shipped().kinds_in("Empresa pública"))
        ['public_enterprise']
        """
        words = self.named if is_name else self.declared
        return frozenset(words[found] for found in _found(_tokens(text), words))

    def share_in(self, text: str) -> float:
        """How much of an answer is names of kinds of actor, little words aside.

        >>> ActorWords.shipped().share_in("Will the ministry answer?")
        0.25
        """
        tokens = _tokens(text)
        found = [
            word
            for words in _found(tokens, self.declared)
            if self.declared[words] != UNCLEAR
            for word in words
        ]
        weighty = [word for word in tokens if word not in LITTLE]
        return sum(word not in LITTLE for word in found) / max(len(weighty), 1)

    def kind_of(
        self, text: str, groups: Mapping[str, str | None] = GROUPS, *, is_name: bool = False
    ) -> str | None:
        """The one kind meant, or None. Two kinds of one group are settled by the first in
        `groups`."""
        kinds = self.kinds_in(text, is_name=is_name)
        if not kinds or len({groups.get(kind) for kind in kinds}) > 1:
            return None
        return next((kind for kind in groups if kind in kinds), None)


def _by_words(kinds: Iterable[tuple[str, list[str]]]) -> dict[Sequence, str]:
    return {_tokens(words): kind for kind, phrases in kinds for words in phrases}


def _found(tokens: Sequence, words: Mapping[Sequence, str]) -> Iterator[Sequence]:
    """The longest of the words, from left to right."""
    longest = max(map(len, words))
    place = 0
    while place < len(tokens):
        lengths = range(min(longest, len(tokens) - place), 0, -1)
        runs = (tokens[place : place + length] for length in lengths)
        found = next((run for run in runs if run in words), None)
        if found:
            yield found
        place += len(found or (1,))


def _tokens(text: str) -> Sequence:
    """Words without case, accents or a plural -s or -es; "O.N.G." is one."""
    return tuple(map(_singular, plain(_INITIAL.sub(r"\1", text)).split()))


def _singular(word: str) -> str:
    if _SPANISH_PLURAL.fullmatch(word):
        return word[:-2]
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word
