"""Who sits at the desk: what they call themselves, and what they are at."""

from uuid import uuid4

import streamlit as st

from facilitation import attention
from facilitation.ui.page import PAUSE, Page

NAME, VISITOR = "desk.name", "desk.visitor"


def name() -> str:
    """What the rapporteur calls themselves; "" until they say."""
    return str(st.session_state.get(NAME) or "")


def ask_name(page: Page) -> None:
    """Their name goes under what they write and approve, and tells the others who is on what."""
    st.session_state.setdefault(NAME, "")
    narrow, _ = st.columns([2, 3])
    narrow.text_input(
        page.say("desk.name"),
        key=NAME,
        max_chars=60,
        placeholder=page.say("desk.name_why"),
        live=PAUSE,
    )


def visitor() -> str:
    return str(st.session_state.setdefault(VISITOR, str(uuid4())))


def attend(page: Page, subject: str) -> None:
    attention.attend(page.store, page.session, visitor(), name(), subject, page.by)


def others(page: Page) -> dict[str, str]:
    """For each subject somebody else is at, the sentence that says so."""
    found = attention.others(page.store, page.session, visitor())
    nameless = page.say("desk.somebody")
    return {
        subject: page.say("desk.is_on_it", name=", ".join(name or nameless for name in names))
        for subject, names in found.items()
    }
