"""Tabs named in the reader's language, which another language does not close."""

from collections.abc import Sequence
from typing import Literal

import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from facilitation.ui.page import TAB, Page
from facilitation.ui.words import unmarked


def show_tabs(
    page: Page, names: Sequence[str], on_change: Literal["ignore", "rerun"] = "ignore"
) -> Sequence[TabContainer]:
    """The tabs of a page, by their phrases. With "rerun" each knows whether it is `open`, so that
    only that one need be drawn.

    Streamlit knows a tab by its name alone, and would open the first one where all are renamed.
    """
    labels = [tab_name(page.say(name)) for name in names]
    told = st.session_state.get(TAB)
    place = told if isinstance(told, int) and 0 <= told < len(labels) else 0
    return st.tabs(labels, default=labels[place], key="tabs", on_change=on_change)


def tab_name(text: str) -> str:
    """A text as the name of a tab, in the colour of all texts. Streamlit would write that of the
    selected one in the accent, which by night is made to lie under white letters and is too dark
    to be some; the line under it is enough to tell it by. "Gray" is set in .streamlit/config.toml.
    """
    return f":gray[{unmarked(text)}]"
