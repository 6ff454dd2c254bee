"""What leads a session, as buttons: open, pause, reveal, let people share, close."""

import streamlit as st

from facilitation import sessions
from facilitation.model import Intake, PartKind, SessionState
from facilitation.sessions import Moment, moment_of
from facilitation.ui.components import show_words
from facilitation.ui.page import Page
from facilitation.ui.words import sentence


def show_state(page: Page) -> None:
    """Whether contributions come in now."""
    moment = moment_of(page.session)
    tone = "mark live" if moment is Moment.OPEN else "mark"
    told = [sentence(page, f"moderator.moment.{moment.value}", tone)]
    if page.session.is_premoderated:
        told.append(sentence(page, "moderator.reading_first", "mark"))
    show_words(*told, key="state")


def lead(page: Page) -> None:
    """The buttons that open, pause, reveal and close."""
    if page.session.state is not SessionState.OPEN:
        st.button(
            page.say("moderator.open"),
            key="open",
            type="primary",
            width="stretch",
            on_click=page.attempt,
            args=(sessions.open_session, page.store, page.session, page.by),
        )
        return
    if page.session.part.kind is PartKind.CONCLUSIONS:  # nothing to pause, nothing to share
        _reveal(page)
    else:
        taking, revealing = st.columns(2)
        with taking:
            _pause(page)
        with revealing:
            _reveal(page)
        _support(page)
    _read_first(page)
    _close(page)


def _pause(page: Page) -> None:
    """Take no contributions for now, or take them again."""
    is_taking = page.session.intake is Intake.OPEN
    st.button(
        page.say("moderator.pause" if is_taking else "moderator.resume"),
        key="intake",
        width="stretch",
        disabled=not page.session.part.takes_contributions,
        on_click=page.attempt,
        args=(sessions.pause if is_taking else sessions.resume, page.store, page.session, page.by),
    )


def _reveal(page: Page) -> None:
    """Let everyone read what the room says on this part, or stop letting them."""
    part = page.session.part
    concludes = part.kind is PartKind.CONCLUSIONS
    verb = "unreveal" if part.is_revealed else "reveal"
    st.button(
        page.say(f"moderator.{verb}_conclusions" if concludes else f"moderator.{verb}"),
        key="reveal",
        width="stretch",
        disabled=not (part.takes_contributions or concludes),
        help=page.say(f"moderator.reveal{'_conclusions' if concludes else ''}_means"),
        on_click=page.attempt,
        args=(sessions.reveal, page.store, page.session, part.id, page.by),
        kwargs={"revealed": not part.is_revealed},
    )


def _support(page: Page) -> None:
    """Let participants share what others said on this part, or stop letting them."""
    part = page.session.part
    st.button(
        page.say("moderator.close_support" if part.is_support_open else "moderator.open_support"),
        key="support",
        width="stretch",
        disabled=not part.is_revealed,
        help=page.say("moderator.support_means"),
        on_click=page.attempt,
        args=(sessions.open_support, page.store, page.session, part.id, page.by),
        kwargs={"is_open": not part.is_support_open},
    )


def _read_first(page: Page) -> None:
    """Read what comes in before anybody else does, or no longer."""
    is_on = page.session.is_premoderated
    st.button(
        page.say("moderator.read_after" if is_on else "moderator.read_first"),
        key="read_first",
        width="stretch",
        help=page.say("moderator.read_first_means"),
        on_click=page.attempt,
        args=(sessions.read_first, page.store, page.session, page.by),
        kwargs={"is_on": not is_on},
    )


def _close(page: Page) -> None:
    """End the session, after a second press."""
    with st.popover(page.say("moderator.close"), width="stretch", key="closing"):
        st.write(page.say("moderator.close_means"))
        st.button(
            page.say("moderator.close_now"),
            key="close",
            type="primary",
            on_click=page.attempt,
            args=(sessions.close, page.store, page.session, page.by),
        )
