"""A participant's answer on the page: joining, the draft and its key, sending, the receipt."""

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from threading import Lock
from typing import Any
from uuid import UUID, uuid4

import streamlit as st

from facilitation import contributions, participants
from facilitation.access import form_token
from facilitation.contributions import Submission
from facilitation.model import TEXT_LIMIT, Contribution, Language, Part, Participant, Source
from facilitation.pacing import pace
from facilitation.participants import Introduction
from facilitation.phrases import name_of
from facilitation.sessions import moment_of
from facilitation.ui.components import keep_in_cookie, show_draft
from facilitation.ui.page import Page, offered, remember_participant

DRAFT, PART, RECEIPT = "answer.draft", "answer.part", "answer.receipt"
TYPING, ANSWERED = "answer.typing", "answer.answered"

# One answer after the other: all at once, a roomful would wait for the interpreter's lock together,
# and the first of them as long as the last.
in_turn = Lock()


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


def has_box(page: Page) -> bool:
    """Whether there is something to answer, or words that must not get lost."""
    is_asked = moment_of(page.session).is_asked
    return is_asked or bool(st.session_state.get(TYPING))


def language_key(page: Page) -> str:
    """The key of the choice of a language to write in: the reader's until they choose another."""
    key = f"answer.language.{page.language}"
    st.session_state.setdefault(key, page.language)
    return key


def follow(page: Page, *, is_typing: bool) -> None:
    """The moderator stepped on: the box follows to the new question, except under typed words."""
    if not is_typing:
        st.session_state[PART] = page.session.part_id
    st.session_state[TYPING] = is_typing


def answered_part(page: Page) -> Part:
    """The question that the box belongs to. No words belong to a part that asks nothing."""
    part = page.session.part_of(st.session_state.setdefault(PART, page.session.part_id))
    if not part.takes_contributions:
        st.session_state[PART] = page.session.part_id
        return page.session.part
    return part


def answer_here(page: Page) -> None:
    """Take what is typed for the question on the table now."""
    st.session_state[PART] = page.session.part_id


def send(page: Page, author: Participant) -> None:
    """Submit what is in the box, to the question it was empty under. The text leaves it only when
    the record has it."""
    key = draft_key()
    language: Language = st.session_state[language_key(page)] or page.language
    text = str(st.session_state.get(f"answer.text.{key}") or "")
    if not text.strip() and receipt():
        return  # the second tap of two: the first has just emptied the box
    st.session_state.pop(RECEIPT, None)
    st.session_state[ANSWERED] = (answered()[0] + 1, "")
    submission = Submission(key, text, language, answered_part(page).id, Source.PAGE)
    pace().admit(author.id, st.context.ip_address or "")
    with in_turn:
        told = contributions.submit(page.store, page.session, author, submission)
    _acknowledge(page, key, told)


def _acknowledge(page: Page, key: str, told: Contribution) -> None:
    """The record has what was sent with `key`: its receipt, and an empty box."""
    st.session_state[RECEIPT] = told
    st.session_state[ANSWERED] = (answered()[0] + 1, key)
    st.session_state[DRAFT] = str(uuid4())
    st.session_state.pop(PART, None)  # the next answer is to whatever is on the table then
    st.session_state[TYPING] = False


def answered() -> tuple[int, str]:
    """How often Send was answered on this visit, and the key that the record took last."""
    times, key = st.session_state.get(ANSWERED, (0, ""))
    return times, key


def keep_draft(page: Page, author: Participant, part: Part) -> None:
    """Have the browser keep what is typed, and send again what was never confirmed."""
    times, received = answered()
    languages = {name_of(language): language for language in offered(page.session)}
    data = {
        "address": f"/j/{page.session.code}",
        "who": page.session.id[:8] + author.id[:8],  # as the door calls them
        "form": _form(page, author),
        "key": draft_key(),
        "part": part.id,
        "table": page.session.part_id,
        "language": page.language,
        "languages": languages,
        "answers": times,
        "received": received,
        "limit": TEXT_LIMIT,
        "say": {
            "limit": page.say("door.limit", n=TEXT_LIMIT),
            "over": page.say("error.too_long", n=TEXT_LIMIT),
            "unsent": page.say("door.unsent"),
            "unsaved": page.say("door.unsaved"),
        },
    }
    show_draft(data, key="draft", asked=partial(page.attempt, _take_up, page, author))


def _form(page: Page, author: Participant) -> str:
    """What lets this page send to the door in its participant's name; one for each visit."""
    made = st.session_state.get(f"answer.form.{author.id}")
    if not made:
        made = form_token(page.installation.keys, page.session, author.id)
        st.session_state[f"answer.form.{author.id}"] = made
    return str(made)


def _take_up(page: Page, author: Participant, asked: Mapping[str, Any]) -> None:
    """A draft that was left behind comes back; one that arrived by the door gets its receipt."""
    key, state = str(asked.get("key", "")), st.session_state
    if asked.get("verb") == "arrived" and key == draft_key():
        told = page.store.contribution(key)
        given = page.store.contributions_of(author.id)
        if told is None or told.participant_id != author.id:
            told = given[0] if given else None  # said before in the same words
        if told:
            _acknowledge(page, key, told)
    elif asked.get("verb") == "follow":
        follow(page, is_typing=False)
    elif asked.get("verb") == "restore" and _is_key(key):
        parts = [part.id for part in page.session.plan.parts]
        state[DRAFT], state[TYPING] = key, True
        state[f"answer.text.{key}"] = str(asked.get("text", ""))
        if asked.get("part") in parts:
            state[PART] = asked["part"]
        if asked.get("language") in offered(page.session):
            state[language_key(page)] = asked["language"]


def _is_key(key: str) -> bool:
    with suppress(ValueError):
        return bool(UUID(key))
    return False


def receipt() -> Contribution | None:
    """The contribution last acknowledged on this page."""
    told = st.session_state.get(RECEIPT)
    return told if isinstance(told, Contribution) else None
