"""The codebook: the themes a session is coded with, their definitions and their words."""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from facilitation.errors import PlanProblem
from facilitation.model import Axis, Code, Language, Wording

TABLES = {Axis.THEME: "theme", Axis.POINT: "point"}
TEXTS = ("label", "short", "full", "counterexample")
LISTS = ("include", "exclude", "examples")
CUES = ("strong", "weak")
OWN = ("id", "is_retired", "replaced_by")  # what a theme has in no language
ID = re.compile(r"[a-z][a-z0-9_]*")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of a theme in one language. A strong one decides alone, a weak one with another."""

    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the codebook, or a point of the proposal, as a coder reads it."""

    id: str
    axis: Axis
    label: Wording
    short: Wording
    full: Wording
    counterexample: Wording
    include: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    exclude: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    examples: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    cues: Mapping[Language, Cues] = field(default_factory=dict)
    is_retired: bool = False
    replaced_by: tuple[str, ...] = ()  # of a retired one: what it went into, or was split into

    @property
    def code(self) -> Code:
        """What the record keeps of it."""
        return Code(self.id, self.axis, self.label, self.full or self.short, self.is_retired)


@dataclass(frozen=True, slots=True)
class Codebook:
    """The themes of a session and the points of its proposal, in order.

    `version` is a hash of the file, and two codebooks of one version are the same codebook.
    """

    version: str
    id: str = field(compare=False)
    themes: tuple[Theme, ...] = field(compare=False)
    points: tuple[Theme, ...] = field(compare=False)
    uses_shipped_lexicon: bool = field(compare=False)

    def every(self, axis: Axis) -> tuple[Theme, ...]:
        """The themes of one axis, the retired ones included."""
        return self.themes if axis is Axis.THEME else self.points

    def on(self, axis: Axis) -> tuple[Theme, ...]:
        """The themes of one axis that are still in use."""
        return tuple(theme for theme in self.every(axis) if not theme.is_retired)

    def theme(self, axis: Axis, id_: str) -> Theme | None:
        return next((theme for theme in self.every(axis) if theme.id == id_), None)

    def heirs(self, axis: Axis, id_: str) -> tuple[str, ...]:
        """What is in use in the place of a theme: itself, what it was merged or split into."""
        theme = self.theme(axis, id_)
        if theme is None or not theme.is_retired:
            return (id_,) if theme else ()
        found = (heir for name in theme.replaced_by for heir in self.heirs(axis, name))
        return tuple(dict.fromkeys(found))


def load_codebook(path: Path) -> Codebook:
    """The codebook in the TOML file at `path`. Raises PlanProblem naming the lines."""
    try:
        return read_codebook(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as problem:
        raise PlanProblem(f"{path.name}: cannot be read ({problem})") from problem


def read_codebook(text: str, name: str = "codebook.toml") -> Codebook:
    """The codebook written in `text`. Raises PlanProblem with every problem and its line."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise PlanProblem(f"{name}: {problem}") from problem
    found = tuple(_problems(content))
    if found:
        raise PlanProblem(
            *(f"{name}, line {_line(text, where)}: {problem}" for where, problem in found)
        )
    return Codebook(
        version=hashlib.sha256(text.encode()).hexdigest()[:12],
        id=content.get("id", ""),
        themes=tuple(_theme(table, Axis.THEME) for table in content.get("theme", ())),
        points=tuple(_theme(table, Axis.POINT) for table in content.get("point", ())),
        uses_shipped_lexicon=content.get("uses_shipped_lexicon", False),
    )


def split_cues(written: str) -> tuple[str, ...]:
    """The cues of a comma-separated text, each once, in the order written."""
    return tuple(dict.fromkeys(cue for part in written.split(",") if (cue := part.strip())))


def _theme(table: Mapping[str, Any], axis: Axis) -> Theme:
    blocks = {key: block for key, block in table.items() if isinstance(block, dict)}

    def wording(key: str) -> Wording:
        return Wording({lang: block[key] for lang, block in blocks.items() if key in block})

    def lists(key: str) -> dict[Language, tuple[str, ...]]:
        return {lang: tuple(block[key]) for lang, block in blocks.items() if key in block}

    return Theme(
        id=table["id"],
        axis=axis,
        label=wording("label"),
        short=wording("short"),
        full=wording("full"),
        counterexample=wording("counterexample"),
        include=lists("include"),
        exclude=lists("exclude"),
        examples=lists("examples"),
        cues={
            lang: Cues(*(split_cues(block.get(key, "")) for key in CUES))
            for lang, block in blocks.items()
        },
        is_retired=table.get("is_retired", False),
        replaced_by=tuple(table.get("replaced_by", ())),
    )


# Where a problem is: the kind of table, which of them, the language block, the key.
Place = tuple[str, int, str, str]


def _problems(content: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """What stands in the way of using it, each with its place."""
    for key in content.keys() - {"id", "uses_shipped_lexicon", *TABLES.values()}:
        yield ("", 0, "", key), f"'{key}' is not a word of a codebook"
    if not isinstance(content.get("uses_shipped_lexicon", False), bool):
        yield ("", 0, "", "uses_shipped_lexicon"), "uses_shipped_lexicon is true or false"
    if not content.get("theme"):
        yield ("", 0, "", ""), "no theme: write at least one [[theme]]"
    for kind in TABLES.values():
        tables = content.get(kind, [])
        if not isinstance(tables, list):
            yield (kind, 0, "", ""), f"write [[{kind}]], with two brackets"
            continue
        seen: set[str] = set()
        for index, table in enumerate(tables):
            yield from _problems_of(kind, index, table, seen)
        yield from _problems_of_heirs(kind, tables)


def _problems_of_heirs(kind: str, tables: list[Mapping[str, Any]]) -> Iterator[tuple[Place, str]]:
    """Only what is retired is replaced, and by what stands before or after it, never in a ring."""
    named = {table.get("id"): table.get("replaced_by", ()) for table in tables}
    for index, table in enumerate(tables):
        heirs, place = table.get("replaced_by", []), (kind, index, "", "replaced_by")
        if not isinstance(heirs, list) or not all(isinstance(heir, str) for heir in heirs):
            yield place, 'replaced_by is a list of ids: ["…", "…"]'
        elif heirs and table.get("is_retired") is not True:
            yield place, "replaced_by is for a retired one: write is_retired = true"
        elif unknown := [heir for heir in heirs if heir not in named]:
            yield place, f"replaced_by names '{unknown[0]}', which is not there"
        elif heirs and table.get("id") in _reached(named, heirs):
            yield place, "replaced_by leads back to where it began"


def _reached(named: Mapping[Any, Any], first: list[str]) -> set[str]:
    """All that is reached from some ids by going from heir to heir."""
    reached: set[str] = set()
    ahead = list(first)
    while ahead:
        heir = ahead.pop()
        if heir not in reached:
            reached.add(heir)
            ahead.extend(one for one in named.get(heir, ()) if isinstance(one, str))
    return reached


def _problems_of(
    kind: str, index: int, table: Mapping[str, Any], seen: set[str]
) -> Iterator[tuple[Place, str]]:
    """What is wrong with one theme or point."""
    id = table.get("id")
    if not isinstance(id, str) or not ID.fullmatch(id):
        yield (kind, index, "", "id"), f"a {kind} needs an id of small letters, digits and _"
    elif id in seen:
        yield (kind, index, "", "id"), f"the id '{id}' is used twice"
    seen.add(str(id))
    if not isinstance(table.get("is_retired", False), bool):
        yield (kind, index, "", "is_retired"), "is_retired is true or false"
    blocks = {key: value for key, value in table.items() if key not in OWN}
    if not blocks:
        yield (kind, index, "", ""), f"'{id}' has no label: write [{kind}.en] and label = …"
    for language, block in blocks.items():
        if not LANGUAGE.fullmatch(language) or not isinstance(block, dict):
            yield (kind, index, "", language), f"'{language}' is not a word of a {kind}"
        else:
            for key, problem in _problems_of_block(kind, language, block):
                yield (kind, index, language, key), problem


def _problems_of_block(
    kind: str, language: Language, block: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """What is wrong with one language of a theme, and under which key."""
    if not str(block.get("label", "")).strip():
        yield "", f"[{kind}.{language}] has no label"
    for key, value in block.items():
        if key in LISTS:
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                yield key, f'{key} is a list of texts: ["…", "…"]'
        elif key not in (*TEXTS, *CUES):
            yield key, f"'{key}' is not a word of [{kind}.{language}]"
        elif not isinstance(value, str):
            yield key, f'{key} is a text in quotes: "…"'


def _line(text: str, place: Place) -> int:
    """The line a place is written on, counted from 1; where it is missing, its table's line."""
    kind, index, language, key = place
    lines = text.splitlines()
    start, end = 0, len(lines)
    if kind:
        heads = [n for n, line in enumerate(lines) if re.match(rf"\s*\[\[?{kind}\]\]?\s*", line)]
        start = heads[index] if index < len(heads) else 0
        end = heads[index + 1] if index + 1 < len(heads) else len(lines)
    if language:
        start = _find(lines, rf"\s*\[{kind}\.{re.escape(language)}\]", start, end)
    return _find(lines, rf"\s*{re.escape(key)}\s*=", start, end) + 1 if key else start + 1


def _find(lines: list[str], pattern: str, start: int, end: int) -> int:
    return next((n for n in range(start, end) if re.match(pattern, lines[n])), start)
