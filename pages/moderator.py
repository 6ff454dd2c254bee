"""What the moderator leads from: the run sheet, who was heard, what came in, the room's screen."""

import streamlit as st

from facilitation import sessions
from facilitation.model import Intake, Role, SessionState, View
from facilitation.sessions import Moment, moment_of
from facilitation.ui import Page, open_page
from facilitation.ui.cards import show_contributions
from facilitation.ui.components import show_words
from facilitation.ui.figures import show_live_themes
from facilitation.ui.spoken import show_spoken
from facilitation.ui.stage import show_clocks, show_heard, show_parts
from facilitation.ui.words import sentence

SHOWN = 40  # contributions at once; "older" shows as many again
VIEWS = (View.QUESTION, View.THEMES, View.PARTICIPATION)

page = open_page(Role.MODERATOR)


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
    taking, revealing = st.columns(2)
    with taking:
        pause(page)
    with revealing:
        reveal(page)
    support(page)
    close(page)


def pause(page: Page) -> None:
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


def reveal(page: Page) -> None:
    """Let everyone read what the room says on this part, or stop letting them."""
    part = page.session.part
    st.button(
        page.say("moderator.unreveal" if part.is_revealed else "moderator.reveal"),
        key="reveal",
        width="stretch",
        disabled=not part.takes_contributions,
        help=page.say("moderator.reveal_means"),
        on_click=page.attempt,
        args=(sessions.reveal, page.store, page.session, part.id, page.by),
        kwargs={"revealed": not part.is_revealed},
    )


def support(page: Page) -> None:
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


def close(page: Page) -> None:
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


def show_state(page: Page) -> None:
    """Whether contributions come in now."""
    moment = moment_of(page.session)
    tone = "mark live" if moment is Moment.OPEN else "mark"
    show_words(sentence(page, f"moderator.moment.{moment.value}", tone), key="state")


def show_projector(page: Page) -> None:
    """What the room sees: one press changes it."""
    session = page.session
    st.caption(page.say("moderator.room_sees"))
    for column, view in zip(st.columns(len(VIEWS)), VIEWS, strict=True):
        column.button(
            page.say(f"moderator.view.{view.value}"),
            key=f"view.{view.value}",
            type="primary" if session.on_screen.view is view else "secondary",
            width="stretch",
            on_click=page.attempt,
            args=(sessions.put_on_screen, page.store, session, view, page.by),
        )


def show_feed(page: Page) -> None:
    """What came in, newest first."""
    is_whole = st.toggle(page.say("moderator.all_parts"), key="all_parts")
    part_id = "" if is_whole else page.session.part_id
    limit = st.session_state.setdefault("shown", SHOWN)
    told = page.store.newest(page.session.id, part_id, limit)
    show_contributions(page, told, key="feed", scope=part_id)
    if len(told) == limit:
        st.button(page.say("page.older"), key="older", on_click=show_older)


def show_older() -> None:
    st.session_state["shown"] += SHOWN


@st.fragment
def console() -> None:
    """All that changes while the session runs; redrawn when the record moves."""
    here = page.now()
    here.show_problem()
    where, what, who = st.columns([10, 15, 11], gap="medium")
    with where:
        show_clocks(here)
        show_state(here)
        show_parts(here)
        lead(here)
    with what:
        show_projector(here)
        names = [here.say("moderator.feed"), here.say("moderator.themes")]
        feed, themes = st.tabs(names, key="tabs", on_change="rerun")
        with feed:
            show_feed(here)
        if themes.open:  # half the work of a redraw, and the feed is what is mostly looked at
            with themes:
                show_live_themes(here)
    with who:
        show_heard(here)
    here.listen()  # draws nothing, so it comes last: above, it would leave a gap


console()
show_spoken(page)
