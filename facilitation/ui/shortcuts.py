"""The keys of the console: what each does, and the sheet that shows them."""

from collections.abc import Mapping
from typing import Any

from facilitation import sessions
from facilitation.model import Intake
from facilitation.ui.components import show_shortcuts
from facilitation.ui.page import Page
from facilitation.ui.run_sheet import step_by
from facilitation.ui.trail import undo_last

KEYS = (
    ("⇧ →", "next"),
    ("⇧ ←", "back"),
    ("P", "pause"),
    ("U", "undo"),
    ("/", "search"),
    ("J K", "cards"),
    ("S", "put_on_screen"),
    ("H", "hide"),
    ("L", "keep"),
    ("M", "merge"),
    ("A", "let_in"),
    ("1 2 3", "confirm"),
    ("0", "leave"),
    ("N", "uncoded"),
    ("?", "sheet"),
)


def show_keys(page: Page) -> None:
    """The button that opens the sheet; the keys act wherever the focus is, but in a box."""
    data = {
        "keys": [[keys, page.say(f"keys.{name}")] for keys, name in KEYS],
        "say": {
            "open": page.say("keys.open"),
            "title": page.say("keys.title"),
            "on": page.say("keys.on"),
            "close": page.say("keys.close"),
        },
    }
    show_shortcuts(data, "keys", lambda asked: page.attempt(_press, page, asked))


def _press(page: Page, asked: Mapping[str, Any]) -> None:
    page = page.now()
    match asked.get("verb"):
        case "next":
            step_by(page, 1)
        case "back":
            step_by(page, -1)
        case "undo":
            undo_last(page)
        case "pause" if page.session.part.takes_contributions:
            is_taking = page.session.intake is Intake.OPEN
            act = sessions.pause if is_taking else sessions.resume
            act(page.store, page.session, page.by)
