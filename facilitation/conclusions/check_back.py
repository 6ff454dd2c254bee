"""Show people what was concluded from their words, and hear when it is not what they meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from facilitation.access import Action, require
from facilitation.conclusions.nouns import Conclusion, Objection
from facilitation.errors import NotFound, Refused
from facilitation.lifecycles import ConclusionState, PartKind, ReopenReason
from facilitation.model import (
    Contribution,
    OnScreen,
    Participant,
    Role,
    Session,
    Stage,
    View,
    Words,
)
from facilitation.sessions import standing
from facilitation.store import By, Store
from facilitation.texts import cleaned, is_longer

OBJECTION_LIMIT = 500  # characters


@dataclass(frozen=True, slots=True)
class Use:
    """An approved conclusion, and which of a participant's contributions it rests on."""

    conclusion: Conclusion
    contributions: tuple[Contribution, ...]


def are_shown(session: Session) -> bool:
    """Whether participants may read the conclusions: once the moderator reveals that part."""
    return any(
        part.kind is PartKind.CONCLUSIONS and part.is_revealed for part in session.plan.parts
    )


def shown(store: Store, session: Session) -> list[Conclusion]:
    """What participants and the room's screen may read: the approved ones, in order."""
    return [one for one in store.conclusions(session.id) if one.state is ConclusionState.APPROVED]


def put_on_screen(store: Store, session: Session, conclusion_id: str, by: By) -> None:
    """Have the room see one approved conclusion, or all of them: "". One that is opened again
    leaves the screen by itself."""
    require(by.role, Action.LEAD, Stage.of(session))
    with store.change(session.id) as change:
        there = change.conclusion(conclusion_id) if conclusion_id else None
        if conclusion_id and (there is None or there.state is not ConclusionState.APPROVED):
            raise NotFound("error.no_conclusion")
        subject = f"conclusion:{conclusion_id}" if conclusion_id else ""
        before = standing(change.session)
        change.touch(by, "put_on_screen", subject, view=View.CONCLUSIONS.value, before=before)
        change.show(OnScreen(View.CONCLUSIONS, conclusion_id=conclusion_id or None))


def uses(
    store: Store, session: Session, participant: Participant, own: Sequence[Contribution]
) -> list[Use]:
    """The shown conclusions that rest on what this participant said; `own` are their words."""
    if not are_shown(session):
        return []
    found = (
        Use(one, tuple(told for told in own if told.id in one.evidence))
        for one in shown(store, session)
    )
    return [use for use in found if use.contributions]


def object_to(
    store: Store,
    session: Session,
    participant: Participant,
    conclusion_id: str,
    words: Words,
) -> Conclusion:
    """This is not what I meant: the conclusion is open again, and the rapporteurs are told why.

    The words may be empty. Raises NotFound for a conclusion that does not rest on what this
    participant said, or is not shown.
    """
    require(Role.PARTICIPANT, Action.OBJECT, Stage.of(session))
    text = cleaned(words.text[: 100 * OBJECTION_LIMIT])
    if is_longer(text, OBJECTION_LIMIT):
        raise Refused("error.conclusion_too_long", n=OBJECTION_LIMIT)
    if words.language not in session.plan.languages:
        raise Refused("error.choose_language")
    with store.change(session.id) as change:
        there = change.conclusion(conclusion_id)
        if there is None or not are_shown(change.session):
            raise NotFound("error.no_conclusion")
        told = map(change.contribution, there.evidence)
        if not any(one is not None and one.participant_id == participant.id for one in told):
            raise NotFound("error.no_conclusion")
        by = By(Role.PARTICIPANT, participant.id)
        revision = change.touch(by, "object", f"conclusion:{there.id}", is_stage=True)
        change.put_objection(
            Objection(there.id, participant.id, Words(text, words.language), change.at)
        )
        if there.state is ConclusionState.APPROVED:
            change.reopen_conclusions([there.id], ReopenReason.OBJECTED, revision)
        else:
            change.set_conclusion(there.id, revision=revision)
        changed = change.conclusion(there.id)
        assert changed is not None
        return changed
