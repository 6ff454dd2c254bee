"""A participant's answer on the page: joining, the draft and its key, sending, the receipt."""

from uuid import uuid4

import streamlit as st

from facilitation import contributions, participants
from facilitation.contributions import Submission
from facilitation.model import Contribution, Language, Part, Participant, Source
from facilitation.pacing import pace
from facilitation.participants import Introduction
from facilitation.ui.components import keep_in_cookie
from facilitation.ui.page import Page, remember_participant

DRAFT, PART, RECEIPT = "answer.draft", "answer.part", "answer.receipt"


def join(page: Page) -> None:
    """Take what somebody says of themselves into the record."""
    languages = page.session.plan.languages
    introduction = Introduction(
        str(st.session_state.get("join.actor") or ""),
        page.language if page.language in languages else languages[0],
        str(st.session_state.get("join.name", "")),
        str(st.session_state.get("join.organisation", "")),
        str(st.session_state.get("join.territory", "")),
    )
    participant_id = page.participant_id or str(uuid4())
    pace().admit(participant_id, st.context.ip_address or "")
    participants.join(page.store, page.session, introduction, participant_id=participant_id)
    remember_participant(page, participant_id)


def keep(page: Page) -> None:
    """Have the browser know them the next time: by a cookie, or else by the address."""
    if not page.is_in_cookie:
        keep_in_cookie(page.session.code, page.token, lambda _: _carry(page))


def _carry(page: Page) -> None:
    st.query_params["p"] = page.token


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
    st.session_state.pop(RECEIPT, None)
    key = draft_key()
    language: Language = st.session_state.get(f"answer.language.{page.language}") or page.language
    text = str(st.session_state.get(f"answer.text.{key}") or "")
    submission = Submission(key, text, language, part_id, Source.PAGE)
    pace().admit(author.id, st.context.ip_address or "")
    told = contributions.submit(page.store, page.session, author, submission)
    st.session_state[RECEIPT] = told
    st.session_state[DRAFT] = str(uuid4())
    st.session_state[PART] = page.now().session.part_id


def receipt() -> Contribution | None:
    """The contribution last acknowledged on this page."""
    told = st.session_state.get(RECEIPT)
    return told if isinstance(told, Contribution) else None
