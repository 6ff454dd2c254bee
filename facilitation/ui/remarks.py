"""What was said in a file, before it is stored: taken or not, where, and in which language."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import streamlit as st

from facilitation.importing.drafts import Draft, Remark
from facilitation.importing.prepared import language_of
from facilitation.intake.recognition import FileKind
from facilitation.model import Language, Words
from facilitation.phrases import name_of
from facilitation.ui.components import Drawn, changed_in, drawn, show_review
from facilitation.ui.page import Page

MOST = 300  # remarks in a list; a longer file has several


def review_remarks(
    page: Page, draft: Draft, without: set[int], key: str, spoken: dict[str, Language]
) -> Draft:
    """A list for each 300 of them; what was changed in one stays when another is looked at."""
    places = [place for place in threads(draft) if place not in without]
    if not places:
        return draft
    n = page.phrases.number(len(places))
    is_open = draft.kind is FileKind.VTT
    chosen: dict[str, dict[str, Any]] = st.session_state.setdefault(f"{key}.chosen", {})
    draft = draft.choosing(dict(changes_of(page, chosen)))
    title = page.say(f"imports.remarks.{draft.kind.value}", number=n)
    # Drawn only while it is open: a list of hundreds takes longer than all the rest.
    with st.expander(title, is_open, key=f"{key}.list", on_change="rerun") as opened:
        some = _some(page, places, key) if opened.open else st.session_state.get(f"{key}.some", 0)
        listed = f"{key}.remarks.{some}"
        if opened.open:
            data = _list(page, draft, places[some : some + MOST], spoken)
            changed = show_review(data, key=listed)
        else:
            changed = changed_in(listed)  # in the moment before it was shut
        for place, change in changed.items():
            chosen.setdefault(place, {}).update(change)
    return draft.choosing(dict(changes_of(page, chosen)))


def threads(draft: Draft) -> list[int]:
    """The places of all remarks in their order, an answer right below what it answers."""
    roots: dict[int, int] = {}
    for place, remark in enumerate(draft.remarks):
        parent = remark.parent
        roots[place] = place if parent is None else roots.get(parent, place)
    return sorted(roots, key=lambda place: (roots[place], place))


def _some(page: Page, places: Sequence[int], key: str) -> int:
    """Where the list begins that a person wants to see."""
    if len(places) <= MOST:
        return 0

    def named(start: int) -> str:
        last = min(start + MOST, len(places))
        return f"{page.phrases.number(start + 1)}–{page.phrases.number(last)}"

    starts, kept = list(range(0, len(places), MOST)), f"{key}.some"
    at = st.session_state.get(kept, 0)
    st.session_state[kept] = st.selectbox(
        page.say("imports.which"),
        starts,
        index=starts.index(at) if at in starts else 0,
        format_func=named,
        key=f"{key}.which.{page.language}",  # Streamlit knows a choice by what it says
        filter_mode=None,
    )
    return int(st.session_state[kept])


def _list(
    page: Page, draft: Draft, places: Sequence[int], spoken: dict[str, Language]
) -> dict[str, Any]:
    questions = [part for part in page.session.plan.parts if part.takes_contributions]
    languages = page.session.plan.languages
    shares = Counter(share.remark for share in draft.shares)
    return {
        "caption": page.say("imports.look_through"),
        "all": page.say("imports.take_all", n=len(places)),
        "options": {
            "part_id": [(part.id, drawn(page.read(part.title))) for part in questions],
            "language": [(code, drawn(Words(name_of(code), code))) for code in languages],
        },
        "items": [_remark(page, draft, place, spoken, shares[place]) for place in places],
    }


def _remark(
    page: Page, draft: Draft, place: int, spoken: dict[str, Language], shares: int
) -> dict[str, Any]:
    remark = draft.remarks[place]
    if remark.text not in spoken:
        spoken[remark.text] = language_of(page.session, remark)
    language = remark.language or spoken[remark.text]
    return {
        "id": str(place),
        "head": head_of(page, draft, remark),
        "body": drawn(Words(remark.text, language)),
        "is_reply": remark.parent is not None,
        "shares": page.say("page.shares", n=shares) if shares else "",
        "controls": [
            take_it(page, is_taken=remark.is_taken),
            _select(page, "part_id", remark.part_id),
            _select(page, "language", language),
        ],
    }


def _select(page: Page, name: str, value: str) -> dict[str, Any]:
    return {"name": name, "kind": "select", "label": page.say(f"imports.{name}"), "value": value}


def take_it(page: Page, *, is_taken: bool) -> dict[str, Any]:
    label = page.say("imports.take")
    return {"name": "is_taken", "kind": "check", "label": label, "value": is_taken}


def head_of(page: Page, draft: Draft, remark: Remark) -> Drawn:
    """When, by whom, and where in the file; that it is an answer."""
    nobody = page.say("imports.nobody_named")
    name = draft.people[remark.speaker].name if remark.speaker is not None else nobody
    line = page.say("imports.line", number=page.phrases.number(remark.line))
    reply = page.say("imports.reply") if remark.parent is not None else ""
    return drawn(Words(" · ".join(filter(None, (reply, remark.time, name, line))), ""))


def changes_of(
    page: Page, changed: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[int, dict[str, object]]]:
    """What came from the browser, held to what it may be."""
    questions = {part.id for part in page.session.plan.parts if part.takes_contributions}
    good = {
        "is_taken": lambda value: isinstance(value, bool),
        "part_id": lambda value: value in questions,
        "language": lambda value: value in page.session.plan.languages,
    }
    for place, change in changed.items():
        if place.isdigit():
            kept = {name: value for name, value in change.items() if name in good}
            yield (
                int(place),
                {name: value for name, value in kept.items() if good[name](value)},
            )
