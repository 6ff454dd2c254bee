"""Signing in with an account, where the operator set that up; elsewhere nothing tells of it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from facilitation import accounts
from facilitation.access import note_refusal
from facilitation.accounts import ACCOUNT_COOKIE, Standing
from facilitation.installation import Installation, installed
from facilitation.model import Language, Session, Words
from facilitation.pacing import pace
from facilitation.phrases import Phrases, in_language
from facilitation.store import By
from facilitation.ui.components import drawn, show_accounts, show_words, tell_language
from facilitation.ui.page import Page, language_at, moment, refuse, tell_line
from facilitation.ui.words import unmarked

NOTED = "account.refusal_noted"  # once for each visit


def sign_in() -> None:
    """The page `/sign-in`: sign in; then choose a session, or read why there is none."""
    installation, language = installed(), language_at(None)
    if not installation.settings.organisers:
        refuse(language)
    phrases = in_language(language)
    st.set_page_config(page_title=phrases.say("app.name"))
    tell_language(language)
    tell_line(phrases)
    st.space("medium")  # as on the page of a refusal
    show_words(drawn(Words(phrases.say("passcode.title"), language), "title"), key="account.title")
    match _standing(installation):
        case Standing.NOBODY:
            _ask(phrases)
        case Standing.STRANGER:
            _note_refusal(installation)
            show_accounts(_shown(phrases, phrases.say("account.stranger", who=_address())))
        case Standing.ORGANISER:
            cookie = str(st.context.cookies.get(ACCOUNT_COOKIE, ""))
            ticket = accounts.ticket(installation.keys, cookie, moment())
            told = _shown(phrases, phrases.say("account.signed_in", who=_address()))
            listed = [_line(one, language) for one in installation.store.sessions()]
            show_accounts({**told, "ticket": ticket, "sessions": listed})


def show_account(page: Page) -> None:
    """At the organiser's, for whoever signed in: the way to other sessions, and out."""
    if page.installation.settings.organisers and _standing(page.installation) != Standing.NOBODY:
        told = page.say("account.more", who=_address())
        link = {**drawn(Words(told, page.language)), "href": f"/sign-in?lang={page.language}"}
        show_words(link, key="account.more")


def _standing(installation: Installation) -> Standing:
    return accounts.standing(installation.settings.organisers, st.user.to_dict(), moment())


def _ask(phrases: Phrases) -> None:
    show_words(drawn(Words(phrases.say("account.means"), phrases.language)), key="account.means")
    for provider in _providers():
        label = phrases.say("account.sign_in")
        named = f"{label} ({unmarked(provider)})" if provider else label
        key = f"account.{provider}"
        st.button(named, key=key, type="primary", on_click=_leave, args=(provider,))


def _leave(provider: str) -> None:
    """Off to the provider: what it sends back is another visit."""
    st.login(provider or None)


def _providers() -> list[str]:
    """The names of the providers in `[auth]`; "" for the one without a name."""
    written: Mapping[str, Any] = st.secrets["auth"]
    named = [
        name for name, told in written.items() if isinstance(told, Mapping) and "client_id" in told
    ]
    return ([""] if "client_id" in written else []) + named


def _note_refusal(installation: Installation) -> None:
    newest = next(iter(installation.store.sessions()), None)
    if newest is None or st.session_state.get(NOTED):
        return
    st.session_state[NOTED] = True
    if pace().is_worth_noting(newest.id):
        note_refusal(installation.store, newest, By(None, "visitor"), "enter:account")


def _address() -> str:
    return str(st.user.to_dict().get("email") or "")


def _shown(phrases: Phrases, sentence: str) -> dict[str, Any]:
    return {
        "sentence": drawn(Words(sentence, phrases.language)),
        "sessions": [],
        "ticket": "",
        "say": {"open": phrases.say("account.open"), "out": phrases.say("account.sign_out")},
    }


def _line(session: Session, language: Language) -> dict[str, Any]:
    plan = session.plan
    return {
        "code": session.code,
        "title": drawn(plan.title.in_language(language)),
        "reference": f"{plan.reference} · {session.code}",
    }
