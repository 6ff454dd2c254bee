"""Text to Apertium's stream format and back, a line at a time.

The format: `[...]` is carried along untranslated, and some characters are escaped. In an answer `*`
marks a word the analyser does not know, `@` one that the bilingual dictionary lacks, `#` one that
could not be inflected. What is no language (`literals.py`) stays here; its number travels in
`[...]`, for some programs of the chain stumble over a `^` even there.
"""

import re
from collections.abc import Callable

import regex

from facilitation.translation.literals import LITERAL, is_language, literals

Ask = Callable[[str], str]  # a stream to its answer

PIECE_LIMIT = 4_000  # characters per request: well under a pipe's 64 KiB, so a write never blocks
END = "[][\n]"  # a text must end in a blank, or the analyser waits for the rest of its last word

_RESERVED = re.compile(r"([\[\]{}^$@/\\<>])")
_SUPERBLANK = re.compile(r"(?<!\\)\[(\d*)\]")
_MARKED = regex.compile(r"([*@#])([\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’_-]*)")
_PIECE = re.compile(
    rf".{{1,{PIECE_LIMIT}}}(?:(?<=[.!?]) |$)|.{{1,{PIECE_LIMIT}}}(?: |$)|.{{1,{PIECE_LIMIT}}}"
)
_LETTER = regex.compile(r"\p{L}")
_WORD = regex.compile(r"\p{L}+")
_FUNCTION_WORD = regex.compile(
    r"(?<=[\p{L}\p{N},;] |^)(?i:the|an|and|of|to|in|el|la|los|las|lo|un|una|al|del|de|y|en|que"
    r"|le|les|des|du|une|au|aux|et)(?= )"
)


def translate_line(ask: Ask, line: str, unknown: dict[str, None]) -> str:
    """One line, with its blanks at both ends kept and every literal in its place."""
    core = line.strip()
    if not is_language(core):
        return line
    start = len(line) - len(line.lstrip())
    translated = "".join(_piece_through(ask, piece, unknown) for piece in _PIECE.findall(core))
    return line[:start] + _cased_like(core, translated) + line[start + len(core) :]


def _cased_like(original: str, translated: str) -> str:
    """Capitals where the original has them: the engine shouts after "L'" and after acronyms."""
    if not original.isupper():
        said = set(_WORD.findall(original))
        translated = _FUNCTION_WORD.sub(
            lambda word: word[0] if word[0] in said else word[0].lower(), translated
        )
    first, made = _first_letter(original), _first_letter(translated)
    if not first or not made or translated[made.start() : made.start() + 2].isupper():
        return translated
    letter = made[0].upper() if first[0].isupper() else made[0].lower()
    return translated[: made.start()] + letter + translated[made.end() :]


def _first_letter(text: str) -> "regex.Match[str] | None":
    """The first letter that is no part of a literal."""
    return _LETTER.search(LITERAL.sub(lambda literal: " " * len(literal[0]), text))


def _piece_through(ask: Ask, piece: str, unknown: dict[str, None]) -> str:
    wanted = literals(piece)
    text, carried = _from_stream(ask(_to_stream(piece)), wanted, unknown)
    if carried == [str(number) for number in range(len(wanted))]:
        return text
    # A rule dropped or moved a literal: translate what lies between them, each on its own.
    between = LITERAL.split(piece)
    translated = [_plain_through(ask, words, unknown) for words in between]
    return "".join(w + lit for w, lit in zip(translated, [*wanted, ""], strict=True))


def _plain_through(ask: Ask, words: str, unknown: dict[str, None]) -> str:
    core = words.strip()
    if not is_language(core):
        return words
    text, _ = _from_stream(ask(_to_stream(core)), literals(core), unknown)
    start = words.index(core)
    return words[:start] + text + words[start + len(core) :]


def _to_stream(text: str) -> str:
    parts = []
    at = 0
    for number, literal in enumerate(LITERAL.finditer(text)):
        parts.append(_escaped(text[at : literal.start()].replace("’", "'")))
        parts.append(f"[{number}]")
        at = literal.end()
    parts.append(_escaped(text[at:].replace("’", "'")))
    return "".join(parts) + END


def _escaped(text: str) -> str:
    return _RESERVED.sub(r"\\\1", text)


def _from_stream(answer: str, wanted: list[str], unknown: dict[str, None]) -> tuple[str, list[str]]:
    """The plain text, and the numbers of the literals it carries, in order; unknown words are noted
    on the way.
    """
    text: list[str] = []
    carried: list[str] = []
    at = 0
    answer = answer.removesuffix(END)
    for blank in _SUPERBLANK.finditer(answer):
        text.append(_unmarked(answer[at : blank.start()], unknown))
        is_ours = blank[1] and int(blank[1]) < len(wanted)
        text.append(wanted[int(blank[1])] if is_ours else "")
        carried.append(blank[1])
        at = blank.end()
    text.append(_unmarked(answer[at:], unknown))
    return "".join(text).strip(" "), carried


def _unmarked(words: str, unknown: dict[str, None]) -> str:
    for mark in _MARKED.finditer(words):
        if mark[1] != "#":
            unknown.setdefault(mark[2])
    return re.sub(" {2,}", " ", _unescaped(_MARKED.sub(r"\2", words)))


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
