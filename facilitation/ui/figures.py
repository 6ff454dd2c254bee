"""The charts on the screens, kept still between redraws, with the table behind each."""

import streamlit as st

from facilitation import charts, patterns
from facilitation.charts import Look, column_label, label
from facilitation.palette import colour_of_group
from facilitation.patterns import Pattern
from facilitation.ui.components import Drawn, drawn, drawn_colour, show_matrix, show_table
from facilitation.ui.page import Page

STILL = {"displayModeBar": False, "responsive": True}


def matrix(page: Page, pattern: Pattern) -> Drawn:
    """Themes by groups as our own component takes them: it redraws in place, without a flash."""
    return {
        "columns": [
            {
                "id": column.group.id if column.group else "",
                "label": drawn(column_label(column, page.phrases)),
                "count": page.phrases.number(column.voices),
                "colour": drawn_colour(colour_of_group(column.group)),
            }
            for column in pattern.columns
        ],
        "rows": [
            {
                "id": row.code.id,
                "label": drawn(label(row, page.phrases)),
                "cells": [[count.confirmed, count.voices] for count in row.counts],
                "voices": row.whole.voices,
            }
            for row in pattern.rows
        ],
        "say": {
            "caption": page.say("chart.themes"),
            "confirmed": page.say("chart.confirmed"),
            "suggested": page.say("chart.suggested"),
        },
    }


def pattern_now(page: Page) -> Pattern:
    """Of the part on the table, or of the whole session where that part asks nothing."""
    part = page.session.part
    part_id = part.id if part.takes_contributions else patterns.WHOLE
    return patterns.themes_by_group(page.store, page.session, part_id)


def show_live_themes(page: Page) -> None:
    """Themes by groups of the part on the table, while contributions come in."""
    pattern = pattern_now(page)
    show_matrix(matrix(page, pattern), key="themes")
    _show_table_behind(page, pattern)


def show_themes(page: Page, part_id: str, look: Look) -> None:
    """Themes by groups of a part ("": the whole session), as a figure to study."""
    pattern = patterns.themes_by_group(page.store, page.session, part_id)
    st.plotly_chart(
        charts.themes_figure(pattern, page.phrases, look),
        key="themes",
        config=STILL,
        height=look.height,
        alt=charts.summary(pattern, page.phrases),
    )
    _show_table_behind(page, pattern)


def _show_table_behind(page: Page, pattern: Pattern) -> None:
    st.caption(charts.coverage(pattern, page.phrases))
    with st.expander(page.say("chart.table_behind"), key="table_behind"):
        show_table(charts.themes_table(pattern, page.phrases), key="themes_table")
