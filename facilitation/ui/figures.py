"""Charts as our components draw them: in place, without a flash, the same on every screen."""

from facilitation import charts, patterns
from facilitation.charts import Chart, ChartKind, Reader
from facilitation.model import Axis
from facilitation.patterns import Count, Scope
from facilitation.ui.components import Drawn, drawn, drawn_colour
from facilitation.ui.page import Page
from facilitation.uncertainty import Share

LOOKS = {
    ChartKind.PROFILES: "lengths",
    ChartKind.LANGUAGES: "lengths",
    ChartKind.MINUTES: "strips",
}


def reader_of(page: Page) -> Reader:
    """Whoever is at this screen."""
    return Reader(page.phrases, page.zone)


def chart_now(page: Page, kind: ChartKind, axis: Axis = Axis.THEME) -> Chart:
    """A chart of the part on the table, or of the whole session where that part asks nothing."""
    part = page.session.part
    scope = Scope(part.id if part.takes_contributions else patterns.WHOLE)
    return charts.chart_of(page.store, page.session, kind, reader_of(page), scope, axis)


def drawn_chart(page: Page, chart: Chart) -> Drawn:
    """A chart as the components take it. Nothing in it depends on whose screen it is."""
    phrases = page.phrases
    is_timed = chart.kind is ChartKind.MINUTES
    has_suggestions = chart.is_coded and not chart.pattern.is_confirmed_only
    return {
        "look": LOOKS.get(chart.kind, "dots"),
        "columns": [
            {
                "id": column.id or "",
                "label": drawn(column.label),
                "count": phrases.number(column.voices) if charts.tells(chart, column) else "–",
                "colour": column.colour and drawn_colour(column.colour),
                "over": drawn(column.over) if column.over else None,
            }
            for column in chart.columns
        ],
        "rows": [
            {
                "id": line.id,
                "label": drawn(line.label),
                "cells": [
                    _cell(page, line.label.text, column, count, is_timed)
                    if charts.tells(chart, column)
                    else _untold(page, line.label.text, column)
                    for column, count in zip(chart.columns, line.counts, strict=True)
                ],
                "voices": line.whole.voices,
            }
            for line in chart.lines
        ],
        "say": {
            "caption": charts.title(chart, phrases),
            "confirmed": page.say("chart.confirmed"),
            "suggested": page.say("chart.suggested") if has_suggestions else "",
            "hint": page.say(_hint(chart)),
        },
    }


def _hint(chart: Chart) -> str:
    if chart.is_coded and chart.pattern.is_without_confirmed:
        return "chart.none_confirmed"
    if chart.lines:
        return "chart.hint"
    is_told = all(charts.tells(chart, one) for one in chart.columns if one.id)
    return "chart.none_common" if is_told else "chart.common_not_told"


def _untold(page: Page, name: str, column: charts.Heading) -> Drawn:
    """A cell of a group that nobody spoke for as a kind that may be told."""
    told = page.say("confidentiality.not_shown")
    said = page.say("chart.cell", theme=name, column=column.label.text, told=told)
    numbers = {"confirmed": 0, "voices": 0, "total": 0, "low": None, "high": None}
    return {**numbers, "short": "", "said": said, "mark": "–"}


def _cell(page: Page, name: str, column: charts.Heading, count: Count, is_timed: bool) -> Drawn:
    """A cell in numbers and in words. Over a stretch of time a share would say little: no total."""
    share = Share(count.voices, column.voices)
    interval = None if is_timed or not share.is_percentage else share.interval
    told = charts.told(count, column.voices, page.phrases)
    return {
        "confirmed": count.confirmed,
        "voices": count.voices,
        "total": column.voices,
        "low": interval and interval.low,
        "high": interval and interval.high,
        "short": charts.in_short(share, page.phrases) if count.voices else "",
        "said": page.say("chart.cell", theme=name, column=column.label.text, told=told),
    }
