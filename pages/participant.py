"""What a participant sees: the open question, a box, a receipt, and the room's contributions."""

import streamlit as st

from facilitation import links
from facilitation.access import Action, may
from facilitation.model import ContributionState, Participant, Role, Stage
from facilitation.phrases import name_of
from facilitation.sessions import moment_of
from facilitation.ui import Page, open_page
from facilitation.ui.answering import (
    answer_here,
    answered_part,
    draft_key,
    join,
    keep,
    receipt,
    send,
)
from facilitation.ui.cards import actor_label, show_contributions
from facilitation.ui.components import show_words
from facilitation.ui.page import offered
from facilitation.ui.words import sentence, written

SHOWN = 40
BOX_HEIGHT = 170

page = open_page(Role.PARTICIPANT, is_wide=False)


@st.fragment
def question(page: Page) -> None:
    """The question on the table. When the moderator steps on, the whole page follows; what is
    typed stays in its box."""
    here = page.now()
    typed = here.listen()
    if here.session.stage_revision != page.session.stage_revision:
        answered_part(here, is_typing=typed)
        st.rerun()
    part = here.session.part
    show_words(
        written(here, part.title, "quiet"),
        written(here, part.text, "heading"),
        *(written(here, prompt.wording) for prompt in part.prompts),
        sentence(here, f"participant.moment.{moment_of(here.session).value}", "standing"),
        key="question",
    )


def introduce(page: Page) -> None:
    """Who one speaks as; all else is optional."""
    with st.form("join.form", enter_to_submit=False):
        st.selectbox(
            page.say("door.speak_as"),
            [actor.id for actor in page.session.plan.actors],
            index=None,
            format_func=lambda actor_id: actor_label(page, actor_id).text,
            placeholder=page.say("participant.choose"),
            key="join.actor",
        )
        st.text_input(page.say("door.name"), key="join.name")
        st.text_input(page.say("door.organisation"), key="join.organisation")
        rule = page.session.confidentiality_of(page.session.part_id)
        st.caption(page.say(f"door.names.{rule.value}"))
        st.form_submit_button(
            page.say("door.join"),
            key="join",
            type="primary",
            on_click=page.attempt,
            args=(join, page),
        )


def answer(page: Page, author: Participant) -> None:
    """The box. Its text stays until the record has it."""
    part = answered_part(page, is_typing=True)
    if part.id != page.session.part_id:
        show_words(sentence(page, "door.earlier", "problem"), written(page, part.text), key="late")
        st.button(page.say("door.renew"), key="renew", on_click=answer_here, args=(page,))
    elif not page.session.is_taking_contributions:
        return
    with st.form("answer.form", enter_to_submit=False):
        st.text_area(
            page.say("door.your_contribution"),
            key=f"answer.text.{draft_key()}",
            height=BOX_HEIGHT,
        )
        st.segmented_control(
            page.say("door.written_in"),
            offered(page.session),
            default=page.language,
            format_func=name_of,
            required=True,
            key=f"answer.language.{page.language}",
        )
        st.form_submit_button(
            page.say("door.send"),
            key="send",
            type="primary",
            on_click=page.attempt,
            args=(send, page, author, part.id),
        )


def acknowledge(page: Page) -> None:
    """The receipt: its number, and a word when the language looks another."""
    told = receipt()
    if told is None:
        return
    number, time = page.phrases.number(told.number), page.phrases.clock(told.received_at, page.zone)
    said = [sentence(page, "door.received", "done", number=number, time=time)]
    if told.detected_language:
        names = (told.detected_language, told.words.language)
        other, chosen = (name_of(language, page.language) for language in names)
        said.append(sentence(page, "door.looks_like", language=other, chosen=chosen))
    show_words(*said, key="receipt")


def room(page: Page) -> None:
    """What the room contributed, once the moderator reveals it."""
    if not may(Role.PARTICIPANT, Action.READ, Stage.of(page.session)):
        return
    show_words(sentence(page, "participant.room", "subheading"), key="room.title")
    newest = page.store.newest(page.session.id, page.session.part_id, SHOWN)
    told = [one for one in newest if one.state is ContributionState.RECEIVED]
    show_contributions(page, told, key="room", scope=page.session.part_id, holds=False)
    st.button(page.say("participant.look_again"), key="look_again")


@st.fragment
def take_part(page: Page) -> None:
    """The box, its receipt and the room. A press runs these and not the whole page: it is what
    everybody does at the same moment."""
    here = page.now()
    author, drawn_at = here.participant, page.session.stage_revision
    if author is None or here.session.stage_revision != drawn_at:
        st.rerun()
    here.show_problem()
    acknowledge(here)
    answer(here, author)
    st.link_button(here.say("door.mine"), links.door(here.installation, here.session))
    room(here)


question(page)
if page.participant:
    keep(page)
    take_part(page)
else:
    page.show_problem()
    introduce(page)
