"""What the moderator leads from: the run sheet, what the room sees, what came in, who was heard."""

import streamlit as st

from facilitation import participation
from facilitation.marks import WHOLE
from facilitation.model import Role
from facilitation.ui import Page, open_page
from facilitation.ui.engines import show_work
from facilitation.ui.feed import show_feed
from facilitation.ui.hearing import (
    show_floor,
    show_monitor,
    show_not_heard,
    show_participation,
)
from facilitation.ui.leading import lead, show_state
from facilitation.ui.on_screen import show_on_screen
from facilitation.ui.run_sheet import show_parts, show_questions
from facilitation.ui.shortcuts import show_keys
from facilitation.ui.spoken import show_spoken
from facilitation.ui.stage import show_clocks, show_heard
from facilitation.ui.tabs import show_tabs
from facilitation.ui.themes import show_themes
from facilitation.ui.trail import show_acts, show_undo

page = open_page(Role.MODERATOR)


@st.fragment
def where_we_are() -> None:
    """How long, which part, and the buttons that lead: nothing that an answer changes."""
    here = page.now()
    here.show_problem("leading.problem")
    show_clocks(here)
    show_state(here)
    show_parts(here)
    lead(here)
    show_keys(here)


def what_came_in(here: Page) -> None:
    """The contributions; a tab of another look at them is drawn only while it is open."""
    names = ("feed", "themes", "participation", "trail")
    feed, themes, participation, trail = show_tabs(
        here, [f"moderator.{name}" for name in names], on_change="rerun"
    )
    with feed:
        show_feed(here)
    if themes.open:
        with themes:
            show_themes(here)
    if participation.open:
        with participation:
            show_participation(here)
    if trail.open:
        with trail:
            show_acts(here)


def who_was_heard(here: Page) -> None:
    """Participation: who is here, who has spoken, who has not yet."""
    session = here.session
    now, so_far = participation.heard_in_each(here.store, session, session.part_id, WHOLE)
    show_not_heard(here, now)
    show_floor(here, so_far)
    show_heard(here, now)
    show_monitor(here)
    show_work(here)


@st.fragment
def console() -> None:
    """All that answers change; redrawn when the record moves, and the page with it when the stage
    does."""
    here = page.now()
    if here.session.stage_revision != page.session.stage_revision:
        st.rerun()
    here.show_problem()
    what, who = st.columns([15, 11], gap="medium")
    with what:
        show_on_screen(here)
        show_undo(here)
        what_came_in(here)
    with who:
        who_was_heard(here)
    here.listen()  # draws nothing, so it comes last: above, it would leave a gap


where, room = st.columns([10, 26], gap="medium")
with where:
    where_we_are()
with room:
    console()
show_spoken(page)  # somebody types here and below: outside what redraws itself
show_questions(page)
