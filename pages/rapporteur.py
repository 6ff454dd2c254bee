"""What the rapporteur works from: the record with its filters and files, themes to confirm."""

import streamlit as st

from facilitation.charts import Look
from facilitation.exports import csv_file, json_file, record
from facilitation.model import CodingState, Contribution, ContributionState, Role
from facilitation.phrases import name_of
from facilitation.ui import Page, open_page
from facilitation.ui.cards import show_contributions
from facilitation.ui.figures import show_themes
from facilitation.ui.records import Choice, chosen, frame, label_of

SHOWN = 20
TABLE_HEIGHT = 460

page = open_page(Role.RAPPORTEUR)


def choose(page: Page) -> Choice:
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
    """The record, filtered, and the same lines as files."""
    lines = record.lines(page.store, page.session)
    shown = chosen(lines, choose(page))
    st.caption(page.say("rapporteur.lines", n=len(shown), of=page.phrases.number(len(lines))))
    if shown:
        st.dataframe(frame(page, shown), hide_index=True, height=TABLE_HEIGHT, key="record")
    name = f"{page.session.plan.reference}-{page.session.code}"
    as_csv, as_json, _ = st.columns([1, 1, 2])
    as_csv.download_button(
        page.say("rapporteur.download_csv"),
        lambda: csv_file.write(shown),
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        width="stretch",
        key="csv",
    )
    as_json.download_button(
        page.say("rapporteur.download_json"),
        lambda: json_file.write(page.session, shown),
        file_name=f"{name}.json",
        mime="application/json",
        on_click="ignore",
        width="stretch",
        key="json",
    )


def is_open(told: Contribution) -> bool:
    """Whether a suggestion of a machine waits for a person."""
    states = {coding.state for coding in told.codings}
    return told.state is ContributionState.RECEIVED and CodingState.SUGGESTED in states


@st.fragment
def check() -> None:
    """The contributions whose themes nobody has confirmed or rejected yet, oldest first."""
    here = page.now()
    here.show_problem()
    waiting = [told for told in here.store.contributions(here.session.id) if is_open(told)]
    st.caption(here.say("rapporteur.waiting", n=len(waiting)))
    show_contributions(
        here,
        waiting[:SHOWN],
        key="check",
        scope="waiting",
        holds=False,
        empty="rapporteur.all_checked",
    )
    here.listen()


@st.fragment
def patterns() -> None:
    """Themes by groups over the whole session."""
    show_themes(page.now(), "", Look(620, 15, page.is_dark))


TABS = {"record": lambda: show_record(page), "codings": check, "themes": patterns}
tabs = st.tabs([page.say(f"rapporteur.{name}") for name in TABS], key="tabs", on_change="rerun")
for tab, draw in zip(tabs, TABS.values(), strict=True):
    if tab.open:  # each takes its time: only what is looked at is drawn
        with tab:
            draw()
