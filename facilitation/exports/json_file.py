"""The whole record as JSON: `restoring` makes a new session of it. See docs/record-file.md.

Contributions are named by their number and people by that of their voice: the file holds no id of
this database, and a session made of it writes the very same file. What a confidentiality rule hides
is not in it; who spoke under two rules is two voices, or the one would name the other.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from facilitation.conclusions.nouns import Conclusion, SignOff
from facilitation.confidentiality import hidden_people, shown_author, veiled
from facilitation.model import (
    Confidentiality,
    Contribution,
    ContributionState,
    Edition,
    Participant,
    Session,
)
from facilitation.notation import plain, without
from facilitation.store import Store

FORMAT = "ronda.record.2"
_GONE = (ContributionState.WITHDRAWN, ContributionState.ERASED)
_NOT_OF_THE_SESSION = ("revision", "stage_revision", "on_screen", "engine", "code", "id", "intake")
Plain = dict[str, Any]
VoiceKey = tuple[str, Confidentiality]  # a person, and the rule they spoke under


def write(store: Store, session: Session) -> bytes:
    """UTF-8, indented for reading; every text as it was written."""
    given = veiled(session, store.contributions(session.id))
    people = _shown_people(store, session)
    voices = _voices(session, given, people)
    number = {told.id: told.number for told in given}
    editions = store.editions_of_session(session.id)
    conclusions = store.conclusions(session.id)
    record = {
        "format": FORMAT,
        "session": _session(session),
        "steps": [[part, plain(at)] for part, at in store.steps(session.id)],
        "people": _people(session, voices, people),
        "contributions": [
            _contribution(session, told, voices, number, editions.get(told.id, []))
            for told in given
        ],
        "conclusions": [_conclusion(one, number, voices) for one in conclusions],
        "signatures": [_signature(one, conclusions, number) for one in store.sign_offs(session.id)],
    }
    return json.dumps(record, ensure_ascii=False, indent=2).encode()


def _shown_people(store: Store, session: Session) -> dict[str, Participant]:
    """Everybody, without their kind of actor where so few are of it that it would name them."""
    people = store.participants(session.id)
    came = Counter(one.actor_id for one in people if one.joined_at)
    hidden = hidden_people(session, store.contributions(session.id), came)
    return {
        one.id: replace(one, actor_id=None if one.actor_id in hidden else one.actor_id)
        for one in people
    }


def _session(session: Session) -> Plain:
    """The plan as its file tells it, then how far the session is."""
    told = without(plain(session), (*_NOT_OF_THE_SESSION, "plan"))
    return {**plain(session.plan), **told}


def _voices(
    session: Session, given: list[Contribution], people: Mapping[str, Participant]
) -> dict[VoiceKey, int]:
    """A number for each person and rule, in the order in which they were first heard; then those
    who were there and said nothing, in an order that tells nothing of when they came."""
    heard = [(told.participant_id, session.confidentiality_of(told.part_id)) for told in given]
    spoke = {person for person, _ in heard}
    rule = session.plan.confidentiality
    silent = sorted(
        ((one.id, rule) for one in people.values() if one.joined_at and one.id not in spoke),
        key=lambda key: json.dumps(_person(people[key[0]], rule), sort_keys=True),
    )
    return {key: n for n, key in enumerate(dict.fromkeys([*heard, *silent]), 1)}


def _people(
    session: Session, voices: Mapping[VoiceKey, int], people: Mapping[str, Participant]
) -> list[Plain]:
    told, seen = [], set()
    for (id_, rule), n in voices.items():
        person = people[id_]
        joined = person.joined_at is not None and id_ not in seen  # one person is in the room once
        told.append({"voice": n, **_person(person, rule), "joined": joined})
        seen.add(id_)
    return told


def _person(person: Participant, rule: Confidentiality) -> Plain:
    author = shown_author(person, person.actor_id, rule)
    return {
        **plain(author),
        "language": person.language,
        "origin": person.origin.value,
        "is_rehearsal": person.is_rehearsal,
    }


def _contribution(
    session: Session,
    told: Contribution,
    voices: Mapping[VoiceKey, int],
    number: Mapping[str, int],
    editions: list[Edition],
) -> Plain:
    gone = told.state in _GONE
    voice = voices[told.participant_id, session.confidentiality_of(told.part_id)]
    left_out = ("id", "session_id", "participant_id", "revision", "words")
    return {
        **without(plain(told), left_out),
        "voice": voice,
        "language": told.words.language,
        "text": "" if gone else told.words.text,
        "merged_into": number.get(told.merged_into or ""),
        "codings": [] if gone else [_part_of(coding) for coding in told.codings],
        "translations": [] if gone else [_part_of(one) for one in told.translations],
        "editions": [] if gone else plain(editions),
    }


def _part_of(value: object) -> Plain:
    """Something of a contribution, which it stands in."""
    return without(plain(value), ("contribution_id",))


def _conclusion(
    one: Conclusion, number: Mapping[str, int], voices: Mapping[VoiceKey, int]
) -> Plain:
    left_out = ("conclusion_id", "revision", "participant_id")
    first = {person: n for (person, _), n in reversed(list(voices.items()))}
    return {
        **without(plain(one), ("id", "session_id", "revision", "position")),
        "statements": [without(plain(said), left_out) for said in one.statements],
        "evidence": [number[id_] for id_ in one.evidence if id_ in number],
        "objections": [
            {**without(plain(said), left_out), "voice": first[said.participant_id]}
            for said in one.objections
            if said.participant_id in first
        ],
    }


def _signature(signed: SignOff, conclusions: list[Conclusion], number: Mapping[str, int]) -> Plain:
    """What was signed; a text that was reworded since is said to be, and is not in the file."""
    present = {
        (one.id, said.language): said.revision for one in conclusions for said in one.statements
    }
    content = [
        {
            **without(plain(one), ("conclusion_id", "statement")),
            "is_as_signed": present.get((one.conclusion_id, signed.language)) == one.statement,
            "evidence": [number[id_] for id_ in one.evidence if id_ in number],
        }
        for one in signed.content
    ]
    return {**without(plain(signed), ("session_id", "revision")), "content": content}
