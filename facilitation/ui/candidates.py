"""What no theme covers yet, for a person to decide about. Never charted by itself."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from facilitation import candidates
from facilitation.access import Action, may
from facilitation.candidates import Candidate
from facilitation.lifecycles import CandidateState
from facilitation.model import Stage, Words
from facilitation.phrases import name_of
from facilitation.ui.cards import show_contributions
from facilitation.ui.components import Drawn, drawn, show_candidates, show_words
from facilitation.ui.page import Page
from facilitation.ui.words import sentence

READ = "candidates.read"
SHOWN = 20  # the rest are said by fewer people
BEHIND = 40

OPEN_VERBS = ("promote", "mute", "read")
MUTED_VERBS = ("bring_back", "read")


def show_candidates_found(page: Page) -> None:
    """The expressions, who decides what about each, and the contributions of the one pressed."""
    found = candidates.look(page.store, page.session)
    show_words(
        sentence(page, "candidates.title", "subheading"),
        sentence(page, "candidates.means", "quiet"),
        key="candidates.head",
    )
    muted = found.decided(CandidateState.MUTED)
    data = {
        "open": [_line(page, notion, OPEN_VERBS) for notion in found.open()[:SHOWN]],
        "muted": [_line(page, notion, MUTED_VERBS) for notion in muted],
        "say": {
            "empty": page.say("candidates.none"),
            "muted": page.say("candidates.muted", n=len(muted)),
            **{verb: page.say(f"candidates.does.{verb}") for verb in (*OPEN_VERBS, "bring_back")},
        },
    }
    show_candidates(data, "candidates", partial(page.attempt, _do, page))
    _show_behind(page, found.notions)


def _line(page: Page, notion: Sequence[Candidate], verbs: Sequence[str]) -> Drawn:
    people = len(frozenset[str]().union(*(one.voices for one in notion)))
    may_decide = may(page.role, Action.REVIEW, Stage.of(page.session))
    return {
        "keys": [one.key for one in notion],
        "forms": [
            {
                **drawn(Words(one.written, one.language)),
                "tongue": name_of(one.language, page.language),
            }
            for one in notion
        ],
        "voices": page.say("chart.voices", n=people),
        "verbs": [verb for verb in verbs if verb == "read" or may_decide],
    }


def _do(page: Page, asked: Mapping[str, Any]) -> None:
    keys = [str(key) for key in asked.get("keys", ())][:9]
    here = page.now()
    match asked.get("verb"):
        case "promote":
            candidates.promote(here.store, here.session, keys, here.by)
        case "mute":
            candidates.mute(here.store, here.session, keys, here.by)
        case "bring_back":
            candidates.bring_back(here.store, here.session, keys, here.by)
        case "read":
            st.session_state[READ] = keys


def _show_behind(page: Page, notions: Sequence[Sequence[Candidate]]) -> None:
    """Who said it, in their own words."""
    keys = st.session_state.get(READ, ())
    chosen = [one for notion in notions for one in notion if one.key in keys]
    if not chosen:
        return
    forms = [drawn(Words(one.written, one.language), "subheading") for one in chosen]
    show_words(*forms, key="candidates.behind")
    ids = dict.fromkeys(id_ for one in chosen for id_ in one.contribution_ids)
    told = [found for id_ in list(ids)[:BEHIND] if (found := page.store.contribution(id_))]
    show_contributions(page, told, key="candidates.cards", scope=",".join(keys))
