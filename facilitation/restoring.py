"""A new session out of the file of another one's record: the same words, codings and conclusions.

For moving a session to another server, keeping it, or teaching with it. What the file does not hold
(whom the confidentiality hid, who coded, links and keys) is not made up: names stay hidden, links
are new.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from facilitation.conclusions.nouns import Conclusion, Signed, SignOff
from facilitation.errors import PlanProblem
from facilitation.model import (
    Contribution,
    Edition,
    Origin,
    Participant,
    Plan,
    Session,
)
from facilitation.notation import made
from facilitation.sessions import known, prepare
from facilitation.store import By, Change, Store, now
from facilitation.texts import folded, without_controls

FORMATS = ("ronda.record.2",)
_MOMENTS = ("opened_at", "closed_at", "stepped_at", "released_at")
_TRUTHS = ("is_rehearsal", "is_premoderated")
MOST_SHARES = 100_000  # people who may share one contribution
_MOST = 100_000_000  # characters of a file that we read at all
# What a file does not say of a session: it is that of the server it comes to.
_NO_SESSION = {
    "id": "",
    "code": "",
    "intake": "paused",
    "on_screen": {"view": "question"},
    "revision": 0,
    "stage_revision": 0,
}
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """A contribution of the file with its editions; how many people share it."""

    contribution: Contribution
    editions: tuple[Edition, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A file as it was read: all of it is understood before any of it is written."""

    plan: Plan
    session: Session
    steps: tuple[tuple[str, datetime], ...]
    people: tuple[Participant, ...]
    contributions: tuple[Kept, ...]
    conclusions: tuple[Conclusion, ...]
    signatures: tuple[SignOff, ...]


def _clean(told: Any) -> Any:
    """Every text as it is stored here: a file may come from anywhere, and hold anything."""
    if isinstance(told, str):
        return without_controls(told)
    if isinstance(told, list):
        return [_clean(one) for one in told]
    return {key: _clean(one) for key, one in told.items()} if isinstance(told, dict) else told


def read(content: bytes, name: str) -> Record:
    """The record in a file. Raises PlanProblem, in one sentence, where it cannot be used."""
    try:
        told = _clean(json.loads(content.decode("utf-8-sig"))) if len(content) <= _MOST else None
    except (UnicodeDecodeError, ValueError, RecursionError):
        told = None
    if not isinstance(told, Mapping) or told.get("format") not in FORMATS:
        raise PlanProblem(f'{name} is not a record: it should begin with "format": "{FORMATS[0]}"')
    try:
        record = _Reading(told).record()
    except (KeyError, ValueError, TypeError, AttributeError, IndexError) as problem:
        raise PlanProblem(f"{name} cannot be used as a record: {problem!r}") from None
    _refuse_the_impossible(record, name)
    return record


def _refuse_the_impossible(record: Record, name: str) -> None:
    """What is well written and can still not be: nothing of it must reach the database."""
    seen = set()
    for one in (kept.contribution for kept in record.contributions):
        if one.number in seen:
            raise PlanProblem(f"{name}: contribution {one.number} is there twice")
        if not 0 <= one.support <= MOST_SHARES:
            raise PlanProblem(f"{name}: {one.support} people cannot share {one.number}")
        if one.merged_into == one.id:
            raise PlanProblem(f"{name}: contribution {one.number} is merged into itself")
        seen.add(one.number)


class _Reading:
    """One file into nouns: numbers of contributions and voices become new ids."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._voices = {int(one["voice"]): str(uuid4()) for one in told["people"]}
        self._ids = {int(one["number"]): str(uuid4()) for one in told["contributions"]}

    def record(self) -> Record:
        session = self._told["session"]
        return Record(
            plan=made(Plan, session),
            session=made(Session, {**_NO_SESSION, **session, "plan": session}),
            steps=tuple((str(part), made(datetime, at)) for part, at in self._told["steps"]),
            people=tuple(self._person(one) for one in self._told["people"]),
            contributions=tuple(self._kept(one) for one in self._told["contributions"]),
            conclusions=tuple(
                self._conclusion(one, place)
                for place, one in enumerate(self._told["conclusions"], 1)
            ),
            signatures=tuple(self._signature(one) for one in self._told["signatures"]),
        )

    def _person(self, told: Told) -> Participant:
        id_ = self._voices[told["voice"]]
        person = made(Participant, {**told, "id": id_, "session_id": ""})
        return replace(person, joined_at=now() if told["joined"] else None)

    def _kept(self, told: Told) -> Kept:
        id_ = self._ids[told["number"]]
        into = told.get("merged_into")
        whole = {
            **told,
            "id": id_,
            "session_id": "",
            "revision": 0,
            "participant_id": self._voices[told["voice"]],
            "words": {"text": told["text"], "language": told["language"]},
            "merged_into": None if into is None else self._ids[into],
            "codings": [{**one, "contribution_id": id_} for one in told["codings"]],
            "translations": [{**one, "contribution_id": id_} for one in told["translations"]],
        }
        return Kept(made(Contribution, whole), made(tuple[Edition, ...], told["editions"]))

    def _conclusion(self, told: Told, place: int) -> Conclusion:
        id_ = str(uuid4())
        objections = [
            {**one, "conclusion_id": id_, "participant_id": self._voices[one["voice"]]}
            for one in told["objections"]
        ]
        whole = {
            **told,
            "id": id_,
            "session_id": "",
            "revision": 0,
            "position": place,
            "statements": [{**one, "conclusion_id": id_} for one in told["statements"]],
            "evidence": [self._ids[number] for number in told["evidence"]],
            "objections": objections,
        }
        return made(Conclusion, whole)

    def _signature(self, told: Told) -> SignOff:
        content = [
            {
                **one,
                "conclusion_id": "",
                "statement": int(one["is_as_signed"]),
                "evidence": [self._ids[number] for number in one["evidence"]],
            }
            for one in told["content"]
        ]
        return made(SignOff, {**told, "session_id": "", "revision": 0, "content": content})


def restore(store: Store, record: Record, by: By) -> Session:
    """A new session that holds what the record does, in one change. Its code and links are new."""
    session = prepare(store, record.plan, by)
    with store.change(session.id) as change:
        revision = change.touch(
            by,
            "restore",
            f"session:{session.id}",
            is_stage=True,
            contributions=len(record.contributions),
        )
        _restore_session(change, record)
        for person in record.people:
            change.add_participant(person)
        for kept in record.contributions:
            _restore_contribution(change, kept, revision)
        _restore_shares(change, record)
        _restore_conclusions(change, record, revision)
    return known(store.session_by_id(session.id))


def _restore_session(change: Change, record: Record) -> None:
    there = record.session
    columns: dict[str, object] = {"state": there.state, "part_id": there.part_id}
    columns |= {name: at and at.isoformat() for name in _MOMENTS for at in [getattr(there, name)]}
    columns |= {name: int(getattr(there, name)) for name in _TRUTHS}
    columns["entrance"] = there.entrance
    last = max((kept.contribution.number for kept in record.contributions), default=0)
    change.set_session(**columns, last_number=last)
    change.put_codes((*record.plan.themes, *record.plan.points))
    for part in record.plan.parts:
        change.set_part(
            part.id, is_revealed=int(part.is_revealed), is_support_open=int(part.is_support_open)
        )
    for place, (part_id, at) in enumerate(record.steps):
        change.restore_step(len(record.steps) - place, part_id, at)


def _restore_contribution(change: Change, kept: Kept, revision: int) -> None:
    told = replace(kept.contribution, revision=revision)
    change.restore_contribution(told, folded(told.words.text), kept.editions)
    change.restore_codings(told.codings, revision)
    for translation in told.translations:
        change.put_translation(translation, revision)


def _restore_shares(change: Change, record: Record) -> None:
    """How many share a contribution, not who: the file does not say, so nobody else is made up
    than as many silent people as it takes."""
    most = max((kept.contribution.support for kept in record.contributions), default=0)
    silent = [Participant(str(uuid4()), change.session_id, Origin.IMPORT) for _ in range(most)]
    for person in silent:
        change.add_participant(person)
    for kept in record.contributions:
        for person in silent[: kept.contribution.support]:
            change.add_support(kept.contribution.id, person.id)


def _restore_conclusions(change: Change, record: Record, revision: int) -> None:
    by_number: dict[int, Conclusion] = {}
    for one in record.conclusions:
        statements = tuple(replace(said, revision=revision) for said in one.statements)
        by_number[one.number] = one
        change.add_conclusion(replace(one, statements=statements, revision=revision))
        for objection in one.objections:
            change.put_objection(objection)
            change.restore_settled(objection)
    for signed in record.signatures:
        content = tuple(_signed(one, by_number, revision) for one in signed.content)
        change.add_sign_off(replace(signed, content=content, revision=revision))


def _signed(one: Signed, by_number: Mapping[int, Conclusion], revision: int) -> Signed:
    """What was signed, by the ids it has here; a text that is not in the file is no revision."""
    there = by_number.get(one.number)
    statement = revision if one.statement else 0
    return replace(one, conclusion_id=there.id if there else str(uuid4()), statement=statement)
