"""Sentences of the interface and texts of the session, ready for the components."""

from facilitation.model import Wording, Words
from facilitation.ui.components import Drawn, drawn
from facilitation.ui.page import Page


def sentence(page: Page, key: str, tone: str = "", **values: object) -> Drawn:
    """A phrase in the reader's language."""
    return drawn(Words(page.say(key, **values), page.language), tone)


def written(page: Page, wording: Wording, tone: str = "") -> Drawn:
    """A text of the session, in the reader's language where it has one."""
    return drawn(page.read(wording), tone)
