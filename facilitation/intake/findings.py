"""What reading a file found out: its records, what was left out, what a person has to look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from facilitation.errors import Refused
from facilitation.phrases import Phrases

Record = TypeVar("Record")


class BadFile(Refused):
    """A file that cannot be taken: nothing of it is imported. Names the file, the line, the way
    out."""

    def __init__(self, phrase: str, file: str, line: int, **values: object) -> None:
        super().__init__(phrase, file=file, line=line, **values)
        self.file = file
        self.line = line


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence to be said about one place of a file, in the reader's language.

    `line` counts from 1, as an editor and a spreadsheet do. `values` go into the phrase.
    """

    phrase: str
    file: str
    line: int
    values: Mapping[str, object] = field(default_factory=dict)

    def say(self, phrases: Phrases) -> str:
        return phrases.say(self.phrase, file=self.file, line=self.line, **self.values)


@dataclass(frozen=True, slots=True)
class Reading(Generic[Record]):
    """One file, or several of one meeting, as read. Nothing is stored by reading.

    `problems` are lines a person should look at; `left_out` says what was dropped or merged, and
    why.
    """

    records: tuple[Record, ...]
    problems: tuple[Finding, ...] = ()
    left_out: tuple[Finding, ...] = ()
