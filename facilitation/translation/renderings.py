"""What an engine gives back, and the three ways in which it can fail.

    FacilitationError
    └── EngineError      the text was not translated; `trouble` says why
        ├── Transient    try again later: time-out, connection, 429, 5xx, a garbled answer
        ├── Permanent    this text will never pass: too long, a pair the engine does not have
        └── Unavailable  no text will pass until a person changes something

No error ever carries the words that were to be translated, nor a key.
"""

from dataclasses import dataclass
from typing import Protocol

from facilitation.errors import FacilitationError
from facilitation.model import Language, Trouble
from facilitation.phrases import in_language


@dataclass(frozen=True, slots=True)
class Rendering:
    """A text in another language, with where it comes from.

    `route` names the languages passed through ("en>es>fr"). `version` is "" where the engine does
    not tell. `unknown` are the words the engine left as they were for want of knowing them, and
    `missed` the glossary terms (as they stand in the original) that could not be put in.
    """

    text: str
    engine: str
    version: str
    route: str
    unknown: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()


class EngineError(FacilitationError):
    """The text was not translated. The contribution stands as it was written."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(f"engine.trouble.{trouble}")
        self.trouble = trouble

    def __str__(self) -> str:
        """In plain English, for the command line; screens say `phrase`."""
        return in_language("en").say(self.phrase)


class Transient(EngineError):
    """Worth trying again; `retry_after` in seconds when the engine asked for a pause."""

    def __init__(self, trouble: Trouble, retry_after: float | None = None) -> None:
        super().__init__(trouble)
        self.retry_after = retry_after


class Permanent(EngineError):
    """This text will not pass, however often it is sent."""


class Unavailable(EngineError):
    """The engine is not installed, not set up or not let in: a person has to act."""


class Translator(Protocol):
    """An engine. Safe to call from several threads; `close` gives back what it holds open."""

    @property
    def name(self) -> str: ...

    def translate(self, text: str, source: Language, target: Language) -> Rendering:
        """The text in `target`. Raises Transient, Permanent or Unavailable."""
        ...

    def close(self) -> None: ...
