"""What a contribution is about: suggested by the lexicon, then confirmed or rejected by people."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from facilitation import lexicon
from facilitation.access import Action, require
from facilitation.codebook import Codebook, read_codebook
from facilitation.errors import NotFound
from facilitation.model import (
    Axis,
    Code,
    Coding,
    CodingState,
    Contribution,
    ContributionState,
    PartKind,
    Session,
    Stage,
    Words,
)
from facilitation.store import By, Change, Store


def preload(session: Session) -> None:
    """Read the words that suggest, a second's work, so that the first answer does not wait."""
    codebook = codebook_of(session)
    for axis in Axis:
        lexicon.lexicon_of(codebook, axis)


def codebook_of(session: Session) -> Codebook:
    """The themes and points of a session as those who code read them."""
    return _codebook(session.plan.codebook)


def axes_of(session: Session, part_id: str) -> tuple[Axis, ...]:
    """What is suggested for the contributions to a part. The points are asked about in the
    proposal; where a session makes none, in every part. A person may code for both anywhere."""
    proposals = {part.id for part in session.plan.parts if part.kind is PartKind.PROPOSAL}
    is_asked = part_id in proposals or not proposals
    return (Axis.THEME, Axis.POINT) if session.plan.points and is_asked else (Axis.THEME,)


def suggested(
    session: Session, part_id: str, words: Words, contribution_id: str
) -> tuple[Coding, ...]:
    """The codings a machine proposes for a text, best first, with their words."""
    codebook = codebook_of(session)
    return tuple(
        Coding(
            contribution_id,
            axis,
            suggestion.theme,
            CodingState.SUGGESTED,
            suggestion.score,
            suggestion.evidence,
        )
        for axis in axes_of(session, part_id)
        for suggestion in lexicon.suggest(words.text, words.language, codebook, axis)
        if suggestion.theme in _in_use(session, axis)
    )


def codes_on(session: Session, axis: Axis) -> tuple[Code, ...]:
    """The themes or the points of a session, the retired ones included."""
    return session.plan.themes if axis is Axis.THEME else session.plan.points


def _in_use(session: Session, axis: Axis) -> set[str]:
    """What can be given now: its codebook may have more, and a retired one is only read."""
    return {code.id for code in codes_on(session, axis) if not code.is_retired}


def version(session: Session) -> str:
    """The version of all that suggests (codebook, lexicon, weights), kept with each suggestion."""
    return lexicon.version_of(codebook_of(session))


def decide(
    store: Store,
    session: Session,
    contribution_id: str,
    axis: Axis,
    code_id: str,
    state: CodingState,
    by: By,
) -> None:
    """Confirm or reject a suggestion, or add a coding that nobody suggested.

    A theme that was retired can no longer be given; what was given before can still be rejected.
    """
    known = {code.id for code in codes_on(session, axis)}
    if code_id not in (_in_use(session, axis) if state is CodingState.CONFIRMED else known):
        raise NotFound("error.no_theme")
    with _coding(store, session, contribution_id, by) as (change, _):
        revision = _touched(change, contribution_id, state.value, by, axis, code_id)
        coding = Coding(contribution_id, axis, code_id, state, 0.0, ())
        change.decide_coding(coding, str(by), revision)


def take_back(
    store: Store, session: Session, contribution_id: str, axis: Axis, code_id: str, by: By
) -> None:
    """Undo a decision: what a machine had suggested is a suggestion again, the rest is gone."""
    with _coding(store, session, contribution_id, by) as (change, _):
        revision = _touched(change, contribution_id, "take_back", by, axis, code_id)
        undone = Coding(contribution_id, axis, code_id, CodingState.SUGGESTED, 0.0, ())
        change.undo_decision(undone, revision)
        change.set_contribution(contribution_id, read_edition=0)


def leave_at_that(store: Store, session: Session, contribution_id: str, by: By) -> None:
    """A person read it and no further theme applies: what is still suggested is rejected."""
    with _coding(store, session, contribution_id, by) as (change, there):
        revision = _touched(change, contribution_id, "leave_at_that", by)
        change.reject_suggestions(contribution_id, str(by), revision)
        change.set_contribution(contribution_id, read_edition=there.edition)


@contextmanager
def _coding(
    store: Store, session: Session, contribution_id: str, by: By
) -> Iterator[tuple[Change, Contribution]]:
    """A change to the codings of one contribution that is there."""
    require(by.role, Action.REVIEW, Stage.of(session))
    with store.change(session.id) as change:
        there = change.contribution(contribution_id)
        if there is None or there.state is ContributionState.ERASED:
            raise NotFound("error.no_contribution")
        yield change, there


def _touched(
    change: Change,
    contribution_id: str,
    verb: str,
    by: By,
    axis: Axis | None = None,
    code_id: str = "",
) -> int:
    """The revision of a change to a contribution's codings; screens see it anew."""
    about: dict[str, Any] = {"axis": axis.value, "code": code_id} if axis else {}
    revision = change.touch(by, verb, f"contribution:{contribution_id}", **about)
    change.set_contribution(contribution_id, revision=revision)
    return revision


@lru_cache(maxsize=64)
def _codebook(text: str) -> Codebook:
    return read_codebook(text)
