"""What came in, as the moderator's feed: sifted, and held still under the hand."""

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from facilitation.lifecycles import Facet, Order, Shelf
from facilitation.model import Actor, Code, Contribution, ContributionState, Words
from facilitation.moderation import curating, sifting
from facilitation.phrases import name_of
from facilitation.store.sieves import Sifting
from facilitation.ui.cards import show_contributions
from facilitation.ui.components import Drawn, drawn, show_filters
from facilitation.ui.page import Page

SHOWN = 40  # contributions at once; "older" shows as many again
WHOLE, PART = "whole", "part"
ORDERS = (*Order, *Facet)
NAMES = ("part", "shelf", "order", "value")
STATE = "feed."  # of what was chosen, on this visit


def show_feed(page: Page) -> None:
    """What came in, in the order and with the limits the moderator chose."""
    asked = _sifting(page)
    _show_choices(page, asked)
    limit = st.session_state.setdefault("shown", SHOWN)
    told = sifting.sifted(page.store, page.session, asked, limit, page.role)
    _show_waiting(page, told)
    empty = "page.nothing_found" if asked.words or _chosen("value") else "page.nothing_yet"
    show_contributions(
        page, told, key="feed", scope=repr(asked), empty=empty, has_keys=True, limit=limit
    )
    if len(told) == limit:
        st.button(page.say("page.older"), key="older", on_click=_show_older)


def _sifting(page: Page) -> Sifting:
    """What was chosen, as far as the session has it."""
    part_id = "" if _chosen("part") == WHOLE else page.session.part_id
    order = _chosen("order")
    facet = {order: _chosen("value")} if order in set(Facet) else {}
    return Sifting(
        part_id,
        shelf=Shelf(_chosen("shelf") or Shelf.ALL),
        order=Order(order) if order in set(Order) else Order.NEWEST,
        words=_chosen("words"),
        **facet,
    )


def _chosen(name: str) -> str:
    return str(st.session_state.get(STATE + name, ""))


def _keep(asked: Mapping[str, Any]) -> None:
    """What a list or the box says, looked up: it comes from a browser."""
    name, value = str(asked.get("name")), str(asked.get("value", ""))[:200]
    known = {"part": (WHOLE, PART), "shelf": tuple(Shelf), "order": ORDERS}
    if name in known and value not in known[name]:
        return
    if name in (*NAMES, "words"):
        st.session_state[STATE + name] = value
        st.session_state["shown"] = SHOWN
    if name == "order":
        st.session_state[STATE + "value"] = ""


def _show_choices(page: Page, asked: Sifting) -> None:
    """Which part, which shelf, in which order; the themes, actors or languages to go through."""
    say = page.say
    lists = [
        _list(page, "part", {name: say(f"moderator.feed_part.{name}") for name in (PART, WHOLE)}),
        _list(page, "shelf", {one: say(f"moderator.shelf.{one.value}") for one in Shelf}),
    ]
    if asked.shelf is not Shelf.ALIKE:
        lists.append(
            _list(page, "order", {one: say(f"moderator.order.{one.value}") for one in ORDERS})
        )
    if _chosen("order") in set(Facet) and asked.shelf is not Shelf.ALIKE:
        lists.append(_values(page, Facet(_chosen("order")), asked.part_id))
    search = {"label": say("moderator.search"), "value": _chosen("words")}
    show_filters(lists, key="sieve", asked=_keep, search=search)


def _list(page: Page, name: str, options: Mapping[str, str]) -> Drawn:
    drawn_options = [
        {**drawn(Words(text, page.language)), "value": str(value)}
        for value, text in options.items()
    ]
    label = page.say(f"moderator.choose.{name}")
    return {"name": name, "label": label, "value": _chosen(name), "options": drawn_options}


def _values(page: Page, facet: Facet, part_id: str) -> Drawn:
    """What there is of a facet, each with how many contributions it would show."""
    counts = sifting.choices(page.store, page.session, part_id, facet)
    everything = Words(page.say("moderator.all_of_them"), page.language)
    options = [{**drawn(everything), "value": ""}]
    for value, words in _named(page, facet):
        if n := counts.get(value, 0):
            text = f"{words.text} ({page.phrases.number(n)})"
            options.append({**drawn(Words(text, words.language)), "value": value})
    label = page.say(f"moderator.order.{facet.value}")
    return {"name": "value", "label": label, "value": _chosen("value"), "options": options}


def _named(page: Page, facet: Facet) -> Iterable[tuple[str, Words]]:
    plan = page.session.plan
    if facet is Facet.LANGUAGE:
        return (
            (code, Words(name_of(code, page.language), page.language)) for code in plan.languages
        )
    named: tuple[Actor | Code, ...] = plan.actors if facet is Facet.ACTOR else plan.themes
    return ((one.id, page.read(one.label)) for one in named)


def _show_waiting(page: Page, told: Iterable[Contribution]) -> None:
    """How many wait to be read first; one press lets in those that are on the page."""
    n = sifting.waiting(page.store, page.session)
    if not n:
        return
    ids = [one.id for one in told if one.state is ContributionState.WAITING]
    st.button(
        page.say("moderator.let_all_in", n=n, shown=page.phrases.number(len(ids))),
        key="let_all_in",
        disabled=not ids,
        on_click=page.attempt,
        args=(curating.let_in, page.store, page.session, ids, page.by),
    )


def _show_older() -> None:
    st.session_state["shown"] += SHOWN
