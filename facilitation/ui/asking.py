"""What the moderator asks of a participant, and how one asks for the floor, on their page."""

import streamlit as st

from facilitation import floor, participation
from facilitation.model import SessionState, Words
from facilitation.ui.components import drawn, show_words
from facilitation.ui.page import Page
from facilitation.ui.words import sentence


def show_call(page: Page) -> None:
    """Their view is missing: said while it is."""
    author = page.participant
    actor = participation.is_nudged(page.store, page.session, author) if author else None
    if actor is not None:
        label = page.read(actor.label)
        told = Words(f"{label.text}: {page.say('door.missing')}", page.language)
        show_words(drawn(told, "alert"), key="called")


def show_hand(page: Page) -> None:
    """Raise one's hand, lower it, or give the floor back."""
    author, session = page.participant, page.session
    if author is None or session.state is not SessionState.OPEN:
        return
    if page.store.has_floor(session.id) == author.id:
        show_words(sentence(page, "door.has_floor", "done"), key="has_floor")
        state, act = "given", floor.end_own
    elif page.store.has_hand_up(author.id):
        state, act = "raised", floor.lower_own
    else:
        state, act = "lowered", floor.raise_hand
    st.button(
        page.say(f"door.hand.{state}"),
        key="hand",
        on_click=page.attempt,
        args=(act, page.store, session, author),
    )
