"""One act on many lines at the desk, and the button that takes it back."""

from typing import Any

import streamlit as st

from facilitation.conclusions.nouns import in_report
from facilitation.errors import Refused
from facilitation.model import HideReason, Words
from facilitation.reviewing.many import Act, Done, do, undo
from facilitation.ui.components import Drawn, drawn, show_words
from facilitation.ui.page import Page
from facilitation.ui.words import sentence

DONE = "desk.last_done"


def offered(page: Page) -> list[Drawn]:
    """What can be done with the chosen lines, in groups."""
    plan, language = page.session.plan, page.language
    themes = [
        {"value": f"{Act.ADD_THEME}:{code.id}", **drawn(page.read(code.label))}
        for code in plan.themes
        if not code.is_retired
    ]
    hiding = [
        _option(page, f"{Act.HIDE}:{one}", page.say(f"page.reason.{one.value}"))
        for one in HideReason
    ]
    conclusions = [
        {"value": f"{Act.REST}:{one.id}", **drawn(Words(_short(page, one.number, text), language))}
        for one in in_report(page.store.conclusions(page.session.id))
        for text in (one.words_in(language).text,)
    ]
    simple = [
        _option(page, one.value, page.say(f"desk.many.{one.value}"))
        for one in (Act.CONFIRM, Act.REJECT, Act.SHOW_AGAIN)
    ]
    groups = (
        ("desk.many.review", simple),
        ("desk.many.conclude", conclusions),
        ("desk.many.code", themes),
        ("desk.many.hide", hiding),
    )
    return [{"label": page.say(key), "options": options} for key, options in groups if options]


def _short(page: Page, number: int, text: str) -> str:
    label = page.say("desk.number", number=page.phrases.number(number))
    return f"{label} · {text[:60]}{'…' if len(text) > 60 else ''}"


def _option(page: Page, value: str, text: str) -> Drawn:
    return {"value": value, **drawn(Words(text, page.language))}


def act(page: Page, asked: str, ids: Any) -> None:
    """Do it, and keep what was done so that it can be undone."""
    name, _, detail = asked.partition(":")
    if name not in {one.value for one in Act} or not isinstance(ids, list):
        raise Refused
    st.session_state.pop(DONE, None)
    done = do(page.store, page.session, Act(name), detail, [str(one) for one in ids], page.by)
    st.session_state[DONE] = done


def show_done(page: Page) -> None:
    """What the last act did, and the way back."""
    done = st.session_state.get(DONE)
    if not isinstance(done, Done):
        return
    told, back = st.columns([4, 1], vertical_alignment="center")
    with told:
        show_words(sentence(page, f"desk.done.{done.act.value}", "done", n=done.count), key=DONE)
    if done.steps:
        back.button(
            page.say("desk.undo"),
            key="desk.undo",
            on_click=page.attempt,
            args=(_undo, page),
            width="stretch",
        )


def _undo(page: Page) -> None:
    done = st.session_state.pop(DONE, None)
    if isinstance(done, Done) and (left := undo(page.store, page.session, done, page.by)):
        raise Refused("error.undone_in_part", n=left)
