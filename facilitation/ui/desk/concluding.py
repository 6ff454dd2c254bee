"""The conclusions at the desk: counted, worded, rested on what was said, approved."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from facilitation.conclusions import offering, parity, writing
from facilitation.conclusions.nouns import Conclusion, Said
from facilitation.conclusions.writing import Draft
from facilitation.errors import NotFound, Refused
from facilitation.lifecycles import ConclusionKind, ConclusionState
from facilitation.model import ContributionState, Words
from facilitation.phrases import name_of
from facilitation.texts import folded
from facilitation.ui.components import Drawn, drawn, show_concluding, show_filters
from facilitation.ui.desk import visitor
from facilitation.ui.desk.drawing import conclusion_drawn, quote_drawn, sentences
from facilitation.ui.desk.places import Place, place_of, places
from facilitation.ui.page import PAUSE, Page

QUOTES = 40  # beside the conclusions; a search finds the others
PLACE, SHOWN = "desk.place", "desk.states"
STATES = ("kept", "open", "approved", "offered", "dropped")
_TAKEN = {
    "kept": set(ConclusionState) - {ConclusionState.DROPPED},
    "open": {ConclusionState.DRAFT, ConclusionState.REOPENED},
    "approved": {ConclusionState.APPROVED},
    "offered": {ConclusionState.OFFERED},
    "dropped": {ConclusionState.DROPPED},
}


def show_conclusions(page: Page) -> None:
    """What is typed in a form of Streamlit's stays out of what redraws itself."""
    _choose(page)
    offer, search = st.columns([1, 2], vertical_alignment="bottom")
    offer.button(
        page.say("desk.offer"),
        key="desk.offer",
        help=page.say("desk.offer_means"),
        on_click=page.attempt,
        args=(offering.offer, page.store, page.session, page.by),
        width="stretch",
    )
    search.text_input(page.say("desk.search_quotes"), key="desk.quotes", live=PAUSE)
    _write_one(page)
    _live(page)


def _choose(page: Page) -> None:
    """Which question or point, and which state."""

    def keep(asked: Mapping[str, Any]) -> None:
        if asked.get("name") in (PLACE, SHOWN):
            st.session_state[str(asked["name"])] = str(asked.get("value"))

    found = places(page)
    filters: list[Drawn] = [
        {
            "name": PLACE,
            "label": page.say("desk.place"),
            "value": _place(page),
            "options": [{"value": one.id, **drawn(one.label)} for one in found],
        },
        {
            "name": SHOWN,
            "label": page.say("desk.shown"),
            "value": st.session_state.get(SHOWN, STATES[0]),
            "options": [
                {"value": one, **drawn(Words(page.say(f"desk.shown.{one}"), page.language))}
                for one in STATES
            ],
        },
    ]
    show_filters(filters, "desk.filters", keep)


def _place(page: Page) -> str:
    """What is worked on: the first question until another is chosen."""
    found = [one.id for one in places(page)]
    chosen = st.session_state.get(PLACE)
    return chosen if chosen in found else found[0]


def _write_one(page: Page) -> None:
    with (
        st.expander(page.say("desk.write")),
        st.form("desk.new", clear_on_submit=True, enter_to_submit=False),
    ):
        languages = list(page.session.plan.languages)
        kind, language = st.columns(2)
        kind.selectbox(
            page.say("desk.kind"),
            list(ConclusionKind),
            format_func=lambda one: page.say(f"conclusion.kind.{one.value}"),
            key="desk.new.kind",
            filter_mode=None,
        )
        language.selectbox(
            page.say("desk.language"),
            languages,
            index=languages.index(page.language) if page.language in languages else 0,
            format_func=lambda code: name_of(code, page.language),
            key="desk.new.language",
            filter_mode=None,
        )
        st.text_area(page.say("desk.text"), key="desk.new.text", height=90)
        st.form_submit_button(
            page.say("desk.add"), on_click=page.attempt, args=(_write, page), type="primary"
        )


def _write(page: Page) -> None:
    state = st.session_state
    place = Place.named(_place(page))
    draft = Draft(
        state["desk.new.kind"],
        state["desk.new.language"],
        Said(str(state["desk.new.text"])),
        place.part_id,
        place.point_id,
    )
    writing.write(page.store, page.session, draft, page.by, visitor.name())


@st.fragment
def _live(page: Page) -> None:
    """The conclusions and what was said, redrawn when the record moves."""
    here = page.now()
    here.show_problem()
    place = Place.named(_place(here))
    taken = _TAKEN[st.session_state.get(SHOWN, STATES[0])]
    everything = here.store.conclusions(here.session.id)
    shown = [one for one in everything if one.state in taken and place_of(one) == place]
    told = here.store.contributions(here.session.id)
    by_id = {one.id: one for one in told}
    others, names = visitor.others(here), parity.known_names(here.store, here.session)
    used: dict[str, list[int]] = {}
    for one in everything:
        if one.state is not ConclusionState.DROPPED:
            for id_ in one.evidence:
                used.setdefault(id_, []).append(one.number)
    wanted = folded(str(st.session_state.get("desk.quotes") or ""))
    quotes = [
        one
        for one in told
        if one.state is ContributionState.RECEIVED
        and (place.part_id in ("", one.part_id))
        and wanted in folded(one.words.text)
    ]
    data = {
        "conclusions": [conclusion_drawn(here, one, by_id, others, names) for one in shown],
        "quotes": [quote_drawn(here, one, used.get(one.id, [])) for one in quotes[:QUOTES]],
        "kinds": [
            {"value": kind.value, **drawn(_phrase(here, f"conclusion.kind.{kind.value}"))}
            for kind in ConclusionKind
        ],
        "places": [{"value": one.id, **drawn(one.label)} for one in places(here)],
        "say": sentences(here, len(quotes)),
    }
    show_concluding(data, "desk.concluding", partial(here.attempt, _do, here))
    here.listen()


def _phrase(page: Page, key: str) -> Words:
    return Words(page.say(key), page.language)


def _do(page: Page, asked: Mapping[str, Any]) -> None:
    """What a press asks for. It comes from a browser, so every value is looked up."""
    page = page.now()
    verb, id_ = asked.get("verb"), str(asked.get("id"))
    if verb == "attend":
        visitor.attend(page, f"conclusion:{id_}")
        return
    _VERBS.get(str(verb), _refuse)(page, id_, asked)


def _refuse(page: Page, id_: str, asked: Mapping[str, Any]) -> None:
    raise Refused


def _seen(asked: Mapping[str, Any]) -> int:
    seen = asked.get("seen")
    return seen if isinstance(seen, int) else -1


def _save(page: Page, id_: str, asked: Mapping[str, Any]) -> None:
    fields = ("text", "proposer", "addressee", "due")
    said = Said(*(str(asked.get(field, "")) for field in fields))
    language = str(asked.get("language"))
    writing.reword(
        *(page.store, page.session, id_, language, said, _seen(asked), page.by, visitor.name())
    )


def _approve(page: Page, id_: str, asked: Mapping[str, Any]) -> None:
    writing.approve(page.store, page.session, id_, _seen(asked), page.by, visitor.name())


def _file(page: Page, id_: str, asked: Mapping[str, Any]) -> None:
    try:
        kind = ConclusionKind(str(asked.get("kind")))
    except ValueError:
        raise Refused from None
    place = Place.named(str(asked.get("place")))
    writing.file(
        *(page.store, page.session, id_, _seen(asked), page.by),
        kind=kind,
        part_id=place.part_id,
        point_id=place.point_id,
    )


def _add(page: Page, id_: str, asked: Mapping[str, Any]) -> None:
    told = [str(asked.get("contribution"))]
    writing.add_evidence(page.store, page.session, id_, told, page.by)


def _remove(page: Page, id_: str, asked: Mapping[str, Any]) -> None:
    there = _known(page, id_)
    kept = [one for one in there.evidence if one != asked.get("contribution")]
    writing.rest_on(page.store, page.session, id_, kept, _seen(asked), page.by)


def _move(page: Page, id_: str, asked: Mapping[str, Any]) -> None:
    """One place up among those of the same question or point."""
    there = _known(page, id_)
    everything = page.store.conclusions(page.session.id)
    order = [one.id for one in everything]
    before = [one for one in everything if place_of(one) == place_of(there)]
    place = [one.id for one in before].index(id_)
    if place:
        other = order.index(before[place - 1].id)
        order.remove(id_)
        order.insert(other, id_)
        writing.arrange(page.store, page.session, order, page.by)


def _known(page: Page, id_: str) -> Conclusion:
    there = page.store.conclusion(id_)
    if there is None or there.session_id != page.session.id:
        raise NotFound("error.no_conclusion")
    return there


_VERBS: Mapping[str, Callable[[Page, str, Mapping[str, Any]], object]] = {
    "save": _save,
    "approve": _approve,
    "file": _file,
    "add": _add,
    "remove": _remove,
    "move_up": _move,
    "reopen": lambda page, id_, _: writing.reopen(page.store, page.session, id_, page.by),
    "take_up": lambda page, id_, _: writing.take_up(page.store, page.session, id_, page.by),
    "drop": lambda page, id_, _: writing.drop(page.store, page.session, id_, page.by),
}
