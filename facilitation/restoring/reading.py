"""The file of a record into nouns: see docs/record-file.md for its format.

All of a file is understood before any of it is written, and whatever cannot be is refused in one
sentence that says where in the file it stands.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from facilitation.conclusions.nouns import Conclusion, SignOff
from facilitation.errors import RecordProblem
from facilitation.model import Contribution, Edition, Participant, Plan, Session
from facilitation.notation import Misfit, Place
from facilitation.restoring.checking import MOST_NUMBER, check_plan, check_record
from facilitation.store import now
from facilitation.texts import without_controls

FORMATS = ("ronda.record.2",)
MOST_CHARACTERS = 200_000_000  # of a file that we read; 100,000 contributions have 110 million
# What a file does not say of a session: it is that of the server it comes to.
_NO_SESSION = {
    "id": "",
    "code": "",
    "intake": "paused",
    "on_screen": {"view": "question"},
    "revision": 0,
    "stage_revision": 0,
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A contribution of the file with its editions; how many people share it."""

    contribution: Contribution
    editions: tuple[Edition, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A file as it was read."""

    plan: Plan
    session: Session
    steps: tuple[tuple[str, datetime], ...]
    people: tuple[Participant, ...]
    contributions: tuple[Kept, ...]
    conclusions: tuple[Conclusion, ...]
    signatures: tuple[SignOff, ...]


def read(content: bytes, name: str) -> Record:
    """The record in a file. Raises RecordProblem, in one sentence, where it cannot be used."""
    if len(content) > MOST_CHARACTERS:
        raise RecordProblem("record.too_large", file=name, n=MOST_CHARACTERS // 1_000_000)
    try:
        told = _clean(json.loads(content.decode("utf-8-sig")))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise RecordProblem("record.not_json", file=name) from None
    if not isinstance(told, Mapping) or told.get("format") not in FORMATS:
        raise RecordProblem("record.not_a_record", file=name, format=FORMATS[0])
    try:
        return _Reading(Place(told)).record()
    except Misfit as problem:
        at = problem.at or "session"
        raise RecordProblem(problem.phrase, file=name, at=at, **problem.values) from None
    except RecursionError:
        raise RecordProblem("record.not_json", file=name) from None


def _clean(told: Any) -> Any:
    """Every text as it is stored here: a file may come from anywhere, and hold anything."""
    if isinstance(told, str):
        return without_controls(told)
    if isinstance(told, list):
        return [_clean(one) for one in told]
    return {key: _clean(one) for key, one in told.items()} if isinstance(told, dict) else told


class _Reading:
    """One file into nouns: numbers of contributions and voices become new ids."""

    def __init__(self, told: Place) -> None:
        self._told = told
        self._voices = self._ids_of("people", "voice")
        self._ids = self._ids_of("contributions", "number")

    def _ids_of(self, many: str, key: str) -> dict[int, str]:
        ids: dict[int, str] = {}
        for one in self._told.field(many).items():
            number = one.field(key)
            number.within(1, MOST_NUMBER)
            if number.whole() in ids:
                number.refuse("record.twice", value=number.whole())
            ids[number.whole()] = str(uuid4())
        return ids

    def record(self) -> Record:
        session = self._told.field("session")
        plan = session.made(Plan)
        check_plan(session, plan)
        record = Record(
            plan=plan,
            session=session.made(Session, {**_NO_SESSION, **session.told, "plan": session.told}),
            steps=tuple(map(_step, self._told.field("steps").items())),
            people=tuple(map(self._person, self._told.field("people").items())),
            contributions=tuple(map(self._kept, self._told.field("contributions").items())),
            conclusions=tuple(
                self._conclusion(one, place)
                for place, one in enumerate(self._told.field("conclusions").items(), 1)
            ),
            signatures=tuple(map(self._signature, self._told.field("signatures").items())),
        )
        check_record(self._told, plan)
        return record

    def _person(self, told: Place) -> Participant:
        id_ = _known(told.field("voice"), self._voices)
        person = told.made(Participant, {**told.told, "id": id_, "session_id": ""})
        return replace(person, joined_at=now() if told.field("joined").truth() else None)

    def _kept(self, told: Place) -> Kept:
        id_ = self._ids[told.field("number").whole()]
        into = told.told.get("merged_into")
        whole = {
            **told.told,
            "id": id_,
            "session_id": "",
            "revision": 0,
            "participant_id": _known(told.field("voice"), self._voices),
            "words": {"text": told.field("text").text(), "language": told.field("language").text()},
            "merged_into": None if into is None else _known(told.field("merged_into"), self._ids),
            "codings": _each(told.field("codings"), contribution_id=id_),
            "translations": _each(told.field("translations"), contribution_id=id_),
        }
        editions = told.field("editions").made(tuple[Edition, ...])
        return Kept(told.made(Contribution, whole), editions)

    def _conclusion(self, told: Place, place: int) -> Conclusion:
        id_ = str(uuid4())
        objections = [
            {**one.told, "conclusion_id": id_, "participant_id": _known(voice, self._voices)}
            for one in told.field("objections").items()
            for voice in [one.field("voice")]
        ]
        whole = {
            **told.told,
            "id": id_,
            "session_id": "",
            "revision": 0,
            "position": place,
            "statements": _each(told.field("statements"), conclusion_id=id_),
            "evidence": self._evidence(told.field("evidence")),
            "objections": objections,
        }
        return told.made(Conclusion, whole)

    def _evidence(self, told: Place) -> list[str]:
        return [_known(number, self._ids) for number in told.items()]

    def _signature(self, told: Place) -> SignOff:
        content = [
            {
                **one.mapping(),
                "conclusion_id": "",
                "statement": int(one.field("is_as_signed").truth()),
                "evidence": self._evidence(one.field("evidence")),
            }
            for one in told.field("content").items()
        ]
        whole = {**told.told, "session_id": "", "revision": 0, "content": content}
        return told.made(SignOff, whole)


def _known(told: Place, ids: Mapping[int, str]) -> str:
    """The id here of what the file names by a number."""
    found = ids.get(told.whole())
    return found if found is not None else told.refuse("record.not_there", value=told.whole())


def _each(told: Place, **more: str) -> list[dict[str, Any]]:
    return [{**one.mapping(), **more} for one in told.items()]


def _step(told: Place) -> tuple[str, datetime]:
    part, at = told.pair()
    return part.text(), at.made(datetime)
