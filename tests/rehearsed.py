"""The rehearsal session: the 240 texts of data/rehearsal.jsonl said in the first session, with the
numbers of their lines; and what its rapporteurs conclude, from docs/examples/rehearsal.toml."""

import json
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from facilitation import contributions, plans, sessions, themes
from facilitation.conclusions import sign_off, writing
from facilitation.conclusions.nouns import Said
from facilitation.lifecycles import ConclusionKind
from facilitation.model import (
    Axis,
    CodingState,
    Contribution,
    HideReason,
    Participant,
    PartKind,
    Role,
    Source,
)
from facilitation.participants import Introduction, join
from facilitation.settings import ROOT
from facilitation.store import By, Store
from tests.rooms import MODERATOR, Room

RAPPORTEUR = By(Role.RAPPORTEUR, "1")
EXAMPLES = ROOT / "docs" / "examples"


@cache
def texts() -> list[dict[str, Any]]:
    """What is said, in order."""
    lines = (ROOT / "data" / "rehearsal.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def desk() -> dict[str, Any]:
    """What the rapporteurs do."""
    return tomllib.loads((EXAMPLES / "rehearsal.toml").read_text("utf-8"))


def rehearsed(store: Store) -> Room:
    """Everything said, at the last part: the record as the rapporteurs find it."""
    plan = plans.read_plan(ROOT / "data" / "sessions" / "1.1.1.toml")
    room = Room.prepared(store, plan)
    questions = [part.id for part in plan.parts if part.kind is PartKind.QUESTION]
    room.step(plan.parts[0].id)
    people: dict[str, Participant] = {}
    for number, line in enumerate(texts(), 1):
        part = questions[line["question"] - 1]
        if room.session.part_id != part:
            room.step(part)
            room.now()
        name, organisation = line.get("name", ""), line.get("organisation", "")
        if (who := name or str(number)) not in people:
            said = Introduction(line["actor"], line["language"], name, organisation)
            people[who] = join(store, room.session, said)
        author, key = people[who], str(UUID(int=number, version=4))
        submission = contributions.Submission(key, line["text"], author.language, part, Source.DOOR)
        contributions.submit(store, room.session, author, submission)
    for last in plan.parts[-2:]:  # nobody of the rehearsal answers there
        room.step(last.id)
    room.now()
    return room


def reported(room: Room) -> Room:
    """Read, coded, concluded in every language and signed, as the desk's file says; closed."""
    given = {told.number: told for told in room.store.contributions(room.session.id)}
    for number in desk()["procedure"]:
        hidden = given.pop(number)
        contributions.hide(room.store, room.session, hidden.id, HideReason.PROCEDURE, MODERATOR)
    for told in given.values():
        _code(room, told)
    conclude(room, desk()["conclusion"])
    for language, name in desk()["rapporteurs"].items():
        sign_off.sign(room.store, room.now(), language, name, RAPPORTEUR)
    sessions.close(room.store, room.now(), MODERATOR)
    room.now()
    return room


def _code(room: Room, told: Contribution) -> None:
    if told.number % desk()["confirmed_but"] == 0:
        return
    is_wrong = told.number % desk()["rejected"] == 0
    state = CodingState.REJECTED if is_wrong else CodingState.CONFIRMED
    for coding in told.codings:
        which = (told.id, coding.axis, coding.code_id, state)
        themes.decide(room.store, room.session, *which, RAPPORTEUR)


def conclude(room: Room, written: Iterable[dict[str, Any]]) -> None:
    """Write conclusions of the desk's file in every language, and approve them."""
    given = {told.number: told for told in room.store.contributions(room.session.id)}
    for one in written:
        _conclude(room, one, given)


def _conclude(room: Room, one: dict[str, Any], given: dict[int, Contribution]) -> None:
    evidence = tuple(given[number].id for number in one["evidence"])
    first, *others = room.session.plan.languages
    kind, place = ConclusionKind(one["kind"]), (one.get("part", ""), one.get("point", ""))
    for told in evidence if place[1] else ():
        which = (told, Axis.POINT, place[1], CodingState.CONFIRMED)
        themes.decide(room.store, room.session, *which, RAPPORTEUR)
    draft = writing.Draft(kind, first, said_in(one, first), *place, evidence=evidence)
    signed = desk()["rapporteurs"]
    made = writing.write(room.store, room.session, draft, RAPPORTEUR, signed[first])
    for language in others:
        statement = (language, said_in(one, language), made.revision)
        made = writing.reword(
            room.store, room.session, made.id, *statement, RAPPORTEUR, signed[language]
        )
    writing.approve(room.store, room.session, made.id, made.revision, RAPPORTEUR, signed[first])


def said_in(one: dict[str, Any], language: str) -> Said:
    """What a conclusion of the desk's file says in one language."""
    return Said(
        one[language], *(one.get(key, {}).get(language, "") for key in ("who", "whom", "when"))
    )
