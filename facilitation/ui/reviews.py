"""What a person looks through before it is stored: who is which kind of actor, what is taken."""

from collections import Counter
from typing import Any

import streamlit as st

from facilitation.importing.directory import Directory
from facilitation.importing.drafts import Draft
from facilitation.importing.likenesses import Likeness, likenesses, without_likenesses
from facilitation.importing.people import matched
from facilitation.intake.headers import plain
from facilitation.intake.recognition import FileKind
from facilitation.model import Language, Words
from facilitation.ui.components import Drawn, drawn, show_review, show_words
from facilitation.ui.page import Page
from facilitation.ui.remarks import changes_of, head_of, review_remarks, take_it
from facilitation.ui.speakers import review_speakers
from facilitation.ui.words import sentence

UNKNOWN = "?"

Decided = dict[str, str | None]


def review_draft(
    page: Page, draft: Draft, known: Directory, key: str, spoken: dict[str, Language]
) -> tuple[Draft, Decided]:
    """The draft as a person leaves it, and what they decided of answers, to be remembered."""
    draft = matched(known, draft)
    there = sum(1 for one in draft.people if one.participant_id)
    if there:
        n, number = len(draft.people), page.phrases.number(there)
        show_words(sentence(page, "imports.matched", known=number, n=n), key=f"{key}.matched")
    draft = review_speakers(page, draft, key)
    draft, decided = _review_actors(page, draft, key)
    if not draft.remarks:
        return draft, decided
    like = likenesses(draft, page.store.contributions(page.session.id))
    draft = _review_likenesses(page, without_likenesses(draft, like), like, key)
    return review_remarks(page, draft, {one.remark for one in like}, key, spoken), decided


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
        place: {"actor_id": told[one.answer], "is_decided": True}
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
                "head": head_of(page, draft, remark),
                "body": drawn(Words(remark.text, "")),
                "beside_head": sentence(page, "imports.beside", number=number),
                "beside": drawn(there.words),
                "controls": [take_it(page, is_taken=False)],
            }
        )
    data = {"caption": page.say("imports.alike", n=len(like)), "options": {}, "items": items}
    changed = show_review(data, key=f"{key}.alike")
    return draft.choosing(dict(changes_of(page, changed)))
