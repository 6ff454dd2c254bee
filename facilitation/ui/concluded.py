"""Conclusions as the room sees them: on its screen, and on the page of those they rest on."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from facilitation.conclusions import check_back
from facilitation.conclusions.nouns import STANDING, Conclusion
from facilitation.confidentiality import veil_of_room
from facilitation.model import Contribution, Language, Participant, View, Words
from facilitation.ui.components import Drawn, drawn, show_filters, show_words
from facilitation.ui.page import Page
from facilitation.ui.translated import reading_language
from facilitation.ui.words import sentence

CHOICE = "screen.conclusion"
HEARD = "concluded.heard"  # the number of the one that was opened again
LABEL = 60  # characters of a conclusion in a list to choose from


def conclusions_on_screen(page: Page) -> Drawn:
    """All that is approved in the language of the screen, or one in every language."""
    shown = check_back.shown(page.store, page.session)
    wanted = page.session.on_screen.conclusion_id
    one = next((one for one in shown if one.id == wanted), None)
    title = sentence(page, "moderator.view.conclusions")
    beside = sentence(page, f"conclusion.kind.{one.kind.value}") if one else _count(page, shown)
    languages = _languages(page, one) if one else [reading_language(page)]
    return {
        "titles": [{**title, "text": _numbered(page, title["text"], one)}, beside],
        "is_one": one is not None,
        "items": _items(page, [one] if one else shown, languages),
        "say": {"empty": page.say("projector.no_conclusion")},
    }


def _numbered(page: Page, title: str, one: Conclusion | None) -> str:
    return f"{title} · {_label(page, one)}" if one else title


def _label(page: Page, one: Conclusion) -> str:
    return page.say("desk.number", number=page.phrases.number(one.number))


def _count(page: Page, shown: Sequence[Conclusion]) -> Drawn:
    return drawn(Words(page.phrases.number(len(shown)), page.language))


def _languages(page: Page, one: Conclusion) -> list[Language]:
    """The one it was written in first; those it has nothing in are left out."""
    said = [code for code in page.session.plan.languages if one.statement(code)]
    return [one.language, *(code for code in said if code != one.language)]


def _items(page: Page, some: Sequence[Conclusion], languages: Sequence[Language]) -> list[Drawn]:
    evidence = evidence_of(page, some)
    return [
        {
            "number": _label(page, one),
            "said": [_said(page, one, language) for language in languages],
            "basis": basis(page, one, evidence),
        }
        for one in some
    ]


def _said(page: Page, one: Conclusion, language: Language) -> Drawn:
    """Its text in a language, else as it was written; a translation says whose it is."""
    there = one.statement(language) or one.original
    key = f"conclusion.statement.{there.state.value}"
    is_marked = there.language != one.language
    return {
        "words": drawn(there.words),
        "mark": drawn(Words(page.say(key), page.language)) if is_marked else None,
        "is_checked": there.is_settled,
    }


def evidence_of(page: Page, some: Sequence[Conclusion]) -> Mapping[str, Contribution]:
    """What these conclusions rest on and may, by its id: asked of the record once for all."""
    ids = sorted({id_ for one in some for id_ in one.evidence})
    return {each.id: each for each in page.store.contributions_by(ids) if each.state in STANDING}


def basis(page: Page, one: Conclusion, evidence: Mapping[str, Contribution]) -> str:
    """How many contributions it rests on, of how many kinds of actor."""
    told = [evidence[id_] for id_ in one.evidence if id_ in evidence]
    veil = veil_of_room(page.store, page.session)  # kinds that are not told count as one
    actors = {veil.shown(each.actor_id, each.part_id) for each in told}
    rests = page.say("desk.rests_on", n=len(told))
    return f"{rests} · {page.say('report.kinds_of_actor', n=len(actors))}"


def choose_conclusion(page: Page) -> None:
    """Which conclusion the room sees, while it sees conclusions."""
    if page.session.on_screen.view is not View.CONCLUSIONS:
        return

    def keep(asked: Mapping[str, Any]) -> None:
        page.attempt(
            check_back.put_on_screen, page.store, page.session, str(asked["value"]), page.by
        )

    language = reading_language(page)
    every = Words(page.say("moderator.every_conclusion"), page.language)
    options = [{"value": "", **drawn(every)}]
    for one in check_back.shown(page.store, page.session):
        words = one.words_in(language)
        text = f"{_label(page, one)} · {words.text[:LABEL]}"
        options.append({"value": one.id, **drawn(Words(text, words.language))})
    chosen = page.session.on_screen.conclusion_id or ""
    label = page.say("moderator.which_conclusion")
    filters = [{"name": CHOICE, "label": label, "value": chosen, "options": options}]
    show_filters(filters, CHOICE, keep)


def show_concluded(page: Page, author: Participant) -> None:
    """What the room concludes, once it is shown; below it, what rests on the reader's own words,
    and a way to say that it is not what they meant."""
    if not check_back.are_shown(page.session):
        return
    shown = check_back.shown(page.store, page.session)
    own = page.store.contributions_of(author.id)
    used = {
        one.conclusion.id: one for one in check_back.uses(page.store, page.session, author, own)
    }
    show_words(sentence(page, "participant.concluded", "subheading"), key="concluded.title")
    if heard := st.session_state.get(HEARD):
        number = page.phrases.number(heard)
        show_words(
            sentence(page, "door.not_meant_heard", "done", number=number), key=HEARD + ".told"
        )
    if not shown:
        show_words(sentence(page, "projector.no_conclusion", "quiet"), key="concluded.none")
    evidence = evidence_of(page, shown)
    for one in shown:
        theirs = used[one.id].contributions if one.id in used else ()
        show_words(*_told(page, one, theirs, basis(page, one, evidence)), key=one.id)
        if one.id in used:
            _object(page, author, one)


def _told(page: Page, one: Conclusion, own: Sequence[Contribution], rests: str) -> list[Drawn]:
    said = _said(page, one, reading_language(page))
    number = page.phrases.number(one.number)
    numbers = ", ".join(
        page.say("door.number", number=page.phrases.number(told.number)) for told in own
    )
    kind = page.say(f"conclusion.kind.{one.kind.value}")
    label = Words(f"{_label(page, one)} · {kind}", page.language)
    lines = [drawn(label, "quiet"), said["words"]]
    if said["mark"]:
        lines.append({**said["mark"], "tone": "mark"})
    lines.append(drawn(Words(rests, page.language), "quiet"))
    if own:
        used = page.say("door.used_in", number=number)
        lines.append(drawn(Words(f"{numbers} · {used}", page.language), "standing"))
    return lines


def _object(page: Page, author: Participant, one: Conclusion) -> None:
    """Not what I meant: with a word on what was meant, or without."""
    with (
        st.expander(page.say("door.not_meant")),
        st.form(f"object.{one.id}", border=False, enter_to_submit=False),
    ):
        st.text_area(
            page.say("door.not_meant_why"),
            key=f"object.why.{one.id}",
            max_chars=check_back.OBJECTION_LIMIT,
        )
        st.form_submit_button(
            page.say("door.not_meant_send"),
            on_click=page.attempt,
            args=(_send, page, author, one),
        )


def _send(page: Page, author: Participant, one: Conclusion) -> None:
    why = str(st.session_state.get(f"object.why.{one.id}") or "")
    words = Words(why, reading_language(page))
    check_back.object_to(page.store, page.session, author, one.id, words)
    st.session_state[HEARD] = one.number
