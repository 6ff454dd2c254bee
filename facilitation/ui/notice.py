"""What a participant is told of their data before they join."""

import streamlit as st

from facilitation import privacy
from facilitation.model import Words
from facilitation.ui.components import drawn, show_words
from facilitation.ui.page import Page
from facilitation.ui.words import sentence, written


def show_notice(page: Page) -> None:
    """Sentence by sentence, then the organiser's own words and whom to write to."""
    plan = page.session.plan
    with st.expander(page.say("privacy.title"), key="privacy"):
        said = [
            sentence(page, told.phrase, "", **told.values) for told in privacy.notice(page.session)
        ]
        if plan.notice:
            said.append(written(page, plan.notice))
        if plan.contact:
            said.append(drawn(Words(f"{page.say('door.contact')} {plan.contact}", page.language)))
        show_words(*said, key="privacy.told")
