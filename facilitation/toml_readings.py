"""Reading a TOML file that somebody wrote by hand: all that is wrong with it, with its lines.

Nothing is raised while reading. Each question asked of a table has an answer to go on with, and
notes what was wrong; `Reading.finish` raises everything at once, in the order of the lines.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from facilitation import texts
from facilitation.errors import PlanProblem
from facilitation.model import Language, Wording
from facilitation.toml_lines import KeyPath, find_lines

SIZE_LIMIT = 1_000_000  # bytes; the longest file we ship has 51,000
MOST_PROBLEMS = 100  # told at once; after so many, it is another kind of file
ID = re.compile(r"[a-z][a-z0-9_]{0,39}")

# tomllib takes memory by the square of a dotted key's length: 100,000 names would stop the server.
_ENDLESS_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){30}"""
)

_Value = TypeVar("_Value")
_Choice = TypeVar("_Choice", bound=StrEnum)
_KINDS: Mapping[type, str] = {
    str: "a text in quotes",
    int: "a whole number",
    date: "a day, written like 2021-05-26 and without quotes",
    list: "a list in square brackets",
    dict: "one text for each language",
}


def read_source(path: Path) -> str:
    """The text of a file. Raises PlanProblem: missing, over 1 MB, or not UTF-8."""
    try:
        with path.open("rb") as file:
            source = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise PlanProblem(f"{path.name}: cannot be read ({error.strerror})") from error
    if len(source) > SIZE_LIMIT:
        raise PlanProblem(f"{path.name}: is larger than 1 MB")
    try:
        return source.decode("utf-8-sig")  # some editors begin a file with a byte order mark
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise PlanProblem(f"{path.name}, line {line}: is not written in UTF-8") from error


class Reading:
    """One file being read; `top` is what stands above its first [table], and all tables in it."""

    def __init__(self, text: str, name: str) -> None:
        """Raises PlanProblem where the text is not TOML, with the reason and the line."""
        text = text.replace("\r\n", "\n")
        self.name = name
        self.problems: list[tuple[int, str]] = []
        self.tables: list[Table] = []
        self.others: list[str] = []  # sentences about another file that this one names
        if found := _ENDLESS_KEY.search(text):
            line = text.count("\n", 0, found.start()) + 1
            raise PlanProblem(f"{name}, line {line}: has a key of more than 30 names")
        try:
            content = tomllib.loads(text)
        except ValueError as error:  # besides syntax: a number of more than 4,300 digits
            raise PlanProblem(_syntax_problem(name, text, str(error))) from error
        except RecursionError as error:
            raise PlanProblem(f"{name}: its brackets are nested too deeply") from error
        self.lines = find_lines(text)
        self.top = Table(self, (), content, "")

    def line_of(self, path: KeyPath) -> int:
        """Where `path` is written; where it is missing, the line of what should hold it."""
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]

    def note(self, path: KeyPath, sentence: str) -> None:
        self.problems.append((self.line_of(path), sentence))

    def sentences(self) -> list[str]:
        """What was noted so far, in the order of the lines."""
        in_order = sorted(self.problems, key=lambda problem: problem[0])
        return [f"{self.name}, line {line}: {sentence}" for line, sentence in in_order]

    def finish(self) -> None:
        """Raises PlanProblem with all that is wrong, unknown keys and other files included."""
        for table in self.tables:
            table.refuse_unknown_keys()
        problems = [*self.sentences(), *self.others]
        if len(problems) > MOST_PROBLEMS:
            left = len(problems) - MOST_PROBLEMS
            problems = [*problems[:MOST_PROBLEMS], f"{self.name}: and {left:,} more"]
        if problems:
            raise PlanProblem(*problems)


def _syntax_problem(name: str, text: str, reason: str) -> str:
    found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", reason)
    if not found:
        return f"{name}: {reason}"
    line = found[1] or text.rstrip().count("\n") + 1
    return f"{name}, line {line}: {reason.replace(found[0], '')}"


@dataclass(slots=True)
class Table:
    """One table of the file. `called` is how sentences name it: actor "sme"."""

    reading: Reading
    path: KeyPath
    content: Mapping[str, Any]
    called: str
    asked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.reading.tables.append(self)

    def note(self, sentence: str, *keys: str | int) -> None:
        subject = f"{self.called}: " if self.called else ""
        self.reading.note((*self.path, *keys), subject + sentence)

    def get(self, key: str, kind: type[_Value], empty: _Value, required: bool = False) -> _Value:
        """The value of `key`; `empty`, with a note, where it is of another kind."""
        self.asked.add(key)
        if key not in self.content:
            if required:
                self.note(f'"{key}" is missing')
            return empty
        value = self.content[key]
        if type(value) is not kind:  # exactly: true is an int to Python, and no number of minutes
            self.note(f'"{key}" must be {_KINDS[kind]}', key)
            return empty
        return value

    def text(self, key: str, limit: int, required: bool = True) -> str:
        """A text of at most `limit` characters."""
        text = self.get(key, str, "", required)
        required = required and isinstance(self.content.get(key), str)
        return self._checked(text, limit, required, f'"{key}"', key)

    def wording(
        self, key: str, languages: tuple[Language, ...], limit: int, required: bool = True
    ) -> Wording:
        """A text in each of `languages`: in all of them, or, where not required, in none."""
        found = self.get(key, dict, {}, required)
        if not isinstance(self.content.get(key), dict):
            return Wording()
        for language in sorted(found.keys() - set(languages or found)):
            sentence = f'"{key}" has a text in {quoted(language)}, which is not in languages'
            self.note(sentence, key, language)
        if not required and not any(found.values()):
            return Wording()
        return Wording({lang: self._text_in(found, lang, limit, key) for lang in languages})

    def _text_in(
        self, found: Mapping[str, object], language: Language, limit: int, key: str
    ) -> str:
        text = found.get(language)
        if isinstance(text, str):
            return self._checked(text, limit, True, f'"{key}" in {quoted(language)}', key, language)
        if language in found:
            self.note(f'"{key}" in {quoted(language)} must be a text in quotes', key, language)
        else:
            self.note(f'"{key}" has no text in {quoted(language)}', key)
        return ""

    def _checked(self, text: str, limit: int, required: bool, name: str, *keys: str | int) -> str:
        """The text as the record keeps it, with a note where that would differ from the file."""
        for character in sorted(set(text)):
            if texts.cleaned(f"|{character}|") == "||":
                self.note(f"{name} holds the character U+{ord(character):04X}, not shown", *keys)
        kept = texts.cleaned(text)
        if required and not kept:
            self.note(f"{name} is empty", *keys)
        if texts.is_longer(kept, limit):
            self.note(f"{name} has {texts.length(kept):,} characters; {limit:,} fit", *keys)
        return kept

    def number(self, key: str, most: int, required: bool = True) -> int:
        """A whole number from 1 to `most`; 0 where it may be left out and is."""
        if not required and key not in self.content:
            self.get(key, int, 0)
            return 0
        number = self.get(key, int, 1, required=True)
        if not 1 <= number <= most:
            self.note(f'"{key}" must be from 1 to {most:,}', key)
        return number

    def choice(self, key: str, choices: type[_Choice], required: bool = True) -> _Choice | None:
        """One of a fixed few; None where it is not written, or none of them."""
        text = self.get(key, str, "", required)
        if not isinstance(self.content.get(key), str):
            return None
        if text in list(choices):
            return choices(text)
        one_of = f"must be one of {', '.join(choices)}, not {quoted(text)}"
        self.note(f'"{key}" {one_of}{_near(text, choices)}', key)
        return None

    def id(self, seen: dict[str, int]) -> str:
        """The id of this table. `seen` has those of its neighbours, each with its line."""
        id = self.get("id", str, "", required=True)
        if not isinstance(self.content.get("id"), str):
            return ""
        if not ID.fullmatch(id):
            self.note("the id must be at most 40 small letters, digits and _, a letter first", "id")
        elif id in seen:
            self.note(f"the id is used already on line {seen[id]}", "id")
        seen.setdefault(id, self.reading.line_of((*self.path, "id")))
        return id

    def strings(self, key: str, limit: int, required: bool = False) -> tuple[str, ...]:
        """A list of short texts."""
        found = self.get(key, list, [], required)
        for index, text in enumerate(found):
            if not isinstance(text, str):
                self.note(f'"{key}" must hold texts in quotes', key, index)
        return tuple(
            self._checked(text, limit, True, f'"{key}"', key, index)
            for index, text in enumerate(found)
            if isinstance(text, str)
        )

    def tables_of(self, key: str, noun: str) -> list["Table"]:
        """The tables under [[key]]. Sentences will call each a `noun`, with its id or its place."""
        found = self.get(key, list, [])
        tables = []
        for index, content in enumerate(found):
            if isinstance(content, dict):
                id = content.get("id")
                called = f"{noun} {quoted(id) if isinstance(id, str) else index + 1}"
                tables.append(Table(self.reading, (*self.path, key, index), content, called))
            else:
                self.note(f'"{key}" must be written as [[{key}]]', key, index)
        return tables

    def refuse_unknown_keys(self) -> None:
        """Notes every key that was never asked for: a slip of the pen would else be lost."""
        for key in sorted(self.content.keys() - self.asked):
            self.note(f"{quoted(key)} is not a key known here{_near(key, self.asked)}", key)


def quoted(written: str) -> str:
    """Something from the file, fit for a sentence on a terminal: one line, and no longer."""
    return f'"{texts.cut(texts.cleaned_line(written), 40)}"'


def _near(word: str, words: Iterable[str]) -> str:
    near = get_close_matches(word[:100], sorted(words), n=1)
    return f': is it "{near[0]}"?' if near else ""
