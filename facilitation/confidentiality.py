"""The one place that decides what is shown of an author, on every screen, file, name and log."""

from facilitation.model import Author, Confidentiality, Participant


def shown_author(
    participant: Participant | None, actor_id: str | None, rule: Confidentiality
) -> Author:
    """What may be shown of the person behind a contribution under a confidentiality rule.

    `actor_id` is the kind of actor they spoke as; it is shown under every rule.
    """
    if participant is None or rule is Confidentiality.ACTOR_ONLY:
        return Author(actor_id)
    if rule is Confidentiality.ORGANISATION_ONLY:
        return Author(actor_id, organisation=participant.organisation)
    return Author(actor_id, participant.name, participant.organisation, participant.territory)
