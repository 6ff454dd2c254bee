"""What the organiser keeps: everyone's links, protection, people, codebook, other sessions."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from facilitation import access, links, plans, sessions
from facilitation.model import Role, Session, SessionState
from facilitation.ui import Page, open_page
from facilitation.ui.accounts import show_account
from facilitation.ui.codebook import show_codebook
from facilitation.ui.components import show_picture, show_table, show_words, take_file
from facilitation.ui.engines import choose_engine, edit_glossary
from facilitation.ui.facts import facts
from facilitation.ui.imports import show_imports
from facilitation.ui.people import show_people
from facilitation.ui.protection import show_protection
from facilitation.ui.screens import qr_picture
from facilitation.ui.tabs import show_tabs
from facilitation.ui.words import sentence, written

PREPARED = "organiser.prepared"  # the code of a session prepared on this visit

page = open_page(Role.ORGANISER, is_wide=False)


def show_links(page: Page, session: Session) -> None:
    """Every role's link, to copy. Participants' is for all, with its QR code; the others are
    secrets."""
    every_link = links.links(page.installation, session)
    way_in = every_link.pop(Role.PARTICIPANT)
    code, link = st.columns([1, 3], vertical_alignment="center")
    with code:
        show_picture(qr_picture(way_in), page.say("organiser.qr"), key=f"qr.{session.code}")
    link.write(page.say("organiser.link.participant"))
    link.code(way_in, language=None, wrap_lines=True)
    for role, secret in every_link.items():
        st.caption(page.say(f"organiser.link.{role.value}"))
        st.code(secret, language=None, wrap_lines=True)


def renew_links(page: Page) -> None:
    """A new link for a role that leaked: the old one and all who came by it are out."""
    with st.expander(page.say("organiser.renew")):
        st.write(page.say("organiser.renew_means"))
        for role in access.STAFF:
            if role is not page.role:
                st.button(
                    page.say(f"organiser.renew_link.{role.value}"),
                    key=f"renew.{role.value}",
                    on_click=page.attempt,
                    args=(access.renew_key, page.store, page.session, role, page.by),
                )


def lead(page: Page) -> None:
    """Open and close the session."""
    session, is_open = page.session, page.session.state is SessionState.OPEN
    show_words(sentence(page, f"organiser.state.{session.state.value}"), key="state")
    with st.popover(page.say("organiser.close" if is_open else "organiser.open"), key="leading"):
        st.write(page.say("organiser.close_means" if is_open else "organiser.open_means"))
        st.button(
            page.say("organiser.close_now" if is_open else "organiser.open_now"),
            key="lead",
            type="primary",
            on_click=page.attempt,
            args=(
                sessions.close if is_open else sessions.open_session,
                page.store,
                session,
                page.by,
            ),
        )


def prepare(page: Page, file: Mapping[str, Any]) -> None:
    """Another session from a file; what is wrong with it is said, line by line."""
    folder = Path(page.installation.settings.default_session).parent
    plan = plans.read_plan_text(str(file.get("text")), folder, str(file.get("name")))
    st.session_state[PREPARED] = sessions.prepare(page.store, plan, page.by).code


def prepare_another(page: Page) -> None:
    """A file in, the links of the new session out."""
    st.write(page.say("organiser.prepare_means"))
    take_file(
        page.say("organiser.session_file"),
        key="session_file",
        taken=lambda file: page.attempt(prepare, page, file),
    )
    if code := st.session_state.get(PREPARED):
        session = sessions.find(page.store, code)
        show_words(
            sentence(page, "organiser.is_prepared", "done"),
            written(page, session.plan.title),
            key="prepared",
        )
        show_links(page, session)


show_words(written(page, page.session.plan.title, "title"), key="title")
page.show_problem()
names = ("links", "session", "protection", "people", "codebook", "words", "another")
connect, about, protection, people, coding, words, another = show_tabs(
    page, [f"organiser.{name}" for name in names]
)
with connect:
    show_links(page, page.session)
    renew_links(page)
    show_account(page)
with about:
    lead(page)
    table = facts(page)
    show_table(table, key="facts", tones=["words"] * len(table.rows))
with protection:
    show_protection(page)
with people:
    show_people(page)
    show_imports(page)
with coding:
    show_codebook(page)
with words:
    choose_engine(page)
    edit_glossary(page)
with another:
    prepare_another(page)
