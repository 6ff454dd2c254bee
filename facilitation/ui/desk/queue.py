"""What needs a person, one kind of need at a time, the most harmful first."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from facilitation.lifecycles import ConclusionState
from facilitation.model import Words
from facilitation.moderation import likeness
from facilitation.reviewing.waiting import Need, Waiting, waiting
from facilitation.ui.components import drawn, show_filters, show_words
from facilitation.ui.desk.lines import show_lines
from facilitation.ui.desk.many import show_done
from facilitation.ui.page import Page
from facilitation.ui.words import sentence

NEED = "desk.need"
SHOWN = 20


@st.fragment
def show_queue(page: Page) -> None:
    """The queue, redrawn as the record moves."""
    here = page.now()
    here.show_problem()
    found = waiting(here.store, here.session)
    need = _chosen(found)
    _choose(here, found, need)
    _show_reopened(here)
    show_done(here)
    told = list(found.by_need[need])
    alike = likeness.likenesses(here.store, here.session, told) if need is Need.ALIKE else {}
    show_lines(
        here, told[:SHOWN], "desk.queue_lines", need.value, "desk.nothing_waits", likenesses=alike
    )
    here.listen()


def _chosen(found: Waiting) -> Need:
    chosen = st.session_state.get(NEED)
    return Need(chosen) if chosen in set(Need) else found.first()


def _choose(page: Page, found: Waiting, need: Need) -> None:
    def keep(asked: Mapping[str, Any]) -> None:
        if asked.get("value") in set(Need):
            st.session_state[NEED] = str(asked["value"])

    options = [
        {"value": one.value, **drawn(Words(_counted(page, one, found), page.language))}
        for one in Need
    ]
    filters = [
        {"name": NEED, "label": page.say("desk.need"), "value": need.value, "options": options}
    ]
    show_filters(filters, "desk.needs", keep)


def _counted(page: Page, need: Need, found: Waiting) -> str:
    return page.say(f"desk.need.{need.value}", number=page.phrases.number(len(found.by_need[need])))


def _show_reopened(page: Page) -> None:
    """Conclusions that lost their approval come before everything: the report waits for them."""
    reopened = [
        one
        for one in page.store.conclusions(page.session.id)
        if one.state is ConclusionState.REOPENED
    ]
    if reopened:
        numbers = ", ".join(
            page.say("desk.number", number=page.phrases.number(one.number)) for one in reopened
        )
        line = sentence(page, "desk.reopened", "alert", n=len(reopened), numbers=numbers)
        show_words(line, key="desk.reopened_told")
