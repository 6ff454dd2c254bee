"""The one place that decides what is shown of an author, on every screen, file, name and log."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from facilitation.model import Author, Confidentiality, Contribution, Participant, Session

SMALLEST_CELL = 3  # people: where fewer are of a kind, the kind is as good as a name


def shown_author(
    participant: Participant | None, actor_id: str | None, rule: Confidentiality
) -> Author:
    """What may be shown of the person behind a contribution under a confidentiality rule.

    `actor_id` is the kind of actor they spoke as; it is shown under every rule, but see
    `shown_actor` for kinds of very few people.
    """
    if participant is None or rule is Confidentiality.ACTOR_ONLY:
        return Author(actor_id)
    if rule is Confidentiality.ORGANISATION_ONLY:
        return Author(actor_id, organisation=participant.organisation)
    return Author(actor_id, participant.name, participant.organisation, participant.territory)


def shown_actor(
    actor_id: str | None, rule: Confidentiality, people: Mapping[str | None, int]
) -> str | None:
    """The kind of actor, or None where the rule is to name nobody and too few are of that kind.

    `people` counts those among whom the author could be, by kind: who joined, for a screen.
    """
    is_few = people.get(actor_id, 0) < SMALLEST_CELL
    return None if rule is Confidentiality.ACTOR_ONLY and is_few else actor_id


def veiled(session: Session, given: Iterable[Contribution]) -> list[Contribution]:
    """Contributions as a file may have them: without the kind of actor where it would name its
    author. Counted by the voices of the record itself, so that a copy of it says the same."""
    given = list(given)
    voices: dict[str | None, set[str]] = defaultdict(set)
    for told in given:
        voices[told.actor_id].add(told.participant_id)
    people = {actor_id: len(those) for actor_id, those in voices.items()}
    return [
        replace(
            told,
            actor_id=shown_actor(told.actor_id, session.confidentiality_of(told.part_id), people),
        )
        for told in given
    ]
