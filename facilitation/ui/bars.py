"""Themes by group as bars, drawn by plotly: how much each theme was raised, and by whom.

Confirmed is filled, a machine's suggestion hatched. Labels are escaped: plotly reads markup. For a
look at what is there; while contributions pour in, the dots stand still and these are drawn anew.
"""

from collections.abc import Iterator
from html import escape

import plotly.graph_objects as go
import streamlit as st

from facilitation import charts
from facilitation.charts import Chart, Heading
from facilitation.palette import NO_GROUP, Colour
from facilitation.texts import cut
from facilitation.ui.components import Drawn, drawn, drawn_colour, show_words
from facilitation.ui.page import Page
from facilitation.ui.words import sentence

ROW, AROUND, TEXT = 34, 64, 14  # CSS pixels: of a bar with its gap, of what is around them
LABEL_LENGTH = 40  # characters of a theme beside its bar; the table behind has all of it
# No mode bar: one of its buttons would send the chart to another site.
STILL = {"displayModeBar": False, "responsive": True}


def show_bars(page: Page, chart: Chart, key: str) -> None:
    """The chart as bars; the sentence that says it stands in for those who hear it."""
    show_words(*_legend(page, chart), key=f"{key}.legend")
    st.plotly_chart(
        figure(chart, page),
        key=key,
        config=STILL,
        height=height(chart),
        alt=charts.summary(chart, page.phrases),
    )


def _legend(page: Page, chart: Chart) -> Iterator[Drawn]:
    """What colours and fillings mean. Ours wraps on a phone; plotly's would take the bars' room."""
    for column in chart.columns:
        colour = drawn_colour(column.colour or NO_GROUP)
        yield {**drawn(column.label, "legend"), "colour": colour}
    if not chart.pattern.is_confirmed_only:
        yield sentence(page, "chart.confirmed", "legend")
        yield sentence(page, "chart.suggested", "legend hatched")


def height(chart: Chart) -> int:
    return ROW * max(1, len(chart.lines)) + AROUND


def figure(chart: Chart, page: Page) -> go.Figure:
    """One bar for each line, a stretch of it for each column: filled, then hatched."""
    drawing = go.Figure()
    for place, column in enumerate(chart.columns):
        for is_confirmed in (True, False):
            drawing.add_trace(_stretch(chart, page, place, column, is_confirmed))
    _lay_out(drawing, chart, page)
    return drawing


def _stretch(chart: Chart, page: Page, place: int, column: Heading, is_confirmed: bool) -> go.Bar:
    counts = [line.counts[place] for line in chart.lines]
    numbers = [one.confirmed if is_confirmed else one.suggested for one in counts]
    state = page.say("chart.confirmed" if is_confirmed else "chart.suggested")
    colour = _ink(column.colour or NO_GROUP, page)
    hatched = {
        "shape": "/",
        "size": 9,
        "solidity": 0.18,
        "fgcolor": colour,
        "bgcolor": "rgba(0,0,0,0)",
    }
    return go.Bar(
        y=list(range(len(numbers))),
        x=numbers,
        orientation="h",
        name=escape(column.label.text),
        legendgroup=column.id or "",
        text=[page.phrases.number(n) if n else "" for n in numbers],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="inside",
        hovertext=[
            escape(f"{line.label.text} · {column.label.text} · {state}: {page.phrases.number(n)}")
            for line, n in zip(chart.lines, numbers, strict=True)
        ],
        hoverinfo="text",
        textfont={
            "size": TEXT,
            "weight": 650,
            "color": _on(column.colour or NO_GROUP, page, is_confirmed),
        },
        marker={
            "color": colour,
            "line": {"color": colour, "width": 1},
            "pattern": {} if is_confirmed else hatched,
        },
    )


def _ink(colour: Colour, page: Page) -> str:
    return colour.by(is_dark=page.is_dark)


def _on(colour: Colour, page: Page, is_confirmed: bool) -> str:
    """What a number is written with: on the filled part its own ink, on the hatched the page's."""
    return colour.ink(is_dark=page.is_dark) if is_confirmed else _text(page)


def _text(page: Page) -> str:
    return "#e8eef0" if page.is_dark else "#0b171c"


def _lay_out(drawing: go.Figure, chart: Chart, page: Page) -> None:
    font = {"size": TEXT, "color": _text(page)}
    names = [escape(cut(line.label.text, LABEL_LENGTH)) for line in chart.lines]
    bare = {"showgrid": False, "zeroline": False, "fixedrange": True, "tickfont": font}
    drawing.update_yaxes(
        **bare,
        tickvals=list(range(len(names))),
        ticktext=names,
        range=[len(names) - 0.5, -0.5],
        automargin=True,
    )
    drawing.update_xaxes(
        **bare,
        title={"text": escape(page.say("chart.voices_axis")), "font": font},
        rangemode="tozero",
    )
    drawing.update_layout(
        barmode="stack",
        bargap=0.2,
        height=height(chart),
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        showlegend=False,
        uniformtext={"minsize": TEXT, "mode": "hide"},  # what has no room is in the table
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        uirevision="kept",  # a redraw is not a new chart
    )
