"""The choice of a translation engine, with where the text goes, how its work stands, its terms."""

from collections.abc import Iterator, Mapping
from typing import Any

import streamlit as st

from facilitation.charts import Table
from facilitation.errors import Refused
from facilitation.model import Words
from facilitation.phrases import name_of
from facilitation.translation import standing, versions
from facilitation.translation.standing import Standing, Trial
from facilitation.ui.components import Drawn, drawn, show_table, show_words, take_file
from facilitation.ui.page import Page, moment
from facilitation.ui.words import sentence

TRIALS = "engine.trials"
BOX_HEIGHT = 260


def choose_engine(page: Page) -> None:
    """One engine for the session, or none. What is not set up says how to set it up."""
    names = list(versions.ENGINES)
    engine = st.radio(
        page.say("organiser.engine"),
        names,
        index=names.index(page.session.engine),
        format_func=lambda name: page.say(f"organiser.engine_name.{name}"),
        captions=[page.say(f"organiser.engine_means.{name}") for name in names],
        key="engine",
    )
    missing = versions.missing(str(engine), page.installation.settings.engines)
    if missing:
        show_words(sentence(page, missing, "problem"), key="engine.missing")
    elif engine != versions.OFF:
        _offer_trial(page, str(engine))
    if not missing and engine != page.session.engine:
        _confirm(page, str(engine))
    work(page)


def _confirm(page: Page, engine: str) -> None:
    """The second press: the first only shows what the choice means."""
    st.button(
        page.say("organiser.engine_choose"),
        key="engine.choose",
        type="primary",
        on_click=page.attempt,
        args=(versions.choose_engine, page.store, page.session, engine, page.by),
    )


def _offer_trial(page: Page, engine: str) -> None:
    """Does it answer? One sentence of ours in each direction."""
    st.button(
        page.say("organiser.engine_try"),
        key="engine.try",
        help=page.say("organiser.engine_try_means"),
        on_click=page.attempt,
        args=(_try, page, engine),
    )
    tried, trials = st.session_state.get(TRIALS, ("", ()))
    if tried == engine and trials:
        show_table(_trials_table(page, trials), key="engine.trials")


def _try(page: Page, engine: str) -> None:
    settings = page.installation.settings.engines
    trials = standing.try_out(page.session, engine, settings, page.by)
    st.session_state[TRIALS] = (engine, trials)


def _trials_table(page: Page, trials: tuple[Trial, ...]) -> Table:
    names = ("way", "text", "time")
    header = (Words(page.say(f"organiser.engine_tried.{one}"), page.language) for one in names)
    rows = tuple(_tried(page, one) for one in trials)
    return Table(page.say("organiser.engine_try"), tuple(header), rows)


def _tried(page: Page, trial: Trial) -> tuple[Words, ...]:
    """From and to, what came back (or why nothing did), and in how many seconds."""
    source, target = (name_of(one, page.language) for one in (trial.source, trial.target))
    came = Words(trial.text, trial.target)
    if trial.problem:
        came = Words(page.say(trial.problem.phrase, **trial.problem.values), page.language)
    seconds = page.phrases.number(round(trial.seconds, 1))
    took = Words(page.say("organiser.seconds", time=seconds), page.language)
    return Words(f"{source} → {target}", page.language), came, took


@st.fragment
def work(page: Page) -> None:
    """How the work stands; follows by itself."""
    here = page.now()
    show_work(here)
    here.show_problem("engine.problem")
    here.listen()


def show_work(page: Page) -> None:
    """How many translations wait, run, are done, have failed, and why; how fast it goes."""
    now = standing.standing(page.store, page.session, moment())
    if now.is_empty:
        return
    show_words(*_told(page, now), key="engine.work")
    if now.is_worth_another_try:
        st.button(
            page.say("translating.try_again"),
            key="engine.try_again",
            on_click=page.attempt,
            args=(versions.try_again, page.store, page.session, page.by),
        )


def _told(page: Page, now: Standing) -> Iterator[Drawn]:
    """The queue in a line, its pace in another, and each obstacle in one of its own."""
    number = page.phrases.number
    yield sentence(page, "translating.title", "mark live" if now.running else "mark")
    parts = {"waiting": now.waiting, "running": now.running, "done": now.done, "failed": now.failed}
    said = (page.say(f"translating.{name}", n=n) for name, n in parts.items() if n)
    yield drawn(Words(" · ".join(said), page.language), "quiet")
    if now.a_minute is not None and now.delay is not None:
        pace = {"rate": number(round(now.a_minute, 1)), "time": number(round(now.delay, 1))}
        yield sentence(page, "translating.pace", "quiet", **pace)
    for one in now.obstacles:
        why = page.say(f"engine.trouble.{one.trouble}")
        if one.again_at is None:
            yield sentence(page, "translating.why_failed", "alert", n=one.n, why=why)
        else:
            at = page.phrases.clock(max(one.again_at, moment()), page.zone)
            yield sentence(page, "translating.why_waiting", "alert", n=one.n, why=why, at=at)


def edit_glossary(page: Page) -> None:
    """The session's terms: to edit here, to take out for interpreters, to bring in from a file."""
    terms = versions.glossary_of(page.session)
    st.subheader(page.say("organiser.glossary"))
    st.caption(page.say("organiser.glossary_means", n=len(terms.terms)))
    with st.form("glossary.form", border=False, enter_to_submit=False):
        st.text_area(
            page.say("organiser.glossary_terms"),
            terms.as_csv() if terms.terms else "",
            height=BOX_HEIGHT,
            key=f"glossary.text.{terms.version}",
        )
        st.form_submit_button(
            page.say("organiser.glossary_keep"),
            key="glossary.keep",
            on_click=page.attempt,
            args=(_keep, page, terms.version),
        )
    st.download_button(
        page.say("organiser.glossary_download"),
        b"\xef\xbb\xbf" + terms.as_csv().encode(),
        file_name=f"{page.session.plan.reference}-glossary.csv",
        mime="text/csv",
        on_click="ignore",
        key="glossary.csv",
    )
    take_file(
        page.say("organiser.glossary_file"),
        key="glossary.file",
        taken=lambda file: page.attempt(_bring_in, page, file),
        accept=".csv,text/csv,text/plain",
    )


def _keep(page: Page, version: str) -> None:
    text = str(st.session_state.get(f"glossary.text.{version}", ""))
    versions.set_glossary(page.store, page.session, text, page.by)


def _bring_in(page: Page, file: Mapping[str, Any]) -> None:
    text = str(file.get("text", "")).removeprefix("\ufeff")
    if not text.strip():
        raise Refused("error.empty")
    versions.set_glossary(page.store, page.session, text, page.by)
