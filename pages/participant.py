"""What a participant sees: the open question, a box, a receipt, and the room's contributions."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from facilitation import on_the_table
from facilitation.model import Participant, Role
from facilitation.phrases import name_of
from facilitation.ui import Page, open_page
from facilitation.ui.answering import (
    answer_here,
    answered_part,
    draft_key,
    follow,
    has_box,
    in_turn,
    join,
    keep,
    keep_draft,
    language_key,
    receipt,
    send,
)
from facilitation.ui.asking import show_call, show_hand
from facilitation.ui.cards import actor_label
from facilitation.ui.components import drawn, show_question, show_words
from facilitation.ui.concluded import show_concluded
from facilitation.ui.notice import show_notice
from facilitation.ui.page import offered
from facilitation.ui.room import show_room
from facilitation.ui.words import sentence, unmarked, written

BOX_HEIGHT = 170
TOLD = "question.told"  # the stage whose question stands above a page that is yet to follow

page = open_page(Role.PARTICIPANT, is_wide=False)


@st.fragment
def question(page: Page) -> None:
    """The question on the table. When the moderator steps on, it is there at once on every phone,
    and the rest of each page a few seconds later; what is typed stays in its box."""
    here = page.now()
    has_moved = here.session.stage_revision != page.session.stage_revision
    is_told = st.session_state.get(TOLD) == here.session.stage_revision
    typed = here.listen(again=has_moved and not is_told)
    if has_moved and is_told:
        st.rerun()
    if has_moved:
        st.session_state[TOLD] = here.session.stage_revision
        follow(here, is_typing=bool(typed))
    show_question(*(drawn(*line) for line in on_the_table.lines(here.session, here.language)))
    show_call(here)


def introduce(page: Page) -> None:
    """Who one speaks as; all else is optional."""
    actors, known = page.session.plan.actors, page.known
    ids = [actor.id for actor in actors]
    with st.form("join.form", enter_to_submit=False):
        st.radio(
            page.say("door.speak_as"),
            ids,
            index=ids.index(known.actor_id) if known and known.actor_id in ids else None,
            format_func=lambda actor_id: unmarked(actor_label(page, actor_id).text),
            captions=[unmarked(page.read(actor.explanation).text) for actor in actors],
            key="join.actor",
        )
        for field in ("name", "organisation", "territory"):
            told = getattr(known, field) if known else ""
            st.text_input(page.say(f"door.{field}"), told, key=f"join.{field}")
        rule = page.session.confidentiality_of(page.session.part_id)
        st.caption(page.say(f"door.names.{rule.value}"))
        st.caption(page.say("privacy.consent"))
        st.form_submit_button(
            page.say("door.join"),
            key="join",
            type="primary",
            on_click=page.attempt,
            args=(join, page),
        )
    show_notice(page)


def answer(page: Page, author: Participant, above: DeltaGenerator) -> None:
    """The box. Its text stays until the record has it."""
    part = answered_part(page)
    if part.id != page.session.part_id:
        late = sentence(page, "door.earlier", "problem"), written(page, part.text)
        with above:
            show_words(*late, key="late")
            st.button(page.say("door.renew"), key="renew", on_click=answer_here, args=(page,))
    elif not has_box(page):
        return
    with st.form("answer.form", enter_to_submit=False):
        st.text_area(
            page.say("door.your_contribution"),
            key=f"answer.text.{draft_key()}",
            height=BOX_HEIGHT,
        )
        st.radio(  # the selected segment of Streamlit's other control lacks contrast by night
            page.say("door.written_in"),
            offered(page.session),
            format_func=name_of,
            horizontal=True,
            key=language_key(page),
        )
        st.form_submit_button(
            page.say("door.send"),
            key="send",
            type="primary",
            on_click=page.attempt,
            args=(send, page, author),
        )
    keep_draft(page, author, part)


def acknowledge(page: Page) -> None:
    """The receipt: its number, and a word when the language looks another."""
    told = receipt()
    if told is None:
        return
    number, time = page.phrases.number(told.number), page.phrases.clock(told.received_at, page.zone)
    key = "door.received" if told.edition == 1 else "door.updated"
    said = [sentence(page, key, "done", number=number, time=time)]
    if told.detected_language:
        names = (told.detected_language, told.words.language)
        other, chosen = (name_of(language, page.language) for language in names)
        said.append(sentence(page, "door.looks_like", language=other, chosen=chosen))
    show_words(*said, key="receipt")


@st.fragment
def take_part(page: Page) -> None:
    """The box and its receipt, and no more: Send is what everybody presses at the same moment."""
    here = page.now()
    author, drawn_at = here.participant, page.session.stage_revision
    if author is None or here.session.stage_revision != drawn_at:
        st.rerun()
    with in_turn:
        # What comes and goes above the box stands in a place of its own: moved down by it, the box
        # would be another one to the browser, and lose the hand of whoever is typing.
        above = st.container()
        with above:
            here.show_problem()
            acknowledge(here)
        if author.blocked_at:
            show_words(sentence(here, "error.blocked", "problem"), key="blocked")
        else:
            answer(here, author, above)


@st.fragment
def look_round(page: Page) -> None:
    """One's hand, one's contributions, and the room."""
    here = page.now()
    author = here.participant
    if author is None:  # erased meanwhile, perhaps on another tab
        st.rerun()
    here.show_problem("room.problem_shown")
    if not author.blocked_at:
        show_hand(here)
    show_words({**sentence(here, "participant.mine"), "href": here.door}, key="mine")
    show_concluded(here, author)
    show_room(here)


question(page)
if page.participant:
    keep(page)
    take_part(page)
    look_round(page)
else:
    page.show_problem()
    introduce(page)
