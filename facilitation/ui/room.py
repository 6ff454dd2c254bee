"""The room's contributions as a participant reads them, once the moderator revealed them."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from threading import Lock
from typing import Any

import streamlit as st

from facilitation.access import Action, may
from facilitation.confidentiality import veil_of_room
from facilitation.model import Actor, Code, Contribution, Role, Stage, Words
from facilitation.sessions import moment_of
from facilitation.store import Store
from facilitation.ui.cards import show_contributions
from facilitation.ui.components import Drawn, drawn, show_filters, show_words
from facilitation.ui.page import Page
from facilitation.ui.words import sentence

SHOWN = 40  # contributions at once; "older" shows as many again
ACTOR, THEME = "actor", "theme"
LIMIT = "room.shown"


def show_room(page: Page) -> None:
    """What others said on the part on the table, all of it or what the reader asks for."""
    if not page.session.part.takes_contributions:
        return
    if not may(Role.PARTICIPANT, Action.READ, Stage.of(page.session)):
        if moment_of(page.session).is_asked:
            show_words(sentence(page, "participant.room_hidden", "quiet"), key="room.hidden")
        return
    part_id = page.session.part_id
    show_words(sentence(page, "participant.room", "subheading"), key="room.title")
    revision = page.session.revision
    with _reading:
        actors, themes = _speaking(page.store, page.session.id, part_id, revision)
    veil = veil_of_room(page.store, page.session)
    actors = [one for one in actors if not veil.hides(one, part_id)]
    actor_id, theme_id = _choose(page, actors, themes)
    limit = st.session_state.setdefault(LIMIT, SHOWN)
    asked = (part_id, limit, actor_id, theme_id)
    with _reading:
        told = _said(page.store, page.session.id, asked, revision)
    scope = ".".join((part_id, actor_id, theme_id))
    show_contributions(page, told, key="room", scope=scope, holds=False)
    if len(told) == limit:
        st.button(page.say("page.older"), key="room.older", on_click=_show_older)
    st.button(page.say("participant.look_again"), key="look_again")


# A reveal has every phone read the same at the same moment: the record is asked once for each
# revision, and the others wait for that answer.
_reading = Lock()


@lru_cache(maxsize=16)
def _speaking(
    store: Store, session_id: str, part_id: str, _revision: int
) -> tuple[Collection[str], Collection[str]]:
    return store.room_speaks(session_id, part_id)


@lru_cache(maxsize=32)
def _said(
    store: Store, session_id: str, asked: tuple[str, int, str, str], _revision: int
) -> tuple[Contribution, ...]:
    return tuple(store.room(session_id, *asked))


def _choose(page: Page, actors: Collection[str], themes: Collection[str]) -> tuple[str, str]:
    """By kind of actor and by theme: only those that would find something."""
    plan = page.session.plan
    filters = [
        _filter(page, ACTOR, plan.actors, actors),
        _filter(page, THEME, plan.themes, themes),
    ]
    filters = [one for one in filters if len(one["options"]) > 1]
    if filters:
        show_filters(filters, key="room.filters", asked=_keep)
    chosen = {one["name"]: one["value"] for one in filters}
    return chosen.get(ACTOR, ""), chosen.get(THEME, "")


def _filter(
    page: Page, name: str, choices: Iterable[Actor | Code], there: Collection[str]
) -> Drawn:
    everything = Words(page.say(f"participant.filter_all.{name}"), page.language)
    options = [{**drawn(everything), "value": ""}]
    options += [
        {**drawn(page.read(one.label)), "value": one.id} for one in choices if one.id in there
    ]
    chosen = st.session_state.get(f"room.{name}", "")
    value = chosen if chosen in there else ""
    label = page.say(f"participant.filter.{name}")
    return {"name": name, "label": label, "value": value, "options": options}


def _keep(asked: Mapping[str, Any]) -> None:
    if asked.get("name") in (ACTOR, THEME):
        st.session_state[f"room.{asked['name']}"] = str(asked.get("value", ""))


def _show_older() -> None:
    st.session_state[LIMIT] += SHOWN
