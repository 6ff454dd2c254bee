"""The run sheet on the console: the minutes as planned and as they are likely to be, the step to
the next part, and a form, apart from all that redraws itself, to change it on the fly."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from facilitation import sessions
from facilitation.errors import Conflict, NotFound
from facilitation.model import Language, Part, SessionState
from facilitation.moderation import run_sheet
from facilitation.moderation.run_sheet import Draft, Slot
from facilitation.phrases import name_of
from facilitation.ui.components import Drawn, drawn, show_run_sheet, show_words
from facilitation.ui.page import Page, moment
from facilitation.ui.words import sentence

REDRAWN = "30s"  # the minutes left change by themselves
NEW = ""  # among the ids of parts: a question that is not there yet
CHOSEN = "parts.chosen"


@st.fragment(run_every=REDRAWN)
def show_parts(page: Page) -> None:
    """The parts. A press steps to one; the first step opens the session."""
    page = page.now()
    session = page.session
    slots = run_sheet.run_sheet(session, page.store.steps(session.id), moment())
    parts = [_part(page, place, slot) for place, slot in enumerate(slots)]
    before, after = sessions.neighbours(session)
    of = {part["id"]: part for part in parts}
    data = {
        "parts": parts,
        "here": session.part_id,
        "before": before and of[before.id],
        "after": after and of[after.id],
        "is_open": session.state is SessionState.OPEN,
        "say": {
            "label": page.say("moderator.run_sheet"),
            "back": page.say("moderator.back"),
            "next": page.say("moderator.next"),
            "step": page.say("moderator.step_here"),
        },
    }
    show_run_sheet(data, "run_sheet", lambda asked: page.attempt(_step, page, asked))
    page.show_problem("run_sheet.problem")  # below: the button is not to move from under the hand


def _part(page: Page, place: int, slot: Slot) -> Drawn:
    parts = page.session.plan.parts
    here = [part.id for part in parts].index(page.session.part_id)
    missing = run_sheet.missing(slot.part, page.session.plan.languages)
    names = ", ".join(name_of(language, page.language) for language in missing)
    return {
        "id": slot.part.id,
        "title": drawn(page.read(slot.part.title)),
        "minutes": _minutes(page, slot, place - here),
        "is_here": place == here,
        "is_past": place < here,
        "is_short": place > here and _rounded(slot.forecast) < slot.part.minutes,
        "missing": page.say("moderator.missing", languages=names) if missing else "",
    }


def _minutes(page: Page, slot: Slot, place: int) -> str:
    """As planned; where it went or will go otherwise, that too."""
    planned, likely = slot.part.minutes, _rounded(slot.forecast)
    if place < 0 and slot.spent:
        return page.say("moderator.took", n=likely, planned=planned)
    if likely != planned and place >= 0:
        return page.say("moderator.likely", n=likely, planned=planned)
    return page.say("moderator.minutes", n=planned)


def _rounded(seconds: int) -> int:
    return round(seconds / 60)


def _step(page: Page, asked: Mapping[str, Any]) -> None:
    """To the part that was pressed, unless somebody else stepped since the page was drawn."""
    page, part_id = page.now(), asked.get("part")
    session = page.session
    if part_id not in [part.id for part in session.plan.parts]:
        raise NotFound
    if part_id != session.part_id != asked.get("from"):
        raise Conflict("error.stepped_meanwhile")
    sessions.step(page.store, session, str(part_id), page.by)


def step_by(page: Page, places: int) -> None:
    """By key: to the next part or the one before."""
    before, after = sessions.neighbours(page.session)
    part = after if places > 0 else before
    if part:
        sessions.step(page.store, page.session, part.id, page.by)


# -- on the fly ------------------------------------------------------------------------------------


@st.fragment
def show_questions(page: Page) -> None:
    """Reword, lengthen, move or add a part, in every language of the session."""
    page = page.now()
    with st.expander(page.say("moderator.change_parts"), key="parts"):
        page.show_problem("parts.problem")
        parts = page.session.plan.parts
        part_id = st.selectbox(
            page.say("moderator.which_part"),
            [*(part.id for part in parts), NEW],
            format_func=lambda id_: _name(page, id_),
            key=CHOSEN,
            filter_mode=None,
        )
        part = next((part for part in parts if part.id == part_id), None)
        if part is not None:
            _moving(page, part)
        _form(page, part)


def _name(page: Page, part_id: str) -> str:
    if part_id == NEW:
        return page.say("moderator.new_question")
    found = [part for part in page.session.plan.parts if part.id == part_id]
    return page.read(found[0].title).text if found else part_id


def _moving(page: Page, part: Part) -> None:
    earlier, later, _ = st.columns([1, 1, 2])
    for column, name, places in ((earlier, "earlier", -1), (later, "later", 1)):
        column.button(
            page.say(f"moderator.move.{name}"),
            key=f"parts.{name}",
            width="stretch",
            on_click=page.attempt,
            args=(run_sheet.move, page.store, page.session, part.id, places, page.by),
        )


def _form(page: Page, part: Part | None) -> None:
    """What is typed outlasts a refusal; another edition of the part has boxes of its own."""
    edition = run_sheet.edition_of(page.store, page.session, part.id) if part else 0
    name = f"parts.{part.id if part else 'new'}"
    seen = int(st.session_state.setdefault(f"{name}.seen", edition))
    if part and seen != edition:
        show_words(sentence(page, "error.part_changed", "problem"), key="parts.changed")
        show_words(*_as_it_stands(page, part), key="parts.stands")
        st.button(
            page.say("moderator.take_theirs"), key="parts.theirs", on_click=_forget, args=(name,)
        )
    with st.form(f"{name}.form", border=False, enter_to_submit=False):
        for language in page.session.plan.languages:
            _boxes(page, part, name, language)
        st.number_input(
            page.say("moderator.part_minutes"),
            1,
            run_sheet.LONGEST,
            part.minutes if part else 10,
            key=f"{name}.minutes",
        )
        st.form_submit_button(
            page.say("moderator.save_part" if part else "moderator.add_question"),
            on_click=page.attempt,
            args=(_save, page, part.id if part else NEW, name, edition),
        )


def _as_it_stands(page: Page, part: Part) -> list[Drawn]:
    languages = page.session.plan.languages
    wording = part.text if part.takes_contributions else part.title
    return [drawn(wording.in_language(at)) for at in languages if wording.texts.get(at)]


def _boxes(page: Page, part: Part | None, name: str, language: Language) -> None:
    called = name_of(language, page.language)
    is_missing = part is not None and language in run_sheet.missing(part, (language,))
    told = page.say("moderator.language_missing", language=called) if is_missing else called
    title, text = st.columns([2, 3])
    title.text_input(
        page.say("moderator.part_title", language=called),
        part.title.texts.get(language, "") if part else "",
        key=f"{name}.title.{language}",
    )
    if part is None or part.takes_contributions:
        text.text_area(
            page.say("moderator.part_text", language=told),
            part.text.texts.get(language, "") if part else "",
            key=f"{name}.text.{language}",
            height=80,
        )


def _save(page: Page, part_id: str, name: str, edition: int) -> None:
    """Over the edition that was on the page; the boxes are emptied once the record has it."""
    state, page = st.session_state, page.now()
    languages = page.session.plan.languages
    draft = Draft(
        {at: str(state.get(f"{name}.title.{at}") or "") for at in languages},
        {at: str(state.get(f"{name}.text.{at}") or "") for at in languages},
        int(state.get(f"{name}.minutes") or 0),
        seen=edition,
    )
    if part_id == NEW:
        run_sheet.add_question(page.store, page.session, draft, page.session.part_id, page.by)
    else:
        run_sheet.reword(page.store, page.session, part_id, draft, page.by)
    _forget(name)


def _forget(name: str) -> None:
    """The next drawing fills the boxes from the record."""
    for key in [key for key in st.session_state if str(key).startswith(f"{name}.")]:
        del st.session_state[key]
