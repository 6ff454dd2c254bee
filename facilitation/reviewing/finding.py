"""Find in the record: words in any language, without accents, and what is known of each line."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from facilitation.confidentiality import veil_of_room
from facilitation.model import Contribution, Language, Session
from facilitation.store import Store
from facilitation.texts import folded

WORDS = 8  # of a search; more narrow nothing down


@dataclass(frozen=True, slots=True)
class Sought:
    """What a contribution must be to be found; "" asks nothing."""

    words: str = ""  # all of them, in the original or a translation; a number is also its number
    part: str = ""
    actor: str = ""
    language: Language = ""
    theme: str = ""
    state: str = ""
    source: str = ""


def find(store: Store, session: Session, sought: Sought) -> list[str]:
    """The ids of what is found, in the order of arrival."""
    words = folded(sought.words).replace("#", " ").split()[:WORDS]
    columns = {
        "part_id": sought.part,
        "actor_id": sought.actor,
        "language": sought.language,
        "state": sought.state,
        "source": sought.source,
    }
    asked = {name: value for name, value in columns.items() if value}
    sifted = [
        found
        for part in _parts(store, session, sought)
        for found in store.sift(session.id, {**asked, **part}, sought.theme)
    ]
    if not words:
        return [id_ for id_, _, _ in sifted]
    texts: dict[str, list[str]] = defaultdict(list)
    for id_, text in store.translated_texts(session.id):
        texts[id_].append(_folded(text))
    return [
        id_
        for id_, number, original in sifted
        if all(
            word == str(number) or any(word in text for text in (original, *texts[id_]))
            for word in words
        )
    ]


def _parts(store: Store, session: Session, sought: Sought) -> list[dict[str, str]]:
    """Where to look: everywhere, or by a kind of actor only where it may be told who is of it."""
    veil = veil_of_room(store, session)
    if sought.actor not in veil.kinds:
        return [{}]
    parts = [sought.part] if sought.part else [part.id for part in session.plan.parts]
    return [{"part_id": part} for part in parts if part not in veil.parts]


_folded = lru_cache(maxsize=20_000)(folded)  # translations are searched at every press of a key


def shown(store: Store, ids: Sequence[str], start: int, count: int) -> list[Contribution]:
    """One page of what was found, whole."""
    return store.contributions_by(ids[start : start + count])
