"""A rehearsal: people who are played, so that those who lead can practise before the room comes.

Everybody of a rehearsal is marked as such in the record and so is what they say; one call takes
all of it out again and leaves what anybody else gave.
"""

from uuid import uuid4

from facilitation.access import Action, require
from facilitation.model import OnScreen, Origin, Participant, Session, Stage, View
from facilitation.rehearsal.cast import Voice, cast
from facilitation.store import By, Store

__all__ = ["Voice", "cast", "enrol", "remove"]


def enrol(store: Store, session: Session, voices: list[Voice], by: By) -> dict[str, Voice]:
    """Register those who will be played, marked; each voice by its participant's id."""
    require(by.role, Action.PREPARE, Stage.of(session))
    enrolled = {str(uuid4()): voice for voice in voices}
    with store.change(session.id) as change:
        change.touch(by, "rehearse", f"session:{session.id}", people=len(enrolled))
        for participant_id, voice in enrolled.items():
            change.add_participant(
                Participant(
                    id=participant_id,
                    session_id=session.id,
                    origin=Origin.PERSONAL,
                    actor_id=voice.actor_id,
                    name=voice.name,
                    organisation=voice.organisation,
                    language=voice.language,
                    is_rehearsal=True,
                )
            )
    return enrolled


def remove(store: Store, session: Session, by: By) -> tuple[int, int]:
    """Take every rehearsal out of a session; how many people and contributions that were.

    Where nobody else has come yet, the session is as it was prepared, to be opened for the first
    time. What others shared or said stays theirs.
    """
    require(by.role, Action.PREPARE, Stage.of(session))
    with store.change(session.id) as change:
        people, said = change.rehearsed()
        revision = change.touch(
            by, "end_rehearsal", f"session:{session.id}", is_stage=True, people=people, said=said
        )
        shown = change.session.on_screen.contribution_id
        there = change.contribution(shown) if shown else None
        if there is not None and there.is_rehearsal:
            change.show(OnScreen(View.QUESTION))
        change.remove_rehearsed(revision)
        if not change.has_anybody():
            change.prepare_again(session.plan.parts[0].id)
    return people, said
