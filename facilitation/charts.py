"""The figures of a round table, and the table behind each.

A figure draws what `patterns` counted and nothing else. Confirmed is filled, a machine's suggestion
is outlined; the number of voices is always written. Labels are escaped: plotly reads markup.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt
from textwrap import wrap

import plotly.graph_objects as go

from facilitation.model import Words
from facilitation.palette import colour_of_group
from facilitation.patterns import Column, Count, Pattern, Row
from facilitation.phrases import Phrases
from facilitation.texts import cut

HEADING_WIDTH, HEADING_LINES = 18, 3  # characters of a group's name on a line above its column
LABEL_LENGTH = 34  # characters of a theme beside its row; the table behind has all of it


@dataclass(frozen=True, slots=True)
class Look:
    """What a figure is drawn for: sizes in CSS pixels."""

    height: int
    text: int
    is_dark: bool = False

    @property
    def ink(self) -> str:
        return "#e8eef0" if self.is_dark else "#0b171c"

    @property
    def ground(self) -> str:
        return "#0f1b20" if self.is_dark else "#ffffff"

    @property
    def faint(self) -> str:
        return "#31444c" if self.is_dark else "#d5dde0"


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind a figure: the first cell of a row names it."""

    caption: str
    header: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]


def themes_figure(pattern: Pattern, phrases: Phrases, look: Look) -> go.Figure:
    """Themes by groups as a dot matrix: the area of a dot is its voices.

    The filled part is confirmed, the ring around it suggested. Rows and columns stand where the
    session's plan puts them, so nothing moves while people speak.
    """
    figure = go.Figure()
    most = max([1, *(count.voices for row in pattern.rows for count in row.counts)])
    scale = _dot_limit(pattern, look) / sqrt(most)
    for place, column in enumerate(pattern.columns):
        counts = [row.counts[place] for row in pattern.rows]
        figure.add_traces(_dots(place, column, counts, scale, look))
    _set_axes(figure, pattern, phrases, look)
    return figure


def _dot_limit(pattern: Pattern, look: Look) -> float:
    """The widest dot that touches no neighbour above or below."""
    return (look.height - _heading_height(look)) / max(1, len(pattern.rows)) - 2


def _heading_height(look: Look) -> float:
    return (HEADING_LINES + 1) * 1.4 * look.text


def _dots(
    place: int, column: Column, counts: Sequence[Count], scale: float, look: Look
) -> list[go.Scatter]:
    colour = colour_of_group(column.group).by(is_dark=look.is_dark)
    rows = list(range(len(counts)))
    voices = [count.voices for count in counts]
    rings = {
        "size": [scale * sqrt(n) if n else look.text / 4 for n in voices],
        "color": look.ground,
        "line": {
            "color": [colour if n else look.faint for n in voices],
            "width": max(1.5, look.text / 10),
        },
    }
    discs = {"size": [scale * sqrt(count.confirmed) for count in counts], "color": colour}
    numbers = {
        "text": [str(n) if n else "" for n in voices],
        "textfont": {"size": look.text, "color": look.ink},
        "textposition": "middle right",
    }
    shared = {"y": rows, "hoverinfo": "skip", "showlegend": False, "cliponaxis": False}
    at = [place] * len(rows)
    return [
        go.Scatter(x=at, mode="markers", marker={**rings, "opacity": 1}, **shared),
        go.Scatter(
            x=at, mode="markers", marker={**discs, "opacity": 1, "line": {"width": 0}}, **shared
        ),
        go.Scatter(x=[place + 0.16] * len(rows), mode="text", **numbers, **shared),
    ]


def _set_axes(figure: go.Figure, pattern: Pattern, phrases: Phrases, look: Look) -> None:
    themes = [label(row, phrases).text for row in pattern.rows]
    groups = [_heading(column, phrases) for column in pattern.columns]
    font = {"size": look.text, "color": look.ink}
    bare = {"showgrid": False, "zeroline": False, "fixedrange": True, "tickfont": font}
    figure.update_xaxes(
        **bare,
        tickvals=list(range(len(groups))),
        ticktext=groups,
        range=[-0.5, len(groups) - 0.4],
        side="top",
        tickangle=0,
    )
    figure.update_yaxes(
        **bare,
        tickvals=list(range(len(themes))),
        ticktext=[escape(cut(theme, LABEL_LENGTH)) for theme in themes],
        range=[len(themes) - 0.5, -0.5],
        automargin=True,
    )
    figure.update_layout(
        height=look.height,
        margin={"l": 8, "r": 8, "t": round(_heading_height(look)), "b": 4},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        uirevision="kept",  # a redraw is not a new chart
    )


def _heading(column: Column, phrases: Phrases) -> str:
    lines = wrap(column_label(column, phrases).text, HEADING_WIDTH)
    name = "<br>".join(f"<b>{escape(line)}</b>" for line in lines)
    return f"{name}<br>{phrases.say('chart.voices', n=column.voices)}"


def themes_table(pattern: Pattern, phrases: Phrases) -> Table:
    """The table behind: for each theme and group, voices confirmed and only suggested."""

    def said(count: Count) -> Words:
        key = "chart.cell_suggested" if count.suggested else "chart.cell"
        text = phrases.say(key, confirmed=count.confirmed, suggested=count.suggested)
        return Words(text if count.voices else phrases.number(0), phrases.language)

    return Table(
        phrases.say("chart.themes"),
        (
            Words(phrases.say("chart.theme"), phrases.language),
            *(column_label(column, phrases) for column in pattern.columns),
            Words(phrases.say("chart.whole"), phrases.language),
        ),
        tuple(
            (label(row, phrases), *map(said, row.counts), said(row.whole)) for row in pattern.rows
        ),
    )


def label(row: Row, phrases: Phrases) -> Words:
    """A theme as its codebook calls it."""
    return row.code.label.in_language(phrases.language)


def column_label(column: Column, phrases: Phrases) -> Words:
    """A group as the session calls it, or the others."""
    if column.group is None:
        return Words(phrases.say("chart.no_group"), phrases.language)
    return column.group.label.in_language(phrases.language)


def coverage(pattern: Pattern, phrases: Phrases) -> str:
    """What the figure rests on, to be read with it: contributions, checked, without a theme."""
    return phrases.say(
        "chart.coverage",
        n=pattern.contributions,
        checked=phrases.number(pattern.checked),
        unassigned=phrases.number(pattern.unassigned),
    )


def summary(pattern: Pattern, phrases: Phrases) -> str:
    """The figure in one sentence, for those who hear it."""
    most = max(pattern.rows, key=lambda row: row.whole.voices, default=None)
    if most is None or not most.whole.voices:
        return phrases.say("chart.nothing_yet")
    return phrases.say(
        "chart.summary",
        theme=label(most, phrases).text,
        n=most.whole.voices,
        of=phrases.number(pattern.voices),
    )
