"""Contributions as the cards of a page: their words, their codings, what may be shown of whom."""

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Any

from facilitation import contributions, sessions
from facilitation.access import Action, may
from facilitation.confidentiality import Veil, shown_author, veil_of_room
from facilitation.errors import Refused
from facilitation.model import (
    Actor,
    Contribution,
    ContributionState,
    HideReason,
    Participant,
    Stage,
    View,
    Words,
)
from facilitation.palette import colour_of_actor
from facilitation.phrases import name_of
from facilitation.ui import blocking, codings, curation
from facilitation.ui.blocking import blocking_notes, blocking_sentences, blocking_verbs
from facilitation.ui.codings import coding_sentences, drawn_codes, drawn_codings
from facilitation.ui.components import Drawn, drawn, drawn_colour, show_cards
from facilitation.ui.curation import around, curating_sentences, curating_verbs, drawn_around
from facilitation.ui.page import Page
from facilitation.ui.translated import correct, shown_translation

GONE = (ContributionState.WITHDRAWN, ContributionState.ERASED, ContributionState.MERGED)


def show_contributions(
    page: Page,
    told: Iterable[Contribution],
    key: str,
    scope: str,
    *,
    holds: bool = True,
    empty: str = "page.nothing_yet",
    has_keys: bool = False,
    limit: int = 0,
) -> None:
    """Cards, in the order given; the phrase `empty` where there are none.

    Another `scope` is another list, drawn anew; where `holds`, what is new waits while somebody
    reads. `has_keys`: this is the list that the page's keys act on. `limit`: how many it shows at
    most, so that what is pushed off its end does not vanish under the hand.
    """
    told = list(told)
    people = page.store.participants_of(one.participant_id for one in told)
    shared, beside = page.shared(), around(page, told)
    veil = veil_of_room(page.store, page.session)
    data = {
        "cards": [
            card(page, one, people.get(one.participant_id), shared, veil)
            | drawn_around(page, one, beside)
            for one in told
        ],
        "has_keys": has_keys,
        "limit": limit,
        "codes": drawn_codes(page),
        "languages": _languages(page),
        "scope": scope,
        "holds": holds,
        "say": {**_sentences(page), "empty": page.say(empty)},
    }
    show_cards(data, key, partial(page.attempt, _do, page))


def card(
    page: Page,
    told: Contribution,
    person: Participant | None,
    shared: Collection[str],
    veil: Veil,
) -> Drawn:
    """One contribution as the reader may see it; `shared` are the ids of those they share."""
    session = page.session
    rule = session.confidentiality_of(told.part_id)
    is_erased = told.state is ContributionState.ERASED  # by an undone import its author stays
    author = shown_author(None if is_erased else person, told.actor_id, rule)
    is_gone = told.state in GONE
    silent = Words(page.say(f"page.state.{told.state.value}"), page.language)
    return {
        "id": told.id,
        "number": told.number,
        "label": page.say("door.number", number=page.phrases.number(told.number)),
        "words": drawn(silent if is_gone else told.words),
        "language": name_of(told.words.language, page.language),
        **drawn_kind(page, told, veil),
        "author": ", ".join(filter(None, (author.name, author.organisation))),
        "at": page.phrases.clock(told.received_at, page.zone),
        "state": told.state.value,
        "notes": [*_notes(page, told), *blocking_notes(page, person)],
        "translation": None if is_gone else shown_translation(page, told),
        "relabel": _relabelling(page, told),
        "support": page.say("page.shares", n=told.support) if told.support else "",
        "is_kept": told.is_kept and may(page.role, Action.CURATE, Stage.of(session)),
        "is_on_screen": session.on_screen.contribution_id == told.id,
        "codings": [] if is_gone else drawn_codings(page, told),
        "waits": told.waits_for_a_hand,
        "verbs": []
        if is_gone
        else [
            *_verbs(page, told, shared),
            *blocking_verbs(page, told, person),
        ],
    }


def drawn_kind(page: Page, told: Contribution, veil: Veil) -> Drawn:
    """The kind of actor that somebody spoke as, in its group's colour; or that it is not shown."""
    label = kind_label(page, told, veil)
    colour = colour_of_actor(page.session.plan, veil.shown(told.actor_id, told.part_id))
    return {"actor": drawn(label), "colour": drawn_colour(colour)}


def kind_label(page: Page, told: Contribution, veil: Veil) -> Words:
    """What that kind is called, in the reader's language."""
    if veil.hides(told.actor_id, told.part_id):
        return Words(page.say("confidentiality.kind"), page.language)
    return actor_label(page, told.actor_id)


def kinds_to_choose(page: Page) -> list[Actor]:
    """The kinds of actors to go through what was said by: those that may be told of some part."""
    veil, plan = veil_of_room(page.store, page.session), page.session.plan
    parts = [part.id for part in plan.parts if part.takes_contributions]
    return [actor for actor in plan.actors if veil.tells(actor.id, parts)]


def actor_label(page: Page, actor_id: str | None) -> Words:
    """What a kind of actor is called, in the reader's language."""
    actor = page.session.actor_of(actor_id)
    return page.read(actor.label) if actor else Words(page.say("page.no_actor"), page.language)


def _notes(page: Page, told: Contribution) -> Iterable[str]:
    """What staff should know of it: why it is hidden, whether its language is in doubt."""
    if told.state is ContributionState.HIDDEN and told.reason:
        yield page.say("page.hidden_because", reason=page.say(f"page.reason.{told.reason.value}"))
    if told.is_mixed and may(page.role, Action.REVIEW, Stage.of(page.session)):
        yield page.say("page.is_mixed")
    if told.detected_language and may(page.role, Action.REVIEW, Stage.of(page.session)):
        other = name_of(told.detected_language, page.language)
        yield page.say("page.looks_like", language=other)


def _languages(page: Page) -> list[Drawn]:
    """Those that staff may say a contribution is in, where its label is wrong."""
    if not may(page.role, Action.REVIEW, Stage.of(page.session)):
        return []
    return [
        {"language": one, "label": page.say("page.relabel", language=name_of(one, page.language))}
        for one in page.session.plan.languages
    ]


def _relabelling(page: Page, told: Contribution) -> Drawn | None:
    """One press sets a wrong language right, where we are sure of another."""
    language = told.detected_language
    if not language or not may(page.role, Action.REVIEW, Stage.of(page.session)):
        return None
    name = name_of(language, page.language)
    return {"language": language, "label": page.say("page.relabel", language=name)}


def _verbs(page: Page, told: Contribution, shared: Collection[str]) -> Iterable[str]:
    """What this role may do with it now."""
    stage = Stage.of(page.session)
    is_shown = told.state is ContributionState.RECEIVED
    is_on_screen = page.session.on_screen.contribution_id == told.id
    if may(page.role, Action.LEAD, stage) and is_shown and not is_on_screen:
        yield "put_on_screen"
    yield from curating_verbs(page, told)
    if may(page.role, Action.REVIEW, stage) and is_shown:
        yield "confirm"
    is_own = told.participant_id == page.participant_id
    if may(page.role, Action.SUPPORT, stage) and is_shown and not is_own:
        yield "unshare" if told.id in shared else "share"


def _sentences(page: Page) -> Drawn:
    return {
        "new": page.say("page.new", number="{n}"),
        **coding_sentences(page),
        "put_on_screen": page.say("page.put_on_screen"),
        "is_on_screen": page.say("page.is_on_screen"),
        "hide": page.say("page.hide"),
        "why": page.say("page.hide_why"),
        "show_again": page.say("page.show_again"),
        "tongue": page.say("page.tongue"),
        "correct": page.say("page.correct"),
        "reading": page.say("page.reading"),
        "reading_mine": page.say("page.reading_mine"),
        "reading_original": page.say("page.reading_original"),
        "correct_label": page.say("page.correct_label"),
        "correct_save": page.say("page.correct_save"),
        **curating_sentences(page),
        **blocking_sentences(page),
        "share": page.say("page.share"),
        "unshare": page.say("page.unshare"),
        "reasons": {reason.value: page.say(f"page.reason.{reason.value}") for reason in HideReason},
    }


def _do(page: Page, asked: Mapping[str, Any]) -> None:
    """What a press on a card asks for. It comes from a browser, so every value is looked up."""
    page = page.now()
    verb, contribution_id = asked.get("verb"), str(asked.get("id"))
    store, session = page.store, page.session
    if verb == "put_on_screen":
        told = store.contribution(contribution_id)
        if told is not None:
            sessions.put_on_screen(store, session, View.CONTRIBUTION, page.by, told)
    elif verb == "hide":
        reason = _known(HideReason, asked.get("reason"))
        contributions.hide(store, session, contribution_id, reason, page.by)
    elif verb == "show_again":
        contributions.show_again(store, session, contribution_id, page.by)
    elif verb in ("share", "unshare") and page.participant is not None:
        shared = verb == "share"
        contributions.support(store, session, page.participant, contribution_id, shared=shared)
    elif verb == "relabel":
        contributions.relabel(store, session, contribution_id, str(asked.get("language")), page.by)
    elif verb == "correct":
        correct(page, contribution_id, str(asked.get("text", "")), str(asked.get("seen", "")))
    elif verb in blocking.VERBS:
        reason = _known(HideReason, asked.get("reason")) if verb == "block" else None
        blocking.block(page, str(verb), contribution_id, reason)
    elif verb in curation.VERBS:
        curation.curate(page, str(verb), contribution_id, asked)
    elif verb in codings.VERBS:
        codings.code(page, str(verb), contribution_id, asked)


def _known(kind: Any, value: object) -> Any:
    try:
        return kind(value)
    except ValueError:
        raise Refused from None
