"""Say one's piece and be sure it arrived; correct it, withdraw it; hide what must not be shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from facilitation import measures, themes
from facilitation.access import Action, require
from facilitation.conclusions.evidence import shake
from facilitation.errors import Conflict, NotFound, Refused, Unreachable
from facilitation.languages import detect, warns
from facilitation.lifecycles import ReopenReason
from facilitation.model import (
    TEXT_LIMIT,
    Contribution,
    ContributionState,
    HideReason,
    Language,
    OnScreen,
    Origin,
    Participant,
    Role,
    Session,
    SessionState,
    Source,
    Stage,
    View,
    Words,
)
from facilitation.participants import Introduction, join, known_participant, require_not_blocked
from facilitation.store import By, Change, Store, now
from facilitation.texts import cleaned, cleaned_line, folded, is_longer
from facilitation.translation import versions

_TAKES_EVIDENCE = {
    ContributionState.HIDDEN: ReopenReason.EVIDENCE_HIDDEN,
    ContributionState.WITHDRAWN: ReopenReason.EVIDENCE_WITHDRAWN,
}
LATE_SECONDS = 300  # how long an answer may follow the moderator's step to the next part


@dataclass(frozen=True, slots=True)
class Submission:
    """What an author's device sends. `key` is a UUID it made: the same key is the same answer."""

    key: str
    text: str
    language: Language
    part_id: str
    source: Source


@contextmanager
def _keeping_text() -> Iterator[None]:
    """Whoever wrote something is told that it is not lost where the record takes nothing."""
    try:
        yield
    except Unreachable as problem:
        raise Unreachable("error.text_not_saved") from problem


@_keeping_text()
def submit(
    store: Store, session: Session, participant: Participant, submission: Submission
) -> Contribution:
    """Store an answer; it is durable when this returns.

    Said twice in the same words to the same part, it is the same contribution and nothing changes;
    with the same key and another text it becomes a new edition of it. Raises Refused, NotAllowed.
    """
    with measures.submission(submission.source.value):
        return _submit(store, session, participant, submission)


def _submit(
    store: Store, session: Session, participant: Participant, submission: Submission
) -> Contribution:
    words = _checked(session, submission)
    prepared = _prepared(session, participant, submission, words)
    with store.change(session.id) as change:
        there = change.contribution(prepared.id)
        if there is None:
            # Back and Send again: a page without its script comes back with another key.
            there = change.said_before(participant.id, submission.part_id, words)
        if there is None:
            _may_contribute(change, participant.id, submission.part_id)
            return _receive(change, prepared, By(Role.PARTICIPANT, participant.id))
        if there.participant_id != participant.id:
            raise Conflict("error.key_taken")
        if there.words == words:
            return there
        return _edit(change, there, words)


def _checked(session: Session, submission: Submission) -> Words:
    try:
        UUID(submission.key)
    except ValueError:
        raise Refused("error.bad_key") from None
    if submission.language not in session.plan.languages:
        raise Refused("error.choose_language")
    return Words(_checked_text(submission.text), submission.language)


def _checked_text(text: str) -> str:
    if len(text) > 100 * TEXT_LIMIT:  # before the work of counting graphemes
        raise Refused("error.too_long", n=TEXT_LIMIT)
    text = cleaned(text)
    if not text:
        raise Refused("error.empty")
    if is_longer(text, TEXT_LIMIT):
        raise Refused("error.too_long", n=TEXT_LIMIT)
    return text


def _may_contribute(change: Change, participant_id: str, part_id: str) -> None:
    """Asked of the session as it stands: the room may have moved on since the page was drawn."""
    session = change.session
    require_not_blocked(change, participant_id)
    if session.part_id == part_id:
        require(Role.PARTICIPANT, Action.CONTRIBUTE, Stage.of(session))
    elif not _is_in_time(change, part_id):
        raise Refused("error.moved_on")


def _is_in_time(change: Change, part_id: str) -> bool:
    """An answer begun before the moderator stepped on still counts for its own question."""
    session = change.session
    return (
        session.state is SessionState.OPEN
        and session.stepped_at is not None
        and (change.at - session.stepped_at).total_seconds() <= LATE_SECONDS
        and change.part_before() == part_id
        and session.part_of(part_id).takes_contributions
    )


def _prepared(
    session: Session, participant: Participant, submission: Submission, words: Words
) -> Contribution:
    """The contribution as it will stand; what needs reading the text is done before the lock."""
    detection = detect(words.text, session.plan.languages)
    return Contribution(
        id=str(UUID(submission.key)),
        session_id=session.id,
        number=0,
        part_id=submission.part_id,
        participant_id=participant.id,
        actor_id=participant.actor_id,
        words=words,
        edition=1,
        state=ContributionState.RECEIVED,
        source=submission.source,
        received_at=now(),
        revision=0,
        detected_language=detection.language if warns(words, detection) else None,
        is_mixed=detection.mixed,
        is_rehearsal=participant.is_rehearsal,
        codings=themes.suggested(session, submission.part_id, words, str(UUID(submission.key))),
    )


def _receive(change: Change, contribution: Contribution, by: By) -> Contribution:
    revision = change.touch(by, "submit", f"contribution:{contribution.id}")
    state = _state_on_arrival(change, by)
    received = replace(contribution, number=change.next_number(), revision=revision, state=state)
    change.add_contribution(received, folded(received.words.text))
    version = themes.version(change.session)
    change.replace_suggestions(received.id, received.codings, version, revision)
    versions.queue(change, received)
    return received


def _state_on_arrival(change: Change, by: By) -> ContributionState:
    """Where moderators read first, what participants write waits for them."""
    waits = change.session.is_premoderated and by.role is Role.PARTICIPANT
    return ContributionState.WAITING if waits else ContributionState.RECEIVED


@_keeping_text()
def revise(
    store: Store, session: Session, participant: Participant, contribution_id: str, text: str
) -> Contribution:
    """Correct one's own words while the session is open. The earlier edition is kept."""
    text = _checked_text(text)
    with store.change(session.id) as change:
        there = _own(change, participant, contribution_id)
        if there.words.text == text:
            return there
        return _edit(change, there, replace(there.words, text=text))


def _edit(change: Change, there: Contribution, words: Words) -> Contribution:
    require(Role.PARTICIPANT, Action.REVISE, Stage.of(change.session))
    require_not_blocked(change, there.participant_id)
    if there.state not in (ContributionState.RECEIVED, ContributionState.WAITING):
        raise Conflict("error.not_revisable")
    by = By(Role.PARTICIPANT, there.participant_id)
    edition = there.edition + 1
    revision = change.touch(by, "revise", f"contribution:{there.id}", edition=edition)
    state = _state_on_arrival(change, by)
    if state is not there.state and state is ContributionState.WAITING:
        _leave_the_room(change, there, revision)
    change.set_contribution(there.id, state=state)
    return rewritten(change, replace(there, state=state), words, revision)


def rewritten(change: Change, there: Contribution, words: Words, revision: int) -> Contribution:
    """A new edition, read anew: what was found out about the earlier one may not hold."""
    session = change.session
    if words.text != there.words.text:
        shake(change, there.id, ReopenReason.EVIDENCE_REVISED, revision)
    detection = detect(words.text, session.plan.languages)
    revised = replace(
        there,
        words=words,
        edition=there.edition + 1,
        revision=revision,
        detected_language=detection.language if warns(words, detection) else None,
        is_mixed=detection.mixed,
        codings=themes.suggested(session, there.part_id, words, there.id),
    )
    change.revise_contribution(revised, folded(words.text))
    change.replace_suggestions(there.id, revised.codings, themes.version(session), revision)
    versions.queue(change, revised)
    return revised


def withdraw(
    store: Store, session: Session, participant: Participant, contribution_id: str
) -> Contribution:
    """Take one's own words back while the session is open; the record keeps that they were."""
    with store.change(session.id) as change:
        there = _own(change, participant, contribution_id)
        require(Role.PARTICIPANT, Action.REVISE, Stage.of(change.session))
        by = By(Role.PARTICIPANT, participant.id)
        return settle(change, there, ContributionState.WITHDRAWN, by, "withdraw")


def support(
    store: Store, session: Session, participant: Participant, contribution_id: str, *, shared: bool
) -> None:
    """Share what somebody else said, or take that back. Once for each person; never against."""
    with store.change(session.id) as change:
        require(Role.PARTICIPANT, Action.SUPPORT, Stage.of(change.session))
        require_not_blocked(change, participant.id)
        there = _there(change, contribution_id)
        if there.participant_id == participant.id or there.state is not ContributionState.RECEIVED:
            raise Refused("error.not_supportable")
        by = By(Role.PARTICIPANT, participant.id)
        verb = "support" if shared else "unsupport"
        revision = change.touch(by, verb, f"contribution:{there.id}")
        if shared:
            change.add_support(there.id, participant.id)
        else:
            change.remove_support(there.id, participant.id)
        change.set_contribution(there.id, revision=revision)


def relabel(
    store: Store, session: Session, contribution_id: str, language: Language, by: By
) -> Contribution:
    """Set right the language of a contribution; themes and translations are made anew from it."""
    require(by.role, Action.REVIEW, Stage.of(session))
    if language not in session.plan.languages:
        raise Refused("error.choose_language")
    with store.change(session.id) as change:
        there = _there(change, contribution_id)
        if there.words.language == language or there.state is ContributionState.ERASED:
            return there
        subject, before = f"contribution:{there.id}", there.words.language
        revision = change.touch(by, "relabel", subject, to=language, before=before)
        return rewritten(change, there, replace(there.words, language=language), revision)


@_keeping_text()
def enter_spoken(
    store: Store,
    session: Session,
    speaker: Introduction,
    text: str,
    part_id: str,
    by: By,
    key: str | None = None,
) -> Contribution:
    """What somebody said aloud, entered for them by staff and marked as spoken.

    The same name and kind of actor is the same voice; without a name each entry is a voice. Entered
    again with the same `key` in the same words, as after an outage, it is the same contribution.
    """
    require(by.role, Action.CURATE, Stage.of(session))
    if not session.part_of(part_id).takes_contributions:
        raise Refused("error.no_question")
    submission = Submission(key or str(uuid4()), text, speaker.language, part_id, Source.SPOKEN)
    words = _checked(session, submission)
    there = store.contribution(submission.key)
    if there is not None and there.words == words:
        return there
    if there is not None:
        submission = replace(submission, key=str(uuid4()))
    prepared = _prepared(session, _speaker(store, session, speaker), submission, words)
    with store.change(session.id) as change:
        return _receive(change, prepared, by)


def _speaker(store: Store, session: Session, speaker: Introduction) -> Participant:
    if speaker.name.strip():
        with store.change(session.id) as change:
            known = change.spoken_as(cleaned_line(speaker.name), speaker.actor_id)
        if known:
            return known_participant(store, session, known)
    return join(store, session, speaker, Origin.SPOKEN)


def hide(
    store: Store, session: Session, contribution_id: str, reason: HideReason, by: By
) -> Contribution:
    """Take a contribution off the room's screens. Its words stay in the record; its author is
    told the reason."""
    require(by.role, Action.CURATE, Stage.of(session))
    with store.change(session.id) as change:
        there = _there(change, contribution_id)
        return settle(change, there, ContributionState.HIDDEN, by, "hide", reason)


def show_again(store: Store, session: Session, contribution_id: str, by: By) -> Contribution:
    """Undo a hiding."""
    require(by.role, Action.CURATE, Stage.of(session))
    with store.change(session.id) as change:
        there = _there(change, contribution_id)
        if there.state is not ContributionState.HIDDEN:
            raise Conflict
        return settle(change, there, ContributionState.RECEIVED, by, "show_again")


def settle(
    change: Change,
    there: Contribution,
    state: ContributionState,
    by: By,
    verb: str,
    reason: HideReason | None = None,
) -> Contribution:
    """Move a contribution through its life; one that leaves the room leaves the screen too.

    What is erased stays erased.
    """
    if there.state in (state, ContributionState.ERASED):
        return there
    # Its author is told at once: phones hear of changes of stage only, so this counts as one.
    subject = f"contribution:{there.id}"
    before = {"state": there.state.value, "reason": there.reason, "into": there.merged_into}
    revision = change.touch(by, verb, subject, is_stage=True, reason=reason or "", before=before)
    columns = {"state": state, "reason": reason, "merged_into": None, "revision": revision}
    change.set_contribution(there.id, **columns)
    if (taken := _TAKES_EVIDENCE.get(state)) is not None:
        shake(change, there.id, taken, revision)
    if state is not ContributionState.RECEIVED:
        _leave_the_room(change, there, revision)
    return replace(there, state=state, reason=reason, merged_into=None, revision=revision)


def _leave_the_room(change: Change, there: Contribution, revision: int) -> None:
    """Off the screen; what others said and was merged into it stands on its own again."""
    change.take_apart(there.id, revision)
    if change.session.on_screen.contribution_id == there.id:
        change.show(OnScreen(View.QUESTION))


def _there(change: Change, contribution_id: str) -> Contribution:
    there = change.contribution(contribution_id)
    if there is None:
        raise NotFound("error.no_contribution")
    return there


def _own(change: Change, participant: Participant, contribution_id: str) -> Contribution:
    there = _there(change, contribution_id)
    if there.participant_id != participant.id:
        raise NotFound("error.no_contribution")
    return there
