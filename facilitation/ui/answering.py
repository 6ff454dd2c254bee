"""A participant's answer on the page: joining, the draft and its key, sending, the receipt."""

from uuid import uuid4

import streamlit as st

from facilitation import contributions, participants
from facilitation.access import participant_token
from facilitation.contributions import Submission
from facilitation.model import Contribution, Language, Part, Participant, Source
from facilitation.participants import Introduction
from facilitation.ui.page import Page

DRAFT, PART, RECEIPT = "answer.draft", "answer.part", "answer.receipt"


def join(page: Page) -> None:
    """Take the choices of the form into the record; the address then says who this is."""
    introduction = Introduction(
        str(st.session_state.get("join.actor") or ""),
        page.language,
        st.session_state.get("join.name", ""),
        st.session_state.get("join.organisation", ""),
    )
    participant_id = page.participant_id or str(uuid4())
    participant = participants.join(
        page.store, page.session, introduction, participant_id=participant_id
    )
    token = participant_token(page.installation.keys, page.session, participant.id)
    st.query_params["p"] = token


def draft_key() -> str:
    """The key of the answer being written: sent twice with it, it is one answer."""
    return str(st.session_state.setdefault(DRAFT, str(uuid4())))


def answered_part(page: Page, *, is_typing: bool = False) -> Part:
    """The question that the box belongs to. It follows the table, except under typed words."""
    part_id = st.session_state.get(PART, page.session.part_id)
    if not is_typing:
        part_id = page.session.part_id
    st.session_state[PART] = part_id
    return page.session.part_of(part_id)


def answer_here(page: Page) -> None:
    """Take what is typed for the question on the table now."""
    st.session_state[PART] = page.session.part_id


def send(page: Page, author: Participant, part_id: str) -> None:
    """Submit what is in the box. The text leaves it only when the record has it."""
    key = draft_key()
    language: Language = st.session_state.get(f"answer.language.{page.language}") or page.language
    text = str(st.session_state.get(f"answer.text.{key}") or "")
    submission = Submission(key, text, language, part_id, Source.PAGE)
    told = contributions.submit(page.store, page.session, author, submission)
    st.session_state[RECEIPT] = told
    st.session_state[DRAFT] = str(uuid4())
    st.session_state[PART] = page.now().session.part_id


def receipt() -> Contribution | None:
    """The contribution last acknowledged on this page."""
    told = st.session_state.get(RECEIPT)
    return told if isinstance(told, Contribution) else None
