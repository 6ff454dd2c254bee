"""Which kind of actor an answer or an organisation's name speaks of, and the group it belongs to.

A proposal for a reviewed table, never the last word: where words are missing or point two ways,
None.
"""

import tomllib
from collections.abc import Iterable, Mapping
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
        tokens = _tokens(text)
        longest = max(map(len, words))
        found, place = set(), 0
        while place < len(tokens):
            for length in range(min(longest, len(tokens) - place), 0, -1):
                if kind := words.get(tokens[place : place + length]):
                    found.add(kind)
                    place += length - 1
                    break
            place += 1
        return frozenset(found)

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


def _tokens(text: str) -> Sequence:
    """Words without case, accents or a plural -s."""
    return tuple(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in plain(text).split()
    )
