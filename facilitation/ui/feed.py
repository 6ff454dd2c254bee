"""What came in, as the moderator's feed."""

import streamlit as st

from facilitation.ui.cards import show_contributions
from facilitation.ui.page import Page

SHOWN = 40  # contributions at once; "older" shows as many again


def show_feed(page: Page) -> None:
    """What came in, newest first."""
    is_whole = st.toggle(page.say("moderator.all_parts"), key="all_parts")
    part_id = "" if is_whole else page.session.part_id
    limit = st.session_state.setdefault("shown", SHOWN)
    told = page.store.newest(page.session.id, part_id, limit)
    show_contributions(page, told, key="feed", scope=part_id)
    if len(told) == limit:
        st.button(page.say("page.older"), key="older", on_click=_show_older)


def _show_older() -> None:
    st.session_state["shown"] += SHOWN
