"""What a text stands for: how often it says no, and on which side of more/less, for/against it is.

Read with the word lists of `data/stances.toml`, on words without case and accents. This does not
understand a sentence; it counts what a translation must carry over, so that a sentence turned into
its contrary does not pass unseen.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import regex

from facilitation.folding import fold
from facilitation.model import Language
from facilitation.translation.literals import blanked

DATA = Path(__file__).resolve().parents[2] / "data" / "stances.toml"

_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}]*")
_CLAUSE_END = regex.compile(r"[.;:!?…\n]|\b(?:but|pero|sino|mais)\b", regex.IGNORECASE)

_JOINED = regex.compile(r"\b(?:and|or|nor|y|e|o|u|ni|et|ou)\b", regex.IGNORECASE)
WITHOUT = frozenset({"without", "sin", "sans"})
_NE = regex.compile(r"\bn(?:e\s|['’])", regex.IGNORECASE)  # begins another denial

LONGEST = 24  # letters of a word that are looked at

Side = tuple[str, int]  # the axis and which of its two sides, 0 or 1


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or expression of a text that says no or takes a side."""

    words: str
    start: int
    end: int
    roles: frozenset[Side]


@dataclass(frozen=True, slots=True)
class Reading:
    """The cues of one text: `denials` say no by themselves, `soft` in other words, `weak` may stand
    for a no in another language, `sided` take a side on an axis, and `actors` are named in order.
    `noes` counts all that say no, also those that only say it again; `joined` are those of them in
    a list (neither ... nor), and `doubles` deny a softer no (no lack of).
    """

    denials: tuple[Cue, ...] = ()
    soft: tuple[Cue, ...] = ()
    weak: tuple[Cue, ...] = ()
    sided: tuple[Cue, ...] = ()
    actors: tuple[Cue, ...] = ()
    noes: int = 0
    joined: int = 0
    doubles: int = 0

    def on(self, axis: str) -> list[tuple[int, Cue]]:
        """The sides taken on one axis, in order, with the words that take them."""
        return [
            (side, cue) for cue in self.sided for name, side in sorted(cue.roles) if name == axis
        ]

    def axes(self) -> list[str]:
        return sorted({axis for cue in self.sided for axis, _ in cue.roles})


HARD: Side = ("negation", 0)
SOFT: Side = ("negation", 1)
WEAK: Side = ("negation", 2)
ECHO: Side = ("negation", 3)
SKIP: Side = ("negation", 4)
ACTOR = "actors"
CONDITION = "condition"  # if and unless: unless you ask, if you do not ask
_NEGATION = ("hard", "soft", "weak", "echo", "skip")  # in the order of the sides above


@dataclass(slots=True)
class _Lists:
    """The patterns of one language: whole words, beginnings, expressions by their first word, and
    regular expressions. `shape`: words of this form may stand for a no (un...able, ...less).
    """

    exact: dict[str, set[Side]] = field(default_factory=dict)
    beginnings: dict[str, set[Side]] = field(default_factory=dict)
    expressions: dict[str, dict[str, set[Side]]] = field(default_factory=dict)
    regexes: dict[str, set[Side]] = field(default_factory=dict)
    shape: str = ""

    def add(self, patterns: str, side: Side) -> None:
        for pattern in regex.split(r", |,$", " ".join(patterns.split())):
            first = pattern.partition(" ")[0]
            if pattern.startswith("/"):
                self.regexes.setdefault(pattern[1:-1], set()).add(side)
            elif _WORD.fullmatch(pattern.removesuffix("*")):
                shelf = self.beginnings if pattern.endswith("*") else self.exact
                shelf.setdefault(pattern.removesuffix("*"), set()).add(side)
            elif _WORD.fullmatch(first):
                self.expressions.setdefault(first, {}).setdefault(_as_regex(pattern), set()).add(
                    side
                )
            elif pattern:
                self.regexes.setdefault(rf"(?<!\w){_as_regex(pattern)}", set()).add(side)

    def expression_at(self, word: str, flat: str, start: int) -> tuple[int, set[Side]] | None:
        """Where the longest expression that begins with `word` ends, and all its sides."""
        found: dict[int, set[Side]] = {}
        for pattern, sides in self.expressions.get(word, {}).items():
            if match := _compiled(pattern).match(flat, start):
                found.setdefault(match.end(), set()).update(sides)
        return max(found.items(), key=lambda one: one[0]) if found else None

    def roles(self, word: str) -> frozenset[Side]:
        """All sides of a single word, by itself or by how it begins."""
        sides = set(self.exact.get(word, ()))
        for cut in range(2, min(len(word), LONGEST) + 1):
            sides |= self.beginnings.get(word[:cut], set())
        if not sides and self.shape and _compiled(self.shape).fullmatch(word[:LONGEST]):
            sides.add(WEAK)
        return frozenset(sides)


@lru_cache(maxsize=1)
def _lists() -> Mapping[Language, _Lists]:
    lists: dict[Language, _Lists] = {}
    for axis, listed in tomllib.loads(DATA.read_text(encoding="utf-8")).items():
        if axis == ACTOR:
            for number, actor in enumerate(listed):
                for language, patterns in actor.items():
                    lists.setdefault(language, _Lists()).add(patterns, (ACTOR, number))
            continue
        for language, entry in listed.items():
            if axis == "negation":
                lists.setdefault(language, _Lists()).shape = entry["shape"]
            sides = list(map(entry.get, _NEGATION)) if axis == "negation" else entry
            for side, patterns in enumerate(sides):
                lists.setdefault(language, _Lists()).add(patterns, (axis, side))
    return lists


def _as_regex(pattern: str) -> str:
    words = regex.escape(pattern).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    return words if pattern.endswith("'") else rf"{words}(?!\w)"


@lru_cache(maxsize=2_048)
def _compiled(pattern: str) -> "regex.Pattern[str]":
    return regex.compile(pattern)


def knows(language: Language) -> bool:
    """Whether there are word lists for this language."""
    return language in _lists()


def read(text: str, language: Language) -> Reading:
    """The cues of `text`; none in a language without word lists."""
    if not knows(language):
        return Reading()
    flat, origins = _flat(blanked(text))
    cues = [
        Cue(
            text[origins[start] : origins[end - 1] + 1], origins[start], origins[end - 1] + 1, roles
        )
        for start, end, roles in _cues(flat, _lists()[language])
    ]
    denials, joined = _denials(text, cues)
    return Reading(
        joined=joined,
        denials=tuple(denials),
        soft=tuple(cue for cue in cues if SOFT in cue.roles),
        weak=tuple(cue for cue in cues if WEAK in cue.roles),
        sided=tuple(
            replace(cue, roles=sides)
            for cue in cues
            if (sides := frozenset(s for s in cue.roles if s[0] not in ("negation", ACTOR)))
        ),
        noes=sum(HARD in cue.roles and SKIP not in cue.roles for cue in cues),
        doubles=sum(_denies_a_no(text, denial, cues) for denial in denials),
        actors=tuple(cue for cue in cues if any(axis == ACTOR for axis, _ in cue.roles)),
    )


def _denies_a_no(text: str, denial: Cue, cues: list[Cue]) -> bool:
    """Whether a softer no follows within two words."""
    following = (cue for cue in cues if cue.start >= denial.end and cue.roles & {SOFT, WEAK})
    return any(len(_WORD.findall(text[denial.end : cue.start])) <= 2 for cue in following)


_letter = lru_cache(maxsize=4_096)(fold)


def _flat(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and where in `text` each of its characters stands."""
    flat: list[str] = []
    origins: list[int] = []
    for at, letter in enumerate(text):
        folded = {"’": "'", "\n": "."}.get(letter) or _letter(letter)
        flat.append(folded)
        origins.extend([at] * len(folded))
    return "".join(flat), origins


def _cues(flat: str, lists: _Lists) -> list[tuple[int, int, frozenset[Side]]]:
    """Expressions first; the words they are made of do not count again."""
    cues = []
    covered: set[int] = set()
    for (start, end), sides in _matches(flat, lists):
        if start not in covered:
            cues.append((start, end, sides))
            covered.update(range(start, end))
    for word in _WORD.finditer(flat):
        if word.start() in covered:
            continue
        if expression := lists.expression_at(word[0], flat, word.start()):
            cues.append((word.start(), expression[0], frozenset(expression[1])))
            covered.update(range(word.start(), expression[0]))
        elif roles := lists.roles(word[0]):
            cues.append((*word.span(), roles))
    return sorted(cues, key=lambda cue: cue[0])


def _matches(flat: str, lists: _Lists) -> list[tuple[tuple[int, int], frozenset[Side]]]:
    """What the regular expressions find, the longest first."""
    found: dict[tuple[int, int], set[Side]] = {}
    for pattern, sides in lists.regexes.items():
        for match in _compiled(pattern).finditer(flat):
            found.setdefault(match.span(), set()).update(sides)
    longest = sorted(found, key=lambda span: (span[0] - span[1], span[0]))
    return [(span, frozenset(found[span])) for span in longest]


def _denials(text: str, cues: list[Cue]) -> tuple[list[Cue], int]:
    """The cues that say no, without those that only say it again in the same clause, and how many
    of those are in a list with the one before.
    """
    kept: list[Cue] = []
    joined = 0
    for cue in cues:
        if SKIP in cue.roles:
            continue
        if ECHO in cue.roles and kept and _is_echo(text, kept[-1], cue):
            joined += bool(HARD in cue.roles and _JOINED.search(text, kept[-1].end, cue.end))
        elif HARD in cue.roles:
            kept.append(cue)
    return kept, joined


def _is_echo(text: str, denial: Cue, cue: Cue) -> bool:
    """Whether `cue` stands in the clause of a no before it, and not in a denial of its own."""
    between = text[denial.end : cue.start]
    is_phrase = fold(denial.words) in WITHOUT and "," in between  # sans eux, jamais
    return not (_CLAUSE_END.search(between) or _NE.search(between) or is_phrase)
