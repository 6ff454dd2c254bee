"""What somebody said aloud, entered for them: a form apart from all that redraws itself."""

from uuid import uuid4

import streamlit as st

from facilitation import contributions
from facilitation.errors import Refused
from facilitation.participants import Introduction
from facilitation.phrases import name_of
from facilitation.ui.cards import actor_label
from facilitation.ui.page import Page

KEY = "spoken.key"


def show_spoken(page: Page) -> None:
    """Kind of actor, language, words; a name makes the same speaker one voice."""
    with (
        st.expander(page.say("moderator.spoken")),
        st.form("spoken", border=False, clear_on_submit=False, enter_to_submit=False),
    ):
        who, name, language = st.columns([2, 2, 2])
        who.selectbox(
            page.say("moderator.spoken_actor"),
            [actor.id for actor in page.session.plan.actors],
            index=None,
            format_func=lambda actor_id: actor_label(page, actor_id).text,
            placeholder=page.say("participant.choose"),
            key="spoken.actor",
            filter_mode=None,
        )
        name.text_input(page.say("moderator.spoken_name"), key="spoken.name")
        language.radio(
            page.say("door.written_in"),
            page.session.plan.languages,
            format_func=name_of,
            horizontal=True,
            key="spoken.language",
        )
        st.text_area(page.say("moderator.spoken_words"), key="spoken.text")
        st.form_submit_button(
            page.say("moderator.spoken_enter"), on_click=page.attempt, args=(_enter, page)
        )


def _enter(page: Page) -> None:
    """Into the part on the table. The words leave the box only when the record has them."""
    state, page = st.session_state, page.now()
    if not state["spoken.actor"]:
        raise Refused("error.choose_actor")
    speaker = Introduction(state["spoken.actor"], state["spoken.language"], state["spoken.name"])
    key = state.setdefault(KEY, str(uuid4()))  # pressed again after an outage, it is one entry
    contributions.enter_spoken(
        page.store, page.session, speaker, state["spoken.text"], page.session.part_id, page.by, key
    )
    del state[KEY]
    state["spoken.text"] = state["spoken.name"] = ""
