"""What a report is made of, before any file format: a sequence of blocks in one language.

People's words are `Words`: each format marks their language and takes them as text. What the
interface says is plain text in the language of its `Chapter`. Contributions are cited by number.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from facilitation.model import Language, Words


class Tone(StrEnum):
    """How a paragraph is meant."""

    BODY = "body"
    LEAD = "lead"  # what a chapter is about: a question as it was put
    QUIET = "quiet"
    NOTICE = "notice"  # what is missing, or not to be relied on yet


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 opens a chapter. `number` is its place ("3.1"), "" for none."""

    words: Words
    level: int
    number: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text; a blank line in it begins another paragraph."""

    words: Words
    tone: Tone = Tone.BODY


@dataclass(frozen=True, slots=True)
class Listing:
    """Names, one after the other."""

    entries: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with what they stand for, one to a line."""

    rows: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class KeyNumbers:
    """The few numbers to be seen first, each with what it counts."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Conclusive:
    """A conclusion: its number, its sentence, and all that it rests on."""

    number: int
    words: Words
    marks: tuple[str, ...]  # not approved, a machine's, not in this language
    basis: str  # how many voices, of which actors
    rests_on: str  # what introduces the evidence
    evidence: tuple[int, ...]  # numbers of contributions


@dataclass(frozen=True, slots=True)
class Translated:
    """A text in another language, and who made it."""

    words: Words
    mark: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A contribution: the words as written, then what there is of them in other languages."""

    number: int
    original: Words
    translations: tuple[Translated, ...]
    author: str
    is_entry: bool = False  # of the annex that holds them all, which quotes and evidence point to
    about: str = ""  # its themes


@dataclass(frozen=True, slots=True)
class Table:
    """Columns named in `numeric` hold numbers; `shares` are the widths of the columns."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    shares: tuple[int, ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing as SVG, what it shows in a sentence, and the table behind it."""

    svg: str
    alternative: str
    caption: str
    table: Table | None = None


Block = Heading | Paragraph | Listing | Facts | KeyNumbers | Conclusive | Quote | Table | Figure


@dataclass(frozen=True, slots=True)
class Chapter:
    """Blocks in one language of the interface; it begins on a page of its own unless it follows."""

    language: Language
    blocks: tuple[Block, ...]
    numbered: str = "{number}"  # how a contribution is cited in this language
    follows: bool = False  # on the page of the one before, where there is room


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the first page. More than one title: a report in several languages."""

    reference: str
    kinds: tuple[Words, ...]  # "Report of the round table"
    titles: tuple[Words, ...]
    lines: tuple[Words, ...]  # who organised it, when, where
    state: tuple[Paragraph, ...]  # version, sign-off, what it lacks
    numbers: KeyNumbers = field(default=KeyNumbers(()))


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `language` is the first of its languages; `contents` its tables' heading."""

    language: Language
    cover: Cover
    contents: str
    page: str  # "{page} of {pages}", in the first language
    chapters: tuple[Chapter, ...]
