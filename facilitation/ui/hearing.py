"""Whether everybody is heard, as the moderator sees it: who is missing, the floor, who is there."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import streamlit as st

from facilitation import floor, participation
from facilitation.charts import Table
from facilitation.confidentiality import shown_author
from facilitation.floor import Waiting
from facilitation.model import Participant, Words
from facilitation.palette import colour_of_actor
from facilitation.participation import COUNTS, UNSTATED, Standing
from facilitation.phrases import name_of
from facilitation.ui.cards import actor_label
from facilitation.ui.components import (
    Drawn,
    drawn,
    drawn_colour,
    show_lines,
    show_table,
    show_words,
)
from facilitation.ui.page import Page, moment
from facilitation.ui.words import sentence

CONNECTED = timedelta(seconds=45)  # seen since so long: streams note presence every 15 s
LOOKING = 20  # seconds until the monitor looks again
SHOWN = 6  # lines of the floor at once


def show_not_heard(page: Page, heard: Iterable[Standing]) -> None:
    """The kinds of actor below their share on this part, each with its numbers and one press to
    call on them."""
    session = page.session
    below = participation.below_share(heard) if session.part.takes_contributions else ()
    if not below:
        return
    called = participation.nudged(page.store, session)
    lines = [
        _line(
            page,
            one.what,
            actor_label(page, one.what),
            page.say("moderator.voices_of", voices=one.voices, n=one.here)
            + (f" · {_called(page, called[one.what])}" if one.what in called else ""),
            [("nudge", page.say("moderator.nudge"))],
            actor_id=one.what,
        )
        for one in below
    ]
    data = {"title": page.say("moderator.not_heard_yet"), "lines": lines, "empty": ""}
    show_lines(data, "not_heard", partial(page.attempt, _do, page))


def _called(page: Page, at: Any) -> str:
    return page.say("moderator.nudged", time=page.phrases.clock(at, page.zone))


def show_floor(page: Page, heard: Iterable[Standing]) -> None:
    """Hands and quiet kinds of actor in one order, its rule above them; `heard` is of the whole."""
    waiting = floor.waiting(page.store, page.session, heard)
    lines = [_waiting(page, one) for one in waiting[:SHOWN]]
    speaking = page.store.has_floor(page.session.id)
    person = page.store.participant(speaking) if speaking else None
    if person is not None:
        end = [("end_turn", page.say("moderator.end_turn"))]
        note = page.say("moderator.has_floor")
        now = _line(page, person.id, _name(page, person), note, end, actor_id=person.actor_id)
        lines.insert(0, {**now, "tone": "now"})
    data = {
        "title": page.say("moderator.floor"),
        "rule": page.say("moderator.floor_rule") if lines else "",
        "lines": lines,
        "empty": page.say("moderator.floor_empty"),
    }
    show_lines(data, "floor", partial(page.attempt, _do, page))


def _waiting(page: Page, one: Waiting) -> Drawn:
    if one.hand is None:
        actor_id = one.actor_id or ""
        verbs = [("nudge", page.say("moderator.nudge"))]
        note = page.say("moderator.nobody_asks")
        return _line(page, actor_id, actor_label(page, actor_id), note, verbs, actor_id=actor_id)
    time = page.phrases.clock(one.hand.raised_at, page.zone)
    if one.is_first_time:
        note = page.say("moderator.asks_at", time=time)
    else:
        note = page.say("moderator.asks_again", time=time, n=one.hand.turns)
    person = page.store.participant(one.hand.participant_id)
    verbs = [
        ("give_floor", page.say("moderator.give_floor")),
        ("lower_hand", page.say("moderator.lower_hand")),
    ]
    name = _name(page, person) if person else actor_label(page, one.actor_id)
    return _line(page, one.hand.participant_id, name, note, verbs, actor_id=one.actor_id)


def _name(page: Page, person: Participant) -> Words:
    """As far as the part on the table shows names; always the kind of actor, to be called by."""
    rule = page.session.confidentiality_of(page.session.part_id)
    author = shown_author(person, person.actor_id, rule)
    label = actor_label(page, person.actor_id)
    told = ", ".join(filter(None, (author.name, author.organisation)))
    return Words(f"{told} · {label.text}" if told else label.text, label.language)


def _line(
    page: Page,
    line_id: str,
    label: Words,
    note: str,
    verbs: list[tuple[str, str]],
    actor_id: str | None,
) -> Drawn:
    colour = drawn_colour(colour_of_actor(page.session.plan, actor_id))
    return {"id": line_id, "label": drawn(label), "note": note, "verbs": verbs, "colour": colour}


def _do(page: Page, asked: Mapping[str, Any]) -> None:
    """What a press on a line asks for. It comes from a browser: every id is looked up."""
    page = page.now()
    verb, told = asked.get("verb"), str(asked.get("id"))
    if verb == "nudge":
        participation.nudge(page.store, page.session, told, page.by)
    elif verb == "give_floor":
        floor.give(page.store, page.session, told, page.by)
    elif verb == "lower_hand":
        floor.lower_hand(page.store, page.session, told, page.by)
    elif verb == "end_turn":
        floor.end(page.store, page.session, page.by)


@st.fragment(run_every=LOOKING)
def show_monitor(page: Page) -> None:
    """Who joined, who is connected now, when anybody was last seen; what phones told of lost tries.

    Looks again by itself: presence is no change of the record, so no event tells of it.
    """
    told = page.store.attendance(page.session.id, moment() - CONNECTED)
    if not told.joined or told.last_seen_at is None:
        show_words(sentence(page, "moderator.nobody_joined", "quiet"), key="monitor")
        return
    clock = partial(page.phrases.clock, zone=page.zone)
    said = [
        sentence(
            page,
            "moderator.connected",
            "quiet",
            n=told.joined,
            connected=page.phrases.number(told.connected),
            time=clock(told.last_seen_at),
        )
    ]
    if told.told_at is not None:
        values = {"tries": page.phrases.number(told.tries), "time": clock(told.told_at)}
        said.append(sentence(page, "moderator.lost_tries", "quiet", n=told.phones, **values))
    show_words(*said, key="monitor")


def show_participation(page: Page) -> None:
    """All counts against each other, by kind of actor or language, of this part or the whole."""
    languages, whole = st.columns(2)
    is_by_language = languages.toggle(page.say("moderator.by_language"), key="heard.language")
    is_whole = whole.toggle(page.say("moderator.whole_session"), key="heard.whole")
    part_id = "" if is_whole else page.session.part_id
    count = participation.by_language if is_by_language else participation.by_actor
    counts = count(page.store, page.session, part_id)
    plan = page.session.plan
    colours = [None if is_by_language else colour_of_actor(plan, one.what) for one in counts]
    tones = ["" if one.here or one.registered else "silent" for one in counts]
    show_table(
        _table(page, counts, is_by_language=is_by_language),
        key="participation",
        colours=[*colours, None],
        tones=[*tones, "strong"],
    )
    evenness = participation.evenness(counts)
    if evenness is not None:
        told = page.phrases.number(round(evenness, 2))
        voices = participation.total(participation.stated(counts)).voices
        show_words(
            sentence(page, "moderator.evenness", "quiet", evenness=told, n=voices), key="even"
        )


def _table(page: Page, counts: tuple[Standing, ...], *, is_by_language: bool) -> Table:
    def words(text: str) -> Words:
        return Words(text, page.language)

    def name(one: Standing) -> Words:
        if is_by_language and one.what != UNSTATED:
            return words(name_of(one.what, page.language))
        return actor_label(page, one.what)

    def row(label: Words, one: Standing) -> tuple[Words, ...]:
        return label, *(words(page.phrases.number(getattr(one, count))) for count in COUNTS)

    first = "language" if is_by_language else "actor"
    return Table(
        page.say("moderator.participation"),
        tuple(words(page.say(f"moderator.column.{column}")) for column in (first, *COUNTS)),
        (
            *(row(name(one), one) for one in counts),
            row(words(page.say("moderator.all")), participation.total(counts)),
        ),
    )
