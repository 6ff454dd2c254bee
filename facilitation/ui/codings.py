"""What a contribution is about, on its card: chips to confirm or reject, and more by typing."""

from collections.abc import Iterable, Mapping
from typing import Any

from facilitation import themes
from facilitation.access import Action, may
from facilitation.errors import Refused
from facilitation.model import Axis, Code, Coding, CodingState, Contribution, Stage, Words
from facilitation.ui.components import Drawn, drawn
from facilitation.ui.page import Page

VERBS = ("confirm", "reject", "add", "take_back", "leave_at_that")


def may_code(page: Page) -> bool:
    """Whether this reader decides what contributions are about."""
    return may(page.role, Action.REVIEW, Stage.of(page.session))


def drawn_codings(page: Page, told: Contribution) -> list[Drawn]:
    """The chips of a card: to staff all of them, to the room what a person confirmed."""
    asked = themes.axes_of(page.session, told.part_id)
    return [
        _coding(page, one)
        for one in told.codings
        if one.state is CodingState.CONFIRMED or (may_code(page) and one.axis in asked)
    ]


def _coding(page: Page, coding: Coding) -> Drawn:
    codes = {code.id: code for code in themes.codes_on(page.session, coding.axis)}
    code = codes.get(coding.code_id)
    label = page.read(code.label) if code else Words(coding.code_id, page.language)
    return {
        "axis": coding.axis.value,
        "code": coding.code_id,
        "label": drawn(label),
        "state": coding.state.value,
        "evidence": list(coding.evidence),
    }


def drawn_codes(page: Page) -> list[Drawn]:
    """What those who code can give, each with what it is; nothing for those who do not code."""
    if not may_code(page):
        return []
    short = {
        (theme.axis, theme.id): theme.short or theme.full
        for axis in Axis
        for theme in themes.codebook_of(page.session).on(axis)
    }
    return [
        {
            "axis": axis.value,
            "code": code.id,
            "label": drawn(page.read(code.label)),
            "short": drawn(page.read(short.get((axis, code.id), code.definition))),
        }
        for axis in Axis
        for code in _given(page, axis)
    ]


def _given(page: Page, axis: Axis) -> Iterable[Code]:
    return (code for code in themes.codes_on(page.session, axis) if not code.is_retired)


def coding_sentences(page: Page) -> Drawn:
    """What stands on the chips and around them."""
    return {
        "machine": page.say("page.machine"),
        "evidence": page.say("page.evidence"),
        "confirm": page.say("page.confirm", theme="{theme}"),
        "reject": page.say("page.reject", theme="{theme}"),
        "take_back": page.say("page.take_back", theme="{theme}"),
        "themes": page.say("page.themes"),
        "points": page.say("page.points"),
        "add": page.say("page.add_theme"),
        "add_by": page.say("page.add_theme_by"),
        "none_found": page.say("page.no_such_theme"),
        "leave_at_that": page.say("page.leave_at_that"),
        "next": page.say("page.next_uncoded"),
        "keys": page.say("page.coding_keys"),
    }


def code(page: Page, verb: str, contribution_id: str, asked: Mapping[str, Any]) -> None:
    """What a press on a chip asks for. It comes from a browser, so every value is looked up."""
    store, session = page.store, page.session
    if verb == "leave_at_that":
        themes.leave_at_that(store, session, contribution_id, page.by)
        return
    axis, code_id = _axis(asked.get("axis")), str(asked.get("code"))
    if verb == "take_back":
        themes.take_back(store, session, contribution_id, axis, code_id, page.by)
        return
    state = CodingState.REJECTED if verb == "reject" else CodingState.CONFIRMED
    themes.decide(store, session, contribution_id, axis, code_id, state, page.by)


def _axis(value: object) -> Axis:
    try:
        return Axis(str(value))
    except ValueError:
        raise Refused from None
