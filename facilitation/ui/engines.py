"""The choice of a translation engine, with where the text goes, and how its work stands."""

import streamlit as st

from facilitation import translation
from facilitation.model import JobState
from facilitation.ui.components import show_words
from facilitation.ui.page import Page
from facilitation.ui.words import sentence


def choose_engine(page: Page) -> None:
    """One engine for the session, or none. What is not set up says how to set it up."""
    names = list(translation.ENGINES)
    engine = st.radio(
        page.say("organiser.engine"),
        names,
        index=names.index(page.session.engine),
        format_func=lambda name: page.say(f"organiser.engine_name.{name}"),
        captions=[page.say(f"organiser.engine_means.{name}") for name in names],
        key="engine",
    )
    missing = translation.missing(str(engine), page.installation.settings.engines)
    if missing:
        show_words(sentence(page, missing, "problem"), key="engine.missing")
    elif engine != page.session.engine:
        _confirm(page, str(engine))
    show_work(page)


def _confirm(page: Page, engine: str) -> None:
    """The second press: the first only shows what the choice means."""
    st.button(
        page.say("organiser.engine_choose"),
        key="engine.choose",
        type="primary",
        on_click=page.attempt,
        args=(translation.choose_engine, page.store, page.session, engine, page.by),
    )


def show_work(page: Page) -> None:
    """How many translations wait, are done, have failed, and why."""
    states = page.store.jobs.states(page.session.id)
    if not states:
        return
    waiting = states.get(JobState.PENDING, 0) + states.get(JobState.RUNNING, 0)
    failed = states.get(JobState.FAILED, 0)
    told = page.say(
        "organiser.engine_work",
        waiting=page.phrases.number(waiting),
        done=page.phrases.number(states.get(JobState.DONE, 0)),
        failed=page.phrases.number(failed),
    )
    st.caption(told)
    for problem, n in page.store.jobs.problems(page.session.id).items():
        st.text(f"{page.phrases.number(n)} × {problem}")
    if failed:
        st.button(
            page.say("organiser.engine_retry"),
            key="engine.retry",
            on_click=page.attempt,
            args=(translation.try_failed_again, page.store, page.session, page.by),
        )
