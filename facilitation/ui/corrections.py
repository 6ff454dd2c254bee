"""Whom a list of registrations has otherwise than an earlier one told: who, and what."""

from collections.abc import Iterator, Sequence

import streamlit as st

from facilitation.importing.news import LISTED, Otherwise
from facilitation.model import Words
from facilitation.phrases import name_of
from facilitation.ui.components import Drawn, drawn, show_words
from facilitation.ui.page import Page
from facilitation.ui.words import sentence

NAMES = {"actor_id": "actor", LISTED: "status"}  # as the columns of a file are called


def show_corrections(page: Page, found: Sequence[Otherwise], kept: int, key: str) -> None:
    """How many in a sentence, each of them in a list to open; and how many the list does not
    correct."""
    if kept:
        show_words(sentence(page, "import.kept", n=kept), key=f"{key}.kept")
    if not found:
        return
    n = len(found)
    show_words(sentence(page, "import.otherwise", n=n), key=f"{key}.otherwise")
    with st.expander(page.say("imports.otherwise_who")):
        show_words(*_told(page, found), key=f"{key}.otherwise_who")


def _told(page: Page, found: Sequence[Otherwise]) -> Iterator[Drawn]:
    """Each name, and below it a line for everything that changes."""
    for one in found:
        yield drawn(Words(one.name, ""))
        for column, (was, now) in one.columns.items():
            what = page.say(f"imports.column.{NAMES.get(column, column)}")
            values = {"was": _value(page, column, was), "now": _value(page, column, now)}
            if column == LISTED:
                values = {
                    "was": page.say("imports.approved"),
                    "now": page.say("imports.not_approved"),
                }
            yield sentence(page, "imports.change", "quiet", what=what, **values)


def _value(page: Page, column: str, value: str) -> str:
    if column == "language":
        return name_of(value, page.language)
    actor = page.session.actor_of(value) if column == "actor_id" else None
    return page.read(actor.label).text if actor else value
