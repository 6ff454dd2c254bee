"""What the rapporteur works from: what needs a person, the record, themes, conclusions, files.

Each tab is drawn by its own function; only the one that is looked at is drawn.
"""

import streamlit as st

from facilitation.model import Role
from facilitation.ui import Page, open_page
from facilitation.ui.cards import show_contributions
from facilitation.ui.codebook import show_guide
from facilitation.ui.desk.concluding import show_conclusions
from facilitation.ui.desk.queue import show_queue
from facilitation.ui.desk.record import show_record
from facilitation.ui.desk.signing import show_signing
from facilitation.ui.desk.visitor import ask_name
from facilitation.ui.downloads import show_downloads
from facilitation.ui.second_coder import show_second_coder
from facilitation.ui.tabs import show_tabs
from facilitation.ui.themes import OVER_ALL, show_themes

SHOWN = 20

page = open_page(Role.RAPPORTEUR)


@st.fragment
def check() -> None:
    """The contributions whose themes nobody has confirmed or rejected yet, oldest first."""
    here = page.now()
    here.show_problem()
    waiting = [told for told in here.store.contributions(here.session.id) if told.waits_for_a_hand]
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
    """What the codings say, over the whole session unless asked otherwise."""
    here = page.now()
    here.show_problem()
    show_themes(here, OVER_ALL)
    here.listen()


def code(page: Page) -> None:
    """What is to be coded, and beside it what each theme means."""
    cards, guide = st.columns([5, 3], gap="large")
    with cards:
        check()
    with guide:
        show_guide(page, "codings.guide")


def show_desk(page: Page) -> None:
    """The desk's tabs, in the order of the work."""
    drawn_by = {
        "queue": lambda: show_queue(page),
        "record": lambda: show_record(page),
        "codings": lambda: code(page),
        "second": lambda: show_second_coder(page),
        "themes": patterns,
        "conclusions": lambda: show_conclusions(page),
        "sign": lambda: show_signing(page),
        "files": lambda: show_downloads(page),
    }
    tabs = show_tabs(page, [f"rapporteur.{name}" for name in drawn_by], on_change="rerun")
    for tab, draw in zip(tabs, drawn_by.values(), strict=True):
        if tab.open:  # each takes its time
            with tab:
                draw()


ask_name(page)
show_desk(page)
