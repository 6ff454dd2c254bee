"""What a conclusion rests on, and what happens to it when that goes."""

from collections.abc import Iterable, Mapping, Sequence

from facilitation.conclusions.nouns import STANDING, Conclusion
from facilitation.errors import Refused
from facilitation.lifecycles import ReopenReason
from facilitation.model import Contribution, Session
from facilitation.store import Change, Store

EVIDENCE_LIMIT = 60  # contributions of one conclusion: more are no longer read


def shake(change: Change, contribution_id: str, reason: ReopenReason, revision: int) -> None:
    """Reopen what was approved on a contribution that is hidden, taken back or reworded."""
    change.reopen_conclusions(change.approved_on(contribution_id), reason, revision)


def checked_evidence(change: Change, contribution_ids: Iterable[str]) -> tuple[str, ...]:
    """These contributions once each, in order; each is of this session and may be shown."""
    ids = tuple(dict.fromkeys(contribution_ids))
    if len(ids) > EVIDENCE_LIMIT:
        raise Refused("error.too_much_evidence", n=EVIDENCE_LIMIT)
    for contribution_id in ids:
        told = change.contribution(contribution_id)
        if told is None or told.state not in STANDING:
            raise Refused("error.no_evidence_there")
    return ids


def standing_evidence(change: Change, conclusion: Conclusion) -> list[Contribution]:
    """The contributions that carry a conclusion now: not what was hidden or taken back since."""
    found = map(change.contribution, conclusion.evidence)
    return [told for told in found if told is not None and told.state in STANDING]


def evidence_of(
    store: Store, session: Session, conclusions: Sequence[Conclusion]
) -> Mapping[str, list[Contribution]]:
    """For each conclusion the contributions that carry it now, the most telling first."""
    wanted = {id_ for one in conclusions for id_ in one.evidence}
    told = {one.id: one for one in store.contributions(session.id) if one.id in wanted}
    return {
        one.id: [told[id_] for id_ in one.evidence if id_ in told and told[id_].state in STANDING]
        for one in conclusions
    }
