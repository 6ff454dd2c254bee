"""What Zoom's clients write around a message, by the language of their interface.

The words stand in `clients.toml`; `read_clients` takes others in the same form, for languages that
are missing or where Zoom changed its wording.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from facilitation.errors import PlanProblem

WORDS = Path(__file__).parent / "clients.toml"

EVERYONE = "Everyone"  # how "to all" is written here, whatever the client's language

# French clients and word processors set words off with blanks that do not break.
BLANKS = " \u00a0\u2007\u2009\u202f"
BLANK = f"[{BLANKS}]"

_OPENING, _CLOSING = "\"“”„«‹'‘", "\"”“»›'’"
_QUOTED = rf"(?P<quoted>[{_OPENING}].{{0,400}}?[{_CLOSING}])"
_LOOSE = r"(?P<quoted>[^\n]{1,400}?)"
_EMOJI = rf"[{_OPENING}]?(?P<emoji>[^\n\"“”«»]{{1,40}}?)[{_CLOSING}]?"
# Possessive (*+), or a long run of blanks would be tried from each of its places.
_REPLY_END = (
    rf"(?:(?:\t|{BLANK})*+(?::[ \t]*+)?(?:\n|\Z)"  # the end of the line, after a colon or not
    rf"|{BLANK}*+:[ \t]++)"  # or a colon, and the words on the same line
)


class EntryKind(StrEnum):
    """What an entry of a chat is: a reply answers another message, a reaction supports one."""

    MESSAGE = "message"
    REACTION = "reaction"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Client:
    """The words of one interface language. `sender` and `recipient` are "From" and "to"."""

    language: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    everyone: tuple[str, ...]
    private: tuple[str, ...]
    reply: tuple[str, ...] = ()
    reaction: tuple[str, ...] = ()
    removal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saying:
    """A text told apart: its kind, its words without the "Replying to" line, what it refers to, and
    the sign of a reaction."""

    kind: EntryKind
    text: str
    quoted: str = ""
    is_removal: bool = False
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class _Pattern:
    regex: re.Pattern[str]
    kind: EntryKind
    is_removal: bool = False


def read_clients(toml: str) -> tuple[Client, ...]:
    """Clients from a text in the form of `clients.toml`; raises PlanProblem with what is wrong."""
    try:
        tables = tomllib.loads(toml)
        return tuple(
            Client(language, **{part: _strings(words) for part, words in table.items()})
            for language, table in tables.items()
        )
    except (tomllib.TOMLDecodeError, TypeError, AttributeError) as error:
        raise PlanProblem(f"The words of the chat clients cannot be read: {error}") from None


@cache
def shipped_clients() -> tuple[Client, ...]:
    return read_clients(WORDS.read_text(encoding="utf-8"))


def _strings(words: object) -> tuple[str, ...]:
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise TypeError(f"{words!r} is not a list of words")
    return tuple(words)


@dataclass(frozen=True, slots=True)
class Sayings:
    """Tells replies and reactions from messages, by the words of some clients."""

    beginnings: re.Pattern[str]
    patterns: tuple[_Pattern, ...]

    @classmethod
    @cache
    def of(cls, clients: tuple[Client, ...]) -> "Sayings":
        """Made once: the patterns are many and slow to compile."""
        phrases = [p for c in clients for p in (*c.reply, *c.reaction, *c.removal)]
        words = sorted({phrase.partition("{")[0].split(" ")[0] for phrase in phrases})
        beginnings = re.compile("|".join(map(re.escape, words)) or r"(?!)")
        return cls(beginnings, tuple(_patterns(clients)))

    def tell_apart(self, text: str) -> Saying:
        """Whether a text is a message, a reply or a reaction."""
        if not self.beginnings.match(text):
            return Saying(EntryKind.MESSAGE, text)  # nearly all
        for pattern in self.patterns:
            found = pattern.regex.match(text)
            if found is None:
                continue
            snippet = _without_quotes(found["quoted"])
            if pattern.kind is EntryKind.REPLY:
                return Saying(pattern.kind, text[found.end() :].strip(), snippet)
            if _is_emoji(found["emoji"]):
                return Saying(pattern.kind, text, snippet, pattern.is_removal, found["emoji"])
        return Saying(EntryKind.MESSAGE, text)


def _patterns(clients: Sequence[Client]) -> Iterator[_Pattern]:
    for client in clients:
        for words in client.reply:
            yield _Pattern(_regex(words, _QUOTED), EntryKind.REPLY)
        for is_removal, phrases in ((True, client.removal), (False, client.reaction)):
            for quoted in (_QUOTED, _LOOSE):
                for words in phrases:
                    yield _Pattern(_regex(words, quoted), EntryKind.REACTION, is_removal)


def _regex(words: str, quoted: str) -> re.Pattern[str]:
    """A template as a pattern: for a reply up to the end of its line, for a reaction the whole
    text."""
    escaped = re.escape(words).replace(r"\{quoted\}", quoted).replace(r"\{emoji\}", _EMOJI)
    end = r"[ \t]{0,3}\.?\Z" if r"{emoji}" in words else _REPLY_END
    return re.compile(escaped.replace(r"\ ", rf"{BLANK}{{1,3}}") + end, re.DOTALL)


def _is_emoji(sign: str) -> bool:
    """A sign and no words, so that "Reacted to the news with anger" stays a message."""
    if re.fullmatch(r":[\w+-]+:", sign):
        return True
    if re.search(r"[A-Za-zÀ-ÖØ-öø-ÿ]", sign):
        return False
    return any(ord(c) >= 0x2000 or unicodedata.category(c).startswith("S") for c in sign)


def _without_quotes(snippet: str) -> str:
    """The beginning of a message as it is compared: no quotes, no ellipsis."""
    bare = snippet.strip(_OPENING + _CLOSING + " \u00a0\u202f\n\t")
    return re.sub(r"\s*(\.{2,}|…)$", "", bare)
