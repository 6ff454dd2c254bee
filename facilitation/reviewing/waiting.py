"""What needs a person, the most harmful first: a wrong translation misleads at once, a coding that
nobody confirmed only waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from facilitation.model import (
    CodingState,
    Contribution,
    ContributionState,
    Session,
    TranslationState,
)
from facilitation.moderation import likeness
from facilitation.store import Store

LIKE_LIMIT = 100  # contributions compared side by side


class Need(StrEnum):
    """Why a person should look."""

    DOUBTED = "doubted"  # a machine's translation that may be wrong
    LANGUAGE = "language"  # written in another language than it says
    CODINGS = "codings"  # suggested themes nobody confirmed or rejected
    ALIKE = "alike"  # likely says the same as another
    HIDDEN = "hidden"  # off the screens, to be reviewed


@dataclass(frozen=True, slots=True)
class Waiting:
    """The contributions with each need, in the order of arrival."""

    by_need: Mapping[Need, Sequence[Contribution]]

    def first(self) -> Need:
        """The most pressing need that somebody has."""
        return next((need for need in Need if self.by_need[need]), Need.DOUBTED)


def waiting(store: Store, session: Session) -> Waiting:
    """All that needs a person now."""
    told = store.contributions(session.id)
    received = [one for one in told if one.state is ContributionState.RECEIVED]
    return Waiting(
        {
            Need.DOUBTED: [one for one in received if is_doubted(one)],
            Need.LANGUAGE: [one for one in received if one.detected_language],
            Need.CODINGS: [one for one in received if _is_suggested(one)],
            Need.ALIKE: likeness.side_by_side(store, session, "", LIKE_LIMIT),
            Need.HIDDEN: [one for one in told if one.state is ContributionState.HIDDEN],
        }
    )


def is_doubted(told: Contribution) -> bool:
    """Whether a machine's text of it has doubts that nobody has settled."""
    return any(made.state is TranslationState.MACHINE and made.doubts for made in told.translations)


def _is_suggested(told: Contribution) -> bool:
    return any(coding.state is CodingState.SUGGESTED for coding in told.codings)
