"""Which contributions the moderator's feed shows, in which order, and what there is to choose."""

from collections.abc import Mapping
from dataclasses import replace

from facilitation.access import Action, require
from facilitation.confidentiality import veil_of_room
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
    found = store.sifted(session.id, replace(sifting, words=folded(sifting.words)), limit)
    if not sifting.actor:
        return found
    veil = veil_of_room(store, session)  # a list of one kind would tell who is of it
    return [told for told in found if not veil.hides(told.actor_id, told.part_id)]


def choices(store: Store, session: Session, part_id: str, facet: Facet) -> Mapping[str, int]:
    """How many contributions there are for each theme, actor or language; "": of none. Without
    the kinds of actors that may not be told of a part, or of one of them all ("")."""
    found = store.facet(session.id, part_id, facet)
    if facet is not Facet.ACTOR:
        return found
    veil = veil_of_room(store, session)
    parts = [part_id] if part_id else veil.parts
    return {kind: n for kind, n in found.items() if not any(veil.hides(kind, one) for one in parts)}


def waiting(store: Store, session: Session) -> int:
    """How many contributions wait to be read first, in the whole session."""
    return store.in_state(session.id, ContributionState.WAITING)
