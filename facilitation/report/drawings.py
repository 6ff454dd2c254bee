"""The figures of a report as SVG by hand: the same colours and signs as on the screens.

Filled is confirmed, a ring is suggested, a count stands beside each. Sizes are points on paper.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt
from textwrap import wrap

from facilitation.palette import Colour
from facilitation.texts import cleaned_line, cut

FONT, INK, FAINT = "Libertinus Serif", "#1d2b33", "#c9d3d7"
WIDTH, SIZE = 470, 9.5  # of a figure across the page, of its text
LABEL, ROW = 170, 20  # room for the labels at the left, the height of a row
LETTERS = 38  # of a label that fits there
HEAD_SIZE, LETTER = 8, 4.4  # of the words above a column, and how wide one of their letters is


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: `part` of `whole` is filled."""

    label: str
    part: int
    whole: int
    told: str
    colour: Colour


@dataclass(frozen=True, slots=True)
class Dot:
    """Voices of one group on one theme: those confirmed fill it."""

    confirmed: int
    voices: int
    is_told: bool = True  # else a dash stands there: how many there are is not shown


def bars(rows: Sequence[Bar]) -> str:
    """What was done out of what could be, one bar under the other on one scale."""
    most = max([1, *(max(row.part, row.whole) for row in rows)])
    scale = (WIDTH - LABEL - 90) / most
    drawn = []
    for place, row in enumerate(rows):
        y = place * ROW
        wide, filled = max(row.whole * scale, 0.5), row.part * scale
        drawn += [
            _text(LABEL - 8, y + 13, cut(row.label, LETTERS), "end"),
            _box(LABEL, y + 4, wide, 11, "none", row.colour.light),
            _box(LABEL, y + 4, filled, 11, row.colour.light, row.colour.light),
            _text(LABEL + max(wide, filled) + 6, y + 13, row.told),
        ]
    return _picture(drawn, len(rows) * ROW + 4)


def matrix(columns: Sequence[tuple[str, Colour]], rows: Sequence[tuple[str, Sequence[Dot]]]) -> str:
    """Themes by groups: the area of a dot is its voices."""
    step = (WIDTH - LABEL) / max(1, len(columns))
    most = max([1, *(dot.voices for _, dots in rows for dot in dots)])
    scale = (ROW / 2 - 1.5) / sqrt(most)
    longest = max([1, *(len(word) for label, _ in columns for word in label.split())])
    size = min(HEAD_SIZE, step / (longest * LETTER / HEAD_SIZE))  # no word is broken
    heads = [wrap(label, max(longest, int(step / LETTER)))[:3] for label, _ in columns]
    top = 10 * max([1, *map(len, heads)]) + 8
    drawn = []
    for place, lines in enumerate(heads):
        x = LABEL + step * (place + 0.5)
        drawn += [_text(x, 9 + 10 * n, line, "middle", size) for n, line in enumerate(lines)]
    for line, (label, dots) in enumerate(rows):
        y = top + line * ROW
        drawn.append(f'<path d="M0 {y} H{WIDTH}" stroke="{FAINT}" stroke-width="0.4"/>')
        drawn.append(_text(LABEL - 8, y + 13.5, cut(label, LETTERS), "end"))
        for place, dot in enumerate(dots):
            x = LABEL + step * (place + 0.5)
            drawn += _dot(x - 6, y + ROW / 2, dot, scale, columns[place][1])
    return _picture(drawn, top + len(rows) * ROW + 2)


def _dot(x: float, y: float, dot: Dot, scale: float, colour: Colour) -> Iterable[str]:
    if not dot.is_told:
        yield _text(x, y + 3.3, "–", "middle")
        return
    if not dot.voices:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1" fill="{FAINT}"/>'
        return
    ring, disc = scale * sqrt(dot.voices), scale * sqrt(dot.confirmed)
    yield (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{max(ring, 1.5):.2f}" fill="white" '
        f'stroke="{colour.light}" stroke-width="0.8"/>'
    )
    yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{disc:.2f}" fill="{colour.light}"/>'
    yield _text(x + scale * sqrt(dot.voices) + 4, y + 3.3, str(dot.voices))


def _text(x: float, y: float, text: str, anchor: str = "start", size: float = SIZE) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FONT}" font-size="{size}" fill="{INK}" '
        f'text-anchor="{anchor}">{escape(cleaned_line(text))}</text>'
    )


def _box(x: float, y: float, width: float, height: float, fill: str, line: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height}" '
        f'fill="{fill}" stroke="{line}" stroke-width="0.8"/>'
    )


def _picture(drawn: Iterable[str], height: float) -> str:
    size = f'width="{WIDTH}pt" height="{height}pt" viewBox="0 0 {WIDTH} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(drawn)}</svg>'
