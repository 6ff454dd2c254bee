"""A record that was read and checked, written as a new session."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

from facilitation.conclusions.nouns import Conclusion, Signed
from facilitation.model import Origin, Participant, Session
from facilitation.restoring.reading import Kept, Record
from facilitation.sessions import known, prepare
from facilitation.store import By, Change, Store
from facilitation.texts import folded

_MOMENTS = ("opened_at", "closed_at", "stepped_at", "released_at")
_TRUTHS = ("is_rehearsal", "is_premoderated")


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
