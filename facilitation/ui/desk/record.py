"""The whole record at the desk: searched, filtered, one page of it at a time."""

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from facilitation.model import Actor, Code, ContributionState, Part, Source, Words
from facilitation.phrases import name_of
from facilitation.reviewing.finding import Sought, find, shown
from facilitation.ui.cards import kinds_to_choose
from facilitation.ui.components import Drawn, drawn, show_filters
from facilitation.ui.desk.lines import pages_of, show_lines
from facilitation.ui.desk.many import show_done
from facilitation.ui.page import PAUSE, Page

SIZE = 25  # lines of a page
CHOSEN, AT = "desk.sought", "desk.page"
FILTERS = ("part", "actor", "language", "theme", "state", "source")


def show_record(page: Page) -> None:
    """The box to search in stays out of what redraws itself."""
    st.text_input(page.say("rapporteur.search"), key="search", on_change=_first, live=PAUSE)
    _record(page)


@st.fragment
def _record(page: Page) -> None:
    here = page.now()
    here.show_problem()
    show_filters(_filters(here), "desk.record_filters", _keep)
    sought = Sought(str(st.session_state.get("search") or ""), **_chosen())
    ids = find(here.store, here.session, sought)
    pages = pages_of(ids, SIZE)
    at = min(int(st.session_state.get(AT, 0)), pages - 1)
    st.caption(here.say("desk.found", n=len(ids), at=at + 1, pages=pages))
    show_done(here)
    told = shown(here.store, ids, at * SIZE, SIZE)
    show_lines(here, told, "desk.record_lines", f"{sought}{at}", "desk.nothing_found")
    if pages > 1:
        _turn(here, at, pages)
    here.listen()


def _chosen() -> dict[str, str]:
    kept: Mapping[str, str] = st.session_state.get(CHOSEN, {})
    return {name: kept.get(name, "") for name in FILTERS}


def _keep(asked: Mapping[str, Any]) -> None:
    if asked.get("name") in FILTERS:
        st.session_state[CHOSEN] = {**_chosen(), str(asked["name"]): str(asked.get("value"))}
        _first()


def _first() -> None:
    st.session_state[AT] = 0


def _turn(page: Page, at: int, pages: int) -> None:
    def to(other: int) -> None:
        st.session_state[AT] = other

    before, after, _ = st.columns([1, 1, 3])
    before.button(
        *(page.say("desk.before"), "desk.before"), on_click=to, args=(at - 1,), disabled=at == 0
    )
    after.button(
        *(page.say("desk.after"), "desk.after"),
        on_click=to,
        args=(at + 1,),
        disabled=at == pages - 1,
    )


def _filters(page: Page) -> list[Drawn]:
    plan, chosen = page.session.plan, _chosen()
    parts = [part for part in plan.parts if part.takes_contributions]
    options: dict[str, Iterable[tuple[str, Words]]] = {
        "part": _named(page, parts),
        "actor": _named(page, kinds_to_choose(page)),
        "language": [(one, _said(page, name_of(one, page.language))) for one in plan.languages],
        "theme": _named(page, plan.themes),
        "state": [
            (one.value, _said(page, page.say(f"desk.state.{one.value}")))
            for one in ContributionState
        ],
        "source": [
            (one.value, _said(page, page.say(f"desk.source.{one.value}"))) for one in Source
        ],
    }
    every = ("", _said(page, page.say("rapporteur.all")))
    return [
        {
            "name": name,
            "label": page.say(f"desk.filter.{name}"),
            "value": chosen[name],
            "options": [
                {"value": value, **drawn(words)} for value, words in (every, *options[name])
            ],
        }
        for name in FILTERS
    ]


def _named(page: Page, of: Iterable[Part | Actor | Code]) -> Iterable[tuple[str, Words]]:
    for one in of:
        yield one.id, page.read(one.title if isinstance(one, Part) else one.label)


def _said(page: Page, text: str) -> Words:
    return Words(text, page.language)
