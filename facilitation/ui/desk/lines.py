"""Lines of the record at the desk: original and translations side by side, acts, history."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from facilitation import contributions
from facilitation.confidentiality import Veil, shown_author, veil_of_room
from facilitation.errors import NotFound, Refused
from facilitation.lifecycles import ConclusionState
from facilitation.model import (
    Axis,
    Contribution,
    ContributionState,
    Participant,
    TranslationState,
    Words,
)
from facilitation.moderation import curating
from facilitation.moderation.likeness import Likeness
from facilitation.phrases import name_of
from facilitation.reviewing import history as histories
from facilitation.translation import versions
from facilitation.ui.cards import drawn_kind
from facilitation.ui.components import Drawn, drawn, show_record_lines
from facilitation.ui.desk import many, visitor
from facilitation.ui.page import Page
from facilitation.ui.translated import explained, reading_language

OPEN = "desk.open"  # the ids whose history and every language are shown
GONE = (ContributionState.WITHDRAWN, ContributionState.ERASED)


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around the lines, looked up once for all of them."""

    people: Mapping[str, Participant]
    used: Mapping[str, Sequence[int]]  # contribution -> numbers of conclusions
    others: Mapping[str, str]
    likenesses: Mapping[str, Likeness]
    opened: frozenset[str]
    veil: Veil


def show_lines(
    page: Page,
    told: Sequence[Contribution],
    key: str,
    scope: str,
    empty: str,
    *,
    likenesses: Mapping[str, Likeness] | None = None,
    acts: bool = True,
) -> None:
    """These contributions, in this order; another `scope` is another list."""
    around = _around(page, told, likenesses or {})
    data = {
        "lines": [_line(page, one, around) for one in told],
        "acts": many.offered(page) if acts else [],
        "scope": scope,
        "say": {**_sentences(page), "empty": page.say(empty)},
    }
    show_record_lines(data, key, partial(page.attempt, _do, page))


def _around(page: Page, told: Sequence[Contribution], likenesses: Mapping[str, Likeness]) -> Around:
    used: dict[str, list[int]] = {}
    for one in page.store.conclusions(page.session.id):
        if one.state is not ConclusionState.DROPPED:
            for id_ in one.evidence:
                used.setdefault(id_, []).append(one.number)
    return Around(
        page.store.participants_of(one.participant_id for one in told),
        used,
        visitor.others(page),
        likenesses,
        frozenset(st.session_state.get(OPEN, ())),
        veil_of_room(page.store, page.session),
    )


def _line(page: Page, told: Contribution, around: Around) -> Drawn:
    is_open = told.id in around.opened
    rule = page.session.confidentiality_of(told.part_id)
    author = shown_author(around.people.get(told.participant_id), told.actor_id, rule)
    label = page.say("door.number", number=page.phrases.number(told.number))
    is_gone = told.state in GONE
    silent = Words(page.say(f"page.state.{told.state.value}"), page.language)
    numbers = around.used.get(told.id, ())
    used = ", ".join(page.say("desk.number", number=page.phrases.number(n)) for n in numbers)
    is_shown = told.state is ContributionState.RECEIVED
    return {
        "id": told.id,
        "number": told.number,
        "label": label,
        "choose": page.say("desk.choose_line", number=label),
        "words": drawn(silent if is_gone else told.words),
        "language": name_of(told.words.language, page.language),
        **drawn_kind(page, told, around.veil),
        "author": ", ".join(filter(None, (author.name, author.organisation))),
        "part": page.read(page.session.part_of(told.part_id).title).text,
        "at": page.phrases.clock(told.received_at, page.zone),
        "state": told.state.value,
        "state_label": "" if is_shown or is_gone else page.say(f"desk.state.{told.state.value}"),
        "used": page.say("desk.used_in", numbers=used) if used else "",
        "who": around.others.get(f"contribution:{told.id}", ""),
        "notes": list(_notes(page, told, around)),
        "translations": [] if is_gone else list(_translations(page, told, is_open=is_open)),
        "codings": [] if is_gone else _codings(page, told),
        "acts": [] if is_gone else list(_acts(page, told, around)),
        "history": _history(page, told) if is_open else None,
    }


def _notes(page: Page, told: Contribution, around: Around) -> Iterator[str]:
    if told.state is ContributionState.HIDDEN and told.reason:
        yield page.say("page.hidden_because", reason=page.say(f"page.reason.{told.reason.value}"))
    if told.detected_language:
        other = name_of(told.detected_language, page.language)
        yield page.say("page.looks_like", language=other)
    if like := around.likenesses.get(told.id):
        yield page.say("desk.alike", words=", ".join(like.shared))


def _translations(page: Page, told: Contribution, *, is_open: bool) -> Iterator[Drawn]:
    """All of an open line; else the reader's own language and those in doubt."""
    for made in told.translations:
        is_doubted = made.state is TranslationState.MACHINE and bool(made.doubts)
        if not (is_open or is_doubted or made.words.language == reading_language(page)):
            continue
        name = name_of(made.words.language, page.language)
        source = name_of(told.words.language, page.language)
        mark = page.say(f"page.translation.{made.state.value}", language=source)
        yield {
            "words": drawn(made.words),
            "state": made.state.value,
            "mark": f"{name} · {mark}",
            "doubts": [explained(page, doubt) for doubt in made.doubts],
            "is_doubted": is_doubted,
            "label": page.say("desk.text_in", language=name),
            "edit": page.say("page.correct"),
        }


def _codings(page: Page, told: Contribution) -> list[Drawn]:
    """Themes and points; a machine's are outlined and say so."""
    plan = page.session.plan
    labels = {(code.axis, code.id): page.read(code.label) for code in (*plan.themes, *plan.points)}
    return [
        {
            "label": drawn(labels.get((one.axis, one.code_id), Words(one.code_id, page.language))),
            "state": one.state.value,
            "title": page.say(f"desk.coding.{one.state.value}"),
        }
        for one in told.codings
        if (one.axis, one.code_id) in labels or one.axis is Axis.THEME
    ]


def _acts(page: Page, told: Contribution, around: Around) -> Iterator[Drawn]:
    is_open = told.id in around.opened
    yield {"verb": "open", "label": page.say("desk.close_line" if is_open else "desk.open_line")}
    if told.state is ContributionState.HIDDEN:
        yield {"verb": "show_again", "label": page.say("page.show_again")}
    if told.detected_language:
        language = name_of(told.detected_language, page.language)
        label = page.say("page.relabel", language=language)
        yield {"verb": "relabel", "label": label, "more": {"language": told.detected_language}}
    if like := around.likenesses.get(told.id):
        more = {"other": like.other_id}
        yield {"verb": "merge", "label": page.say("desk.merge"), "more": more}
        yield {"verb": "keep_apart", "label": page.say("desk.keep_apart"), "more": more}


def _history(page: Page, told: Contribution) -> list[Drawn]:
    """Every change with its moment; a text it had before, where there was one."""
    found = histories.history_of(page.store, page.session, told, page.by)
    texts = {edition.number: edition.words for edition in found.editions}
    lines: list[Drawn] = []
    if found.file:
        at = page.phrases.clock(told.received_at, page.zone)
        source = page.say("desk.history.source", file=found.file, line=found.line)
        first = drawn(texts[1]) if len(texts) > 1 else None
        lines.append({"at": at, "told": source, "words": first})
    for event in found.events:
        edition = event.detail.get("edition") or (1 if event.verb in ("submit", "import") else 0)
        words = texts.get(edition) if isinstance(edition, int) and len(texts) > 1 else None
        who = page.say(f"desk.by.{event.role}")
        lines.append(
            {
                "at": page.phrases.clock(event.at, page.zone),
                "told": page.say(f"desk.history.{event.verb}", who=who),
                "words": drawn(words) if words else None,
            }
        )
    return lines


def _sentences(page: Page) -> Drawn:
    said = ("many", "act", "all", "apply", "is_right", "save", "history")
    return {
        **{name: page.say(f"desk.{name}") for name in said},
        "chosen": page.say("desk.chosen", number="{n}"),
    }


def _do(page: Page, asked: Mapping[str, Any]) -> None:
    """What a press asks for. It comes from a browser, so every value is looked up."""
    page = page.now()
    store, session = page.store, page.session
    verb, id_ = asked.get("verb"), str(asked.get("id"))
    if verb == "many":
        many.act(page, str(asked.get("act")), asked.get("ids"))
        return
    told = store.contribution(id_)
    if told is None or told.session_id != session.id:
        raise NotFound("error.no_contribution")
    if verb == "open":
        st.session_state[OPEN] = frozenset(st.session_state.get(OPEN, ())) ^ {id_}
    elif verb == "attend":
        visitor.attend(page, f"contribution:{id_}")
    elif verb == "correct":
        words = Words(str(asked.get("text", "")), str(asked.get("language")))
        versions.correct(store, session, id_, words, page.by, seen=str(asked.get("seen")))
    elif verb == "show_again":
        contributions.show_again(store, session, id_, page.by)
    elif verb == "relabel":
        contributions.relabel(store, session, id_, str(asked.get("language")), page.by)
    elif verb == "merge":
        curating.merge(store, session, id_, str(asked.get("other")), page.by)
    elif verb == "keep_apart":
        curating.keep_apart(store, session, id_, str(asked.get("other")), page.by)
    else:
        raise Refused


def pages_of(ids: Iterable[str], size: int) -> int:
    """How many pages a list has; an empty one has one."""
    return max(1, -(-len(list(ids)) // size))
