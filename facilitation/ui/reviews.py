"""What a person looks through before it is stored: who is which kind of actor, what is taken."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import streamlit as st

from facilitation.importing.drafts import Draft, Remark
from facilitation.importing.likenesses import Likeness, likenesses, without_likenesses
from facilitation.importing.people import directory_of, matched
from facilitation.importing.prepared import language_of
from facilitation.intake.headers import plain
from facilitation.intake.recognition import FileKind
from facilitation.model import Language, Words
from facilitation.phrases import name_of
from facilitation.ui.components import Drawn, drawn, show_review, show_words
from facilitation.ui.page import Page
from facilitation.ui.words import sentence

MOST = 300  # remarks in a list; the others follow the proposal
UNKNOWN = "?"

Decided = dict[str, str | None]


def review_draft(
    page: Page, draft: Draft, key: str, spoken: dict[str, Language]
) -> tuple[Draft, Decided]:
    """The draft as a person leaves it, and what they decided of answers, to be remembered."""
    draft = matched(directory_of(page.store, page.session), draft)
    there = sum(1 for one in draft.people if one.participant_id)
    if there:
        known, n = page.phrases.number(there), len(draft.people)
        show_words(sentence(page, "imports.matched", known=known, n=n), key=f"{key}.matched")
    draft, decided = _review_actors(page, draft, key)
    if not draft.remarks:
        return draft, decided
    like = likenesses(draft, page.store.contributions(page.session.id))
    draft = _review_likenesses(page, without_likenesses(draft, like), like, key)
    return _review_remarks(page, draft, {one.remark for one in like}, key, spoken), decided


def _kinds(page: Page) -> list[tuple[str, Drawn]]:
    """The kinds of actor to choose from, and that it is not known."""
    kinds = [(actor.id, drawn(page.read(actor.label))) for actor in page.session.plan.actors]
    return [(UNKNOWN, drawn(Words(page.say("page.no_actor"), page.language))), *kinds]


def _review_actors(page: Page, draft: Draft, key: str) -> tuple[Draft, Decided]:
    """One row for each answer, the unknown ones first: what a person decides holds for all who
    gave it."""
    asked = [one for one in draft.people if one.answer and not one.is_settled]
    answers = Counter(one.answer for one in asked)
    known = {one.answer: one.actor_id for one in asked}
    if not answers:
        return draft, {}
    unknown = sum(1 for kind in known.values() if kind is None)
    order = sorted(answers, key=lambda answer: (known[answer] is not None, -answers[answer]))
    with st.expander(page.say("imports.actors", n=len(answers), unknown=unknown)):
        st.write(page.say("imports.actors_mean"))
        changed = show_review(
            {
                "caption": page.say("imports.actors", n=len(answers), unknown=unknown),
                "options": {"actor": _kinds(page)},
                "items": [_answer(page, one, answers[one], known[one]) for one in order],
            },
            key=f"{key}.actors",
        )
    told = {
        answer: None if (kind := str(change.get("actor"))) == UNKNOWN else kind
        for answer, change in changed.items()
        if answer in answers
    }
    people = {
        place: {"actor_id": told[one.answer]}
        for place, one in enumerate(draft.people)
        if one.answer in told and not one.is_settled
    }
    # A name is of a person: only what organisations and answers mean is kept for other sessions.
    is_kept = draft.kind is FileKind.REGISTRATIONS
    decided: Decided = {plain(answer): kind for answer, kind in told.items()} if is_kept else {}
    return draft.knowing(people), decided


def _answer(page: Page, answer: str, n: int, kind: str | None) -> dict[str, Any]:
    label = page.say("imports.kind_of_actor")
    return {
        "id": answer,
        "head": drawn(Words(page.say("imports.so_many_people", n=n), page.language)),
        "body": drawn(Words(answer, "")),
        "controls": [{"name": "actor", "kind": "select", "label": label, "value": kind or UNKNOWN}],
    }


def _take_it(page: Page, *, is_taken: bool) -> dict[str, Any]:
    label = page.say("imports.take")
    return {"name": "is_taken", "kind": "check", "label": label, "value": is_taken}


def _review_likenesses(page: Page, draft: Draft, like: tuple[Likeness, ...], key: str) -> Draft:
    """Side by side with what came through the link; not taken unless a person takes it."""
    if not like:
        return draft
    show_words(sentence(page, "imports.alike", n=len(like)), key=f"{key}.alike_means")
    items = []
    for one in like:
        remark, there = draft.remarks[one.remark], one.contribution
        number = page.phrases.number(there.number)
        items.append(
            {
                "id": str(one.remark),
                "head": _head(page, draft, remark),
                "body": drawn(Words(remark.text, "")),
                "beside_head": sentence(page, "imports.beside", number=number),
                "beside": drawn(there.words),
                "controls": [_take_it(page, is_taken=False)],
            }
        )
    data = {"caption": page.say("imports.alike", n=len(like)), "options": {}, "items": items}
    changed = show_review(data, key=f"{key}.alike")
    return draft.choosing(dict(_changes(page, changed)))


def _review_remarks(
    page: Page, draft: Draft, without: set[int], key: str, spoken: dict[str, Language]
) -> Draft:
    """What is said, one by one: take it or not, at which question, in which language."""
    places = [place for place in range(len(draft.remarks)) if place not in without]
    if not places:
        return draft
    n = page.phrases.number(len(places))
    is_open = draft.kind is FileKind.VTT
    with st.expander(page.say(f"imports.remarks.{draft.kind.value}", number=n), expanded=is_open):
        if len(places) > MOST:
            st.write(page.say("imports.only_first", n=MOST))
        questions = [part for part in page.session.plan.parts if part.takes_contributions]
        languages = page.session.plan.languages
        data = {
            "caption": page.say("imports.look_through"),
            "all": page.say("imports.take_all"),
            "options": {
                "part_id": [(part.id, drawn(page.read(part.title))) for part in questions],
                "language": [(code, drawn(Words(name_of(code), code))) for code in languages],
            },
            "items": [_remark(page, draft, place, spoken) for place in places[:MOST]],
        }
        changed = show_review(data, key=f"{key}.remarks")
    return draft.choosing(dict(_changes(page, changed)))


def _remark(page: Page, draft: Draft, place: int, spoken: dict[str, Language]) -> dict[str, Any]:
    remark = draft.remarks[place]
    if remark.text not in spoken:
        spoken[remark.text] = language_of(page.session, remark)
    language = remark.language or spoken[remark.text]
    selects = (("part_id", remark.part_id), ("language", language))
    return {
        "id": str(place),
        "head": _head(page, draft, remark),
        "body": drawn(Words(remark.text, language)),
        "controls": [
            _take_it(page, is_taken=remark.is_taken),
            *(
                {
                    "name": name,
                    "kind": "select",
                    "label": page.say(f"imports.{name}"),
                    "value": value,
                }
                for name, value in selects
            ),
        ],
    }


def _head(page: Page, draft: Draft, remark: Remark) -> Drawn:
    """When, by whom, and where in the file."""
    nobody = page.say("imports.nobody_named")
    name = draft.people[remark.speaker].name if remark.speaker is not None else nobody
    line = page.say("imports.line", number=page.phrases.number(remark.line))
    return drawn(Words(" · ".join(filter(None, (remark.time, name, line))), ""))


def _changes(
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
