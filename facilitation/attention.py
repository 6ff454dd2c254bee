"""Several rapporteurs at one desk: who is on what, so that nobody does the same work twice.

It warns and never locks: what keeps words safe are the revisions.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta

from facilitation.access import Action, require
from facilitation.model import Session, Stage
from facilitation.store import By, Store, now
from facilitation.texts import cleaned_line

FRESH = timedelta(minutes=2)
NAME_LIMIT = 60


def attend(store: Store, session: Session, visitor: str, name: str, subject: str, by: By) -> None:
    """Say that somebody is at a contribution or conclusion ("conclusion:<id>")."""
    require(by.role, Action.REVIEW, Stage.of(session))
    at = now()
    store.forget_attention(session.id, at - 5 * FRESH)
    store.attend(session.id, visitor, cleaned_line(name)[:NAME_LIMIT], subject, at)


def others(store: Store, session: Session, visitor: str) -> Mapping[str, tuple[str, ...]]:
    """For each subject the names of the others who are at it now, each once; "" stands for all
    who have none."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for who, name, subject in store.attending(session.id, now() - FRESH):
        if who != visitor:
            found[subject][name] = None
    return {subject: tuple(names) for subject, names in found.items()}
