"""What the room sees: one thing at a time, chosen by the moderator, large, without controls."""

import streamlit as st

from facilitation.model import Role
from facilitation.ui import open_page
from facilitation.ui.components import show_screen
from facilitation.ui.screens import screen

page = open_page(Role.PROJECTOR, is_bare=True)


@st.fragment
def room() -> None:
    """Follows the console by itself."""
    here = page.now()
    here.listen()
    show_screen(screen(here))


room()
