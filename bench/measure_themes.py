"""How well suggestions agree with a coder: precision, recall, F1, and per language."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """A contribution as a person coded it. No themes: mere procedure."""

    id: str
    language: str
    text: str
    themes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Measure:
    """`hit`: share of texts with a theme for which a right one was among the suggestions.
    `false_procedure`: share of texts without a theme that were given one."""

    texts: int
    precision: float
    recall: float
    hit: float
    false_procedure: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read_rows(path: Path) -> list[Row]:
    """The coded contributions of a JSON lines file."""
    coded = map(json.loads, path.read_text("utf-8").splitlines())
    return [Row(one["id"], one["lang"], one["text"], frozenset(one["themes"])) for one in coded]


def measure(pairs: Iterable[tuple[Row, Sequence[str]]]) -> Measure:
    """Micro-averaged over all (text, theme) pairs; every suggestion counts as given."""
    pairs = [(row, frozenset(given)) for row, given in pairs]
    right = sum(len(row.themes & given) for row, given in pairs)
    coded = [(row, given) for row, given in pairs if row.themes]
    idle = [given for row, given in pairs if not row.themes]
    return Measure(
        len(pairs),
        right / max(1, sum(len(given) for _, given in pairs)),
        right / max(1, sum(len(row.themes) for row, _ in pairs)),
        sum(bool(row.themes & given) for row, given in coded) / max(1, len(coded)),
        sum(map(bool, idle)) / max(1, len(idle)),
    )


def table(rows: Sequence[Row], given: Callable[[Row], Sequence[str]]) -> str:
    """A line per language and one for all, as docs/themes.md prints them."""
    pairs = [(row, given(row)) for row in rows]
    lines = ["| language | texts | P | R | F1 | right theme among them | procedure given a theme |"]
    lines.append("|---|---|---|---|---|---|---|")
    for language in ("all", *sorted({row.language for row in rows})):
        m = measure(pair for pair in pairs if language in ("all", pair[0].language))
        lines.append(
            f"| {language} | {m.texts} | {m.precision:.2f} | {m.recall:.2f} | {m.f1:.3f} "
            f"| {m.hit:.0%} | {m.false_procedure:.0%} |"
        )
    return "\n".join(lines)
