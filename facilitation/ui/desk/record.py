"""The record, filtered, in the reader's words."""

import streamlit as st

from facilitation.exports import record
from facilitation.phrases import name_of
from facilitation.ui.page import Page
from facilitation.ui.records import Choice, chosen, frame, label_of

TABLE_HEIGHT = 460


def _choose(page: Page) -> Choice:
    """The filters, in one row: nothing chosen shows all."""
    plan = page.session.plan
    parts, actors, languages, themes, texts = st.columns(5)
    words = texts.text_input(page.say("rapporteur.search"), key="search")
    return Choice(
        part=parts.selectbox(
            page.say("rapporteur.column.part"),
            ["", *(part.id for part in plan.parts if part.takes_contributions)],
            format_func=lambda id_: label_of(page, plan.parts, id_) or page.say("rapporteur.all"),
            key="part",
        ),
        actor=actors.selectbox(
            page.say("rapporteur.column.actor"),
            ["", *(actor.id for actor in plan.actors)],
            format_func=lambda id_: label_of(page, plan.actors, id_) or page.say("rapporteur.all"),
            key="actor",
        ),
        language=languages.selectbox(
            page.say("rapporteur.column.language"),
            ["", *plan.languages],
            format_func=lambda id_: (
                name_of(id_, page.language) if id_ else page.say("rapporteur.all")
            ),
            key="language",
        ),
        theme=themes.selectbox(
            page.say("rapporteur.column.themes"),
            ["", *(theme.id for theme in plan.themes)],
            format_func=lambda id_: label_of(page, plan.themes, id_) or page.say("rapporteur.all"),
            key="theme",
        ),
        words=words,
    )


def show_record(page: Page) -> None:
    """The record, filtered."""
    lines = record.lines(page.store, page.session)
    shown = chosen(lines, _choose(page))
    st.caption(page.say("rapporteur.lines", n=len(shown), of=page.phrases.number(len(lines))))
    if shown:
        st.dataframe(frame(page, shown), hide_index=True, height=TABLE_HEIGHT, key="record")
