"""The charts on the screens: kept still between redraws, with the table behind each."""

import streamlit as st

from facilitation import charts, patterns
from facilitation.charts import Look
from facilitation.ui.components import show_table
from facilitation.ui.page import Page

PLAIN = {"displayModeBar": False, "responsive": True}


def show_themes(page: Page, part_id: str, look: Look, *, has_table: bool = True) -> None:
    """Themes by groups of a part ("": the whole session), and the table behind."""
    pattern = patterns.themes_by_group(page.store, page.session, part_id)
    st.plotly_chart(
        charts.themes_figure(pattern, page.phrases, look),
        key=f"themes.{part_id}",
        config=PLAIN,
        height=look.height,
        alt=charts.summary(pattern, page.phrases),
    )
    if has_table:
        st.caption(charts.coverage(pattern, page.phrases))
        with st.expander(page.say("chart.table_behind")):
            show_table(charts.themes_table(pattern, page.phrases), key=f"themes_table.{part_id}")
