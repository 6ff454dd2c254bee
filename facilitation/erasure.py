"""What one gave: take a copy of it home, or have it erased for good.

Both are open to a participant at any time, also when the session is long closed; the organiser
erases for those who ask. What stays is that something was said and erased: ids, numbers, moments.
"""

import json
from typing import Any

from facilitation.access import Action, require
from facilitation.errors import NotAllowed, NotFound
from facilitation.model import Contribution, OnScreen, Participant, Role, Session, Stage, View
from facilitation.store import By, Change, Store, now
from facilitation.texts import words_only

FORMAT = "ronda.own.1"


def copies(store: Store, session: Session) -> list[str]:
    """The codes of the sessions in this database that hold the same record, or the one that this
    was made of: what is erased in one stays in the others. Found by the moment they were opened,
    since no file names a session of the database it comes from."""
    return store.opened_alike(session)


def take_out(store: Store, session: Session, participant: Participant) -> bytes:
    """All that a participant gave, as JSON in UTF-8: introduction, contributions with every
    edition, the contributions of others that they share (ids and numbers, not the words), and what
    they said of conclusions."""
    given = {
        "format": FORMAT,
        "taken_out_at": now().isoformat(timespec="seconds"),
        "session": {
            "reference": session.plan.reference,
            "code": session.code,
            "title": dict(session.plan.title.texts),
        },
        "introduction": {
            "id": participant.id,
            "actor": participant.actor_id,
            "name": participant.name,
            "organisation": participant.organisation,
            "territory": participant.territory,
            "language": participant.language,
            "email": store.email_of(participant.id),
            "joined_at": participant.joined_at and participant.joined_at.isoformat(),
        },
        "contributions": [
            _given(store, session, told)
            for told in reversed(store.contributions_of(participant.id))
        ],
        "shares": [
            {"id": told.id, "number": told.number}
            for id_ in sorted(store.supported_by(participant.id))
            if (told := store.contribution(id_))
        ],
        "objections": [
            {
                "conclusion": one.conclusion_id,
                "at": one.at.isoformat(),
                "language": one.words.language,
                "text": one.words.text,
            }
            for one in store.objections_of(participant.id)
        ],
    }
    return json.dumps(given, ensure_ascii=False, indent=2).encode()


def _given(store: Store, session: Session, told: Contribution) -> dict[str, Any]:
    return {
        "id": told.id,
        "number": told.number,
        "part": told.part_id,
        "question": session.part_of(told.part_id).text.in_language(told.words.language).text,
        "received_at": told.received_at.isoformat(),
        "language": told.words.language,
        "text": told.words.text,
        "state": told.state.value,
        "source": told.source.value,
        "editions": [
            {
                "edition": edition.number,
                "written_at": edition.written_at.isoformat(),
                "language": edition.words.language,
                "text": edition.words.text,
            }
            for edition in store.editions(told.id)
        ],
    }


def erase(store: Store, session: Session, participant: Participant, by: By) -> int:
    """Erase all that a participant gave, everywhere in the record; how many contributions it was.

    Their words are also gone from the files of the database when this returns, and in no backup
    made afterwards. There is no way back. Raises NotAllowed or NotFound.
    """
    _require_own(session, participant, by)
    with store.change(session.id) as change:
        erased = change.contributions_left(participant.id)
        subject = f"participant:{participant.id}"
        revision = change.touch(by, "erase", subject, contributions=erased)
        _clear_screen(change, participant)
        change.erase_supports(participant.id, revision)
        change.erase_objections(participant.id)
        change.erase_words(participant.id, revision)
        if participant.organisation:
            answer = words_only(participant.organisation)
            change.forget_reviewed(participant.organisation, answer, participant.id)
        change.erase_introduction(participant.id)
    store.clear_log()
    return erased


def erase_again(store: Store, session_id: str, participant_id: str, by: By) -> int:
    """After an older record was put back: erase once more, if the participant is in it."""
    session, participant = store.session_by_id(session_id), store.participant(participant_id)
    return erase(store, session, participant, by) if session and participant else 0


def _require_own(session: Session, participant: Participant, by: By) -> None:
    if participant.session_id != session.id:
        raise NotFound("error.no_participant")
    if by.role is not Role.PARTICIPANT:
        require(by.role, Action.PREPARE, Stage.of(session))
    elif by.who != participant.id:
        raise NotAllowed


def _clear_screen(change: Change, participant: Participant) -> None:
    """The words on screen are a frozen copy of their own."""
    shown = change.session.on_screen.contribution_id
    there = change.contribution(shown) if shown else None
    if there is not None and there.participant_id == participant.id:
        change.show(OnScreen(View.QUESTION))
