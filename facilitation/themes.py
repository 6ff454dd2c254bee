"""What a contribution is about: suggested by the lexicon, then confirmed or rejected by people."""

from functools import lru_cache

from facilitation import lexicon
from facilitation.access import Action, require
from facilitation.codebook import Codebook, read_codebook
from facilitation.errors import NotFound
from facilitation.model import (
    Axis,
    Coding,
    CodingState,
    ContributionState,
    Session,
    Stage,
    Words,
)
from facilitation.store import By, Store


def preload(session: Session) -> None:
    """Read the words that suggest, a second's work, so that the first answer does not wait."""
    codebook = _codebook(session.plan.codebook)
    for axis in Axis:
        lexicon.lexicon_of(codebook, axis)


def suggested(session: Session, words: Words, contribution_id: str) -> tuple[Coding, ...]:
    """The codings a machine proposes for a text, on both axes, best first, with their words."""
    codebook = _codebook(session.plan.codebook)
    return tuple(
        Coding(
            contribution_id,
            axis,
            suggestion.theme,
            CodingState.SUGGESTED,
            suggestion.score,
            suggestion.evidence,
        )
        for axis in Axis
        for suggestion in lexicon.suggest(words.text, words.language, codebook, axis)
        if suggestion.theme in _codes(session, axis)
    )


def _codes(session: Session, axis: Axis) -> set[str]:
    """The themes or points of a session: its codebook may have more."""
    codes = session.plan.themes if axis is Axis.THEME else session.plan.points
    return {code.id for code in codes}


def version(session: Session) -> str:
    """The version of the words that suggest, kept with each suggestion."""
    return _codebook(session.plan.codebook).version


def decide(
    store: Store,
    session: Session,
    contribution_id: str,
    axis: Axis,
    code_id: str,
    state: CodingState,
    by: By,
) -> None:
    """Confirm or reject a suggestion, or add a coding that nobody suggested."""
    require(by.role, Action.REVIEW, Stage.of(session))
    if code_id not in _codes(session, axis):
        raise NotFound("error.no_theme")
    with store.change(session.id) as change:
        there = change.contribution(contribution_id)
        if there is None or there.state is ContributionState.ERASED:
            raise NotFound("error.no_contribution")
        revision = change.touch(
            by, state.value, f"contribution:{contribution_id}", axis=axis.value, code=code_id
        )
        coding = Coding(contribution_id, axis, code_id, state, 0.0, ())
        change.decide_coding(coding, str(by), revision)
        change.set_contribution(contribution_id, revision=revision)


@lru_cache(maxsize=64)
def _codebook(text: str) -> Codebook:
    return read_codebook(text)
