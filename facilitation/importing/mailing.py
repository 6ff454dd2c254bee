"""The personal links of everyone who is registered, as a table to mail out from.

Each row lets whoever holds it join in that person's name: the file is for the mail merge and is not
kept here; it is never a list on a screen.
"""

import csv
import io
from collections.abc import Callable

from facilitation.access import Action, require
from facilitation.exports.csv_file import safe_cell
from facilitation.model import Language, Session, Stage
from facilitation.store import By, Store
from facilitation.texts import folded

HEADER = ("name", "email", "organisation", "actor", "language", "link")


def how_many(store: Store, session: Session) -> int:
    """How many registered people can be written to."""
    return len(_people(store, session))


def mail_merge(
    store: Store,
    session: Session,
    link_of: Callable[[str], str],
    language: Language,
    delimiter: str = ",",
) -> bytes:
    """CSV in UTF-8 with a byte order mark: one row for each registered person with an e-mail.

    `link_of` makes the link of a participant's id. The kind of actor is named in the person's own
    language, in `language` where that is not known.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, delimiter=delimiter)
    writer.writerow(HEADER)
    for row in _people(store, session):
        spoken = row["language"] or language
        actor = session.actor_of(row["actor_id"])
        label = actor.label.in_language(spoken).text if actor else ""
        told = (row["name"], row["email"], row["organisation"], label, spoken)
        writer.writerow([*map(safe_cell, told), link_of(row["id"])])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def note_mailing(store: Store, session: Session, by: By) -> None:
    """That somebody took the personal links, for the audit."""
    require(by.role, Action.PREPARE, Stage.of(session))
    people = how_many(store, session)
    with store.change(session.id) as change:
        change.touch(by, "take_personal_links", people=people)


def _people(store: Store, session: Session) -> list[dict[str, str]]:
    found = store.people_of(session.id)
    there = [row for row in found if row["origin"] == "personal" and row["email"]]
    return sorted(there, key=lambda row: (folded(row["name"]), row["id"]))
