"""What a person decides about a candidate: it becomes a theme, or it is muted.

Looking for candidates reads every text, so what was found is kept for a while (see `reckoning`);
what was decided about it counts at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from facilitation import patterns, recoding, themes
from facilitation.access import Action, require
from facilitation.candidates.finding import Candidate, Merge, find_candidates, propose_merges
from facilitation.codebook import Cues, Theme
from facilitation.codebook.editing import new_id
from facilitation.errors import NotFound
from facilitation.lifecycles import CandidateState
from facilitation.model import Axis, Language, Session, Stage, Wording
from facilitation.reckoning import Reckoned
from facilitation.store import By, Store
from facilitation.translation.versions import glossary_of

Notions = tuple[tuple[Candidate, ...], ...]  # candidates of one notion belong together


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about a candidate, and which theme it became."""

    state: CandidateState
    code_id: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The expressions no theme covers, most voices first; those of one notion belong together."""

    notions: Notions
    decisions: dict[str, Decision]

    def open(self) -> list[tuple[Candidate, ...]]:
        """What nobody has decided about."""
        return [n for n in self.notions if not any(one.key in self.decisions for one in n)]

    def decided(self, state: CandidateState) -> list[tuple[Candidate, ...]]:
        """What was muted, or promoted and is still there to be said."""
        return [n for n in self.notions if self._state_of(n) is state]

    def _state_of(self, notion: Sequence[Candidate]) -> CandidateState | None:
        told = [self.decisions[one.key].state for one in notion if one.key in self.decisions]
        return told[0] if told else None


_kept: WeakKeyDictionary[Store, Reckoned[Notions]] = WeakKeyDictionary()


def look(store: Store, session: Session) -> Found:
    """The candidates of a session, and what was decided about each."""
    reckoned = _kept.setdefault(store, Reckoned())
    notions = reckoned.get(session.id, session.revision, lambda: _find(store, session))
    notions = _still_said(notions, {mark.id for mark in patterns.marks(store, session)})
    decided = store.candidate_decisions(session.id).items()
    return Found(notions, {key: Decision(*decision) for key, decision in decided})


def _still_said(notions: Notions, present: set[str]) -> Notions:
    """Without what rests on words that were erased, hidden or taken back since it was found."""
    return tuple(
        notion
        for notion in notions
        if all(present.issuperset(candidate.contribution_ids) for candidate in notion)
    )


def _find(store: Store, session: Session) -> Notions:
    found = find_candidates(store.contributions(session.id), themes.codebook_of(session))
    return tuple(_together(found, propose_merges(found, glossary_of(session))))


def _together(
    found: Iterable[Candidate], merges: Iterable[Merge]
) -> Iterable[tuple[Candidate, ...]]:
    """Each candidate once, with those of other languages that the glossary joins to it."""
    joined: dict[str, tuple[Candidate, ...]] = {}
    for merge in merges:
        if not any(one.key in joined for one in merge.candidates):
            joined |= {one.key: merge.candidates for one in merge.candidates}
    told: set[str] = set()
    for candidate in found:
        notion = joined.get(candidate.key, (candidate,))
        if candidate.key not in told:
            told |= {one.key for one in notion}
            yield notion


def mute(store: Store, session: Session, keys: Sequence[str], by: By) -> None:
    """Not a subject: do not show it again, until somebody brings it back."""
    _decide(store, session, keys, by, CandidateState.MUTED)


def bring_back(store: Store, session: Session, keys: Sequence[str], by: By) -> None:
    """Take a decision back."""
    require(by.role, Action.REVIEW, Stage.of(session))
    with store.change(session.id) as change:
        change.touch(by, "reopen_candidate", *_subject(keys))
        change.reopen_candidates(keys)


def promote(store: Store, session: Session, keys: Sequence[str], by: By) -> Theme:
    """Make a theme of what some say; its words are their expressions, its label the first of each
    language. Texts are suggested for it from now on; nothing is confirmed by this."""
    require(by.role, Action.REVIEW, Stage.of(session))
    notion = next((n for n in look(store, session).notions if {o.key for o in n} == {*keys}), None)
    if notion is None:
        raise NotFound("error.no_candidate")
    theme = _theme(session, notion)
    recoding.add_theme(store, session, theme, by)
    _decide(store, session, keys, by, CandidateState.PROMOTED, theme.id)
    return theme


def _theme(session: Session, notion: Sequence[Candidate]) -> Theme:
    written: dict[Language, list[str]] = {}
    for candidate in notion:
        written.setdefault(candidate.language, []).append(candidate.written)
    label = Wording({language: _capital(forms[0]) for language, forms in written.items()})
    first = next(iter(label.texts.values()))
    return Theme(
        id=new_id(themes.codebook_of(session), Axis.THEME, first),
        axis=Axis.THEME,
        label=label,
        short=Wording(),
        full=Wording(),
        counterexample=Wording(),
        cues={language: Cues(strong=tuple(forms)) for language, forms in written.items()},
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _decide(
    store: Store,
    session: Session,
    keys: Sequence[str],
    by: By,
    state: CandidateState,
    code_id: str | None = None,
) -> None:
    require(by.role, Action.REVIEW, Stage.of(session))
    with store.change(session.id) as change:
        revision = change.touch(by, f"{state.value}_candidate", *_subject(keys))
        change.decide_candidates(keys, state, str(by), revision, code_id)


def _subject(keys: Sequence[str]) -> tuple[str]:
    return (f"candidate:{keys[0] if keys else ''}",)
