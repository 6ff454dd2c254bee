"""Sentences of the interface and texts of the session, ready for the components."""

import re

from facilitation.model import Wording, Words
from facilitation.ui.components import Drawn, drawn
from facilitation.ui.page import Page


def sentence(page: Page, key: str, tone: str = "", **values: object) -> Drawn:
    """A phrase in the reader's language."""
    return drawn(Words(page.say(key, **values), page.language), tone)


def unmarked(text: str) -> str:
    """A text for Streamlit's own elements, which read markdown: it comes out as it is."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def written(page: Page, wording: Wording, tone: str = "") -> Drawn:
    """A text of the session, in the reader's language where it has one."""
    return drawn(page.read(wording), tone)
