"""Which contributions the moderator's feed shows, in which order, and what there is to choose."""

from collections.abc import Mapping
from dataclasses import replace

from facilitation.access import Action, require
from facilitation.lifecycles import Facet, Shelf
from facilitation.model import Contribution, ContributionState, Role, Session, Stage
from facilitation.moderation import likeness
from facilitation.store import Store
from facilitation.store.sieves import Sifting
from facilitation.texts import folded


def sifted(
    store: Store, session: Session, sifting: Sifting, limit: int, role: Role
) -> list[Contribution]:
    """At most `limit` contributions. Words are looked for without case or accents; a number finds
    the contribution of that number, too."""
    require(role, Action.CURATE, Stage.of(session))
    if sifting.shelf is Shelf.ALIKE:
        return likeness.side_by_side(store, session, sifting.part_id, limit)
    return store.sifted(session.id, replace(sifting, words=folded(sifting.words)), limit)


def choices(store: Store, session: Session, part_id: str, facet: Facet) -> Mapping[str, int]:
    """How many contributions there are for each theme, actor or language; "": of none."""
    return store.facet(session.id, part_id, facet)


def waiting(store: Store, session: Session) -> int:
    """How many contributions wait to be read first, in the whole session."""
    return store.in_state(session.id, ContributionState.WAITING)
