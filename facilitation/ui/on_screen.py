"""What the room sees, as the console says it and changes it: one press for each view."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from facilitation import sessions
from facilitation.model import View
from facilitation.texts import cut
from facilitation.ui.components import drawn, show_words
from facilitation.ui.concluded import choose_conclusion
from facilitation.ui.page import Page
from facilitation.ui.words import sentence

VIEWS = (
    *(View.QUESTION, View.THEMES, View.MINUTES),
    *(View.COMMON, View.PARTICIPATION, View.CONCLUSIONS),
)
ROW = 3
SHOWN = 90  # characters of the words on screen: enough to know which they are


def show_on_screen(page: Page) -> None:
    """The row of views, with the contribution that is on screen."""
    st.caption(page.say("moderator.room_sees"))
    for column, view in zip(_places(), VIEWS, strict=True):
        column.button(
            page.say(f"moderator.view.{view.value}"),
            key=f"view.{view.value}",
            type="primary" if page.session.on_screen.view is view else "secondary",
            width="stretch",
            on_click=page.attempt,
            args=(sessions.put_on_screen, page.store, page.session, view, page.by),
        )
    _show_contribution(page)
    choose_conclusion(page)


def _places() -> list[DeltaGenerator]:
    """Three in a row: more would break their words."""
    rows = range(0, len(VIEWS), ROW)
    return [column for start in rows for column in st.columns(ROW)][: len(VIEWS)]


def _show_contribution(page: Page) -> None:
    """Which contribution the room sees, in its words as they stand on the screen."""
    shown = page.session.on_screen
    told = page.store.contribution(shown.contribution_id) if shown.contribution_id else None
    if told is None or shown.words is None:
        return
    number = page.phrases.number(told.number)
    said = drawn(shown.words) | {"text": cut(" ".join(shown.words.text.split()), SHOWN)}
    show_words(
        sentence(page, "moderator.on_screen", "standing", number=number), said, key="on_screen"
    )
