"""The people of an import as it is undone: gone where nobody else knows them, else without what
this import alone told."""

import json
from dataclasses import replace

from facilitation.importing.tellings import (
    FILLED,
    Row,
    Telling,
    Tellings,
    by_person,
    is_listed,
    is_own,
    origin_before,
    standing,
)
from facilitation.model import Origin
from facilitation.store import Change


def take_back_people(change: Change, import_id: str, revision: int) -> None:
    """In the change that undoes an import, once its contributions are erased."""
    spoke_at = change.introductions()
    told = by_person(change.tellings())
    people = {row["id"]: row for row in change.people_known()}
    for id_, tellings in told.items():
        if id_ in people and any(one.import_id == import_id for one in tellings):
            _take_back(change, people[id_], tellings, import_id, spoke_at.get(id_, 0), revision)
    for row in change.imported_by(import_id, "filled"):  # as imports wrote it down at first
        if row["before"] and not people[row["participant_id"]]["joined_at"]:
            change.set_participant(row["participant_id"], **json.loads(row["before"]))
    for row in change.imported_by(import_id, "participant"):
        if row["participant_id"] in people:
            _let_go(change, people[row["participant_id"]], row["trace"], import_id)


def _take_back(
    change: Change, person: Row, told: Tellings, import_id: str, spoke_at: int, revision: int
) -> None:
    """What stands of a person without this import; their name is kept, so that somebody whom other
    files know is somebody, and what they said of themselves."""
    left = [one for one in told if one.import_id != import_id]
    new: dict[str, str | None] = {}
    for column in FILLED:
        (was, _), (now, is_listed_so) = standing(told, column), standing(left, column)
        is_theirs = is_own(told, column, spoke_at) or (column == "name" and not is_listed_so)
        if was == (person[column] or "") and now != was and not is_theirs:
            new[column] = now
    if "actor_id" in new:
        new["actor_id"] = new["actor_id"] or None
    if is_listed(told) != is_listed(left):
        before = origin_before(told, Origin.IMPORT.value)
        new["origin"] = Origin.PERSONAL.value if is_listed(left) else before
    for mine in told:
        if mine.import_id == import_id:
            if "actor_id" in new or person["actor_id"] != mine.told.get("actor_id"):
                _take_back_kinds(change, person["id"], mine, left, revision)
            kept = [name for name in mine.changed if not is_own(told, name, spoke_at)]
            _hand_down(change, person["id"], kept, left)
    if new:
        change.set_participant(person["id"], **new)


def _take_back_kinds(
    change: Change, participant_id: str, mine: Telling, left: Tellings, revision: int
) -> None:
    """The kind of actor of contributions: what is left of it, or none."""
    if "actor_id" in mine.changed:
        was, kind = mine.told["actor_id"], standing(left, "actor_id")[0] or None
        change.change_kind_of(mine.given, was, kind, revision)
        change.change_kind(participant_id, was, kind, revision)


def _hand_down(change: Change, participant_id: str, columns: list[str], left: Tellings) -> None:
    """Where another import told the same, what stands is from now on what that one brought."""
    heirs: dict[str, Telling] = {}
    for column in columns:
        value, _ = standing(left, column)
        for one in reversed(left):
            if value and one.told.get(column) == value:
                heir = heirs.get(one.import_id, one)
                heirs[one.import_id] = replace(heir, changed=(*heir.changed, column))
                break
    for import_id, heir in heirs.items():
        change.write_telling(participant_id, import_id, heir.written())


def _let_go(change: Change, person: Row, trace: str, import_id: str) -> None:
    """Whom this import brought: another import answers for them, or they are gone, unless they were
    erased before, when the trace stays so that no file brings them back."""
    if change.is_rested_on(person["id"], import_id):
        heir = change.named_by(person["id"], import_id)
        if heir:
            change.hand_over(trace, heir)
    elif any(person[column] for column in FILLED):
        change.erase_introduction(person["id"])
        change.set_participant(person["id"], origin=Origin.IMPORT.value)
        change.mark_undone(trace)
