"""Another codebook for a session, and what exists coded anew: as suggestions, never as decisions.

What a person decided survives: a theme merged into another takes its confirmed codings there, a
retired one keeps them, a split one offers its parts wherever it was confirmed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from facilitation import themes
from facilitation.access import Action, require
from facilitation.codebook import Codebook, Theme, read_codebook
from facilitation.codebook.editing import add, keep_all
from facilitation.codebook.writing import write_codebook
from facilitation.errors import Conflict, NotFound
from facilitation.lexicon import MOST
from facilitation.model import (
    Axis,
    Code,
    CodebookEdition,
    Coding,
    CodingState,
    Contribution,
    ContributionState,
    Session,
    Stage,
    Wording,
)
from facilitation.sessions import known
from facilitation.store import By, Change, Store

NO_LONGER_CODED = (ContributionState.ERASED, ContributionState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Recoded:
    """A session with its new codebook; how many contributions have other suggestions than before,
    and how many confirmed codings went to another theme."""

    session: Session
    suggested: int
    moved: int


def change_codebook(
    store: Store, session: Session, codebook: Codebook, by: By, verb: str = "edit"
) -> Recoded:
    """Put another codebook in the place of the one `session` has. Nothing changes if it is the
    same. Themes it lacks are kept, retired. Raises Conflict if somebody changed it meanwhile."""
    require(by.role, Action.PREPARE, Stage.of(session))
    before = themes.codebook_of(session)
    codebook = keep_all(codebook, before)
    if write_codebook(codebook) == write_codebook(before):
        return Recoded(session, 0, 0)
    return _change(store, session, codebook, by, verb)


def add_theme(store: Store, session: Session, theme: Theme, by: By) -> Recoded:
    """A new theme at the end of the codebook. Whoever reviews codings may add one, since nothing
    that was decided changes by it; only an organiser changes those that are there."""
    require(by.role, Action.REVIEW, Stage.of(session))
    codebook = add(themes.codebook_of(session), theme)
    return _change(store, session, codebook, by, "add_theme")


def put_back(store: Store, session: Session, number: int, by: By) -> Recoded:
    """An earlier edition of the codebook again, as a new one. Codings that later editions moved
    go back too, where nobody decided otherwise since."""
    require(by.role, Action.PREPARE, Stage.of(session))
    editions = store.codebooks(session.id)
    chosen = next((one for one in editions if one.number == number), None)
    if chosen is None:
        raise NotFound
    later = [one for one in reversed(editions) if one.number > number]
    codebook = keep_all(read_codebook(chosen.text), themes.codebook_of(session))
    return _change(store, session, codebook, by, "put_back", later)


def _change(
    store: Store,
    session: Session,
    codebook: Codebook,
    by: By,
    verb: str,
    undone: Iterable[CodebookEdition] = (),
) -> Recoded:
    changed = _with_codebook(session, codebook)
    # The reading takes a second for a large session, so it is done before the session is held.
    read = {told.id: (told.edition, _suggested(changed, told)) for told in _coded(store, session)}
    with store.change(session.id) as change:
        if change.session.plan.codebook != session.plan.codebook:
            raise Conflict
        edition = change.last_codebook() + 1
        revision = change.touch(by, "change_codebook", is_stage=True, how=verb, edition=edition)
        change.set_session(codebook=changed.plan.codebook)
        change.put_codes((*changed.plan.themes, *changed.plan.points))
        change.add_codebook(edition, changed.plan.codebook, str(by), verb, revision)
        for one in undone:
            change.put_codings_back(one.number, one.revision, revision)
        moved = _move(change, session, codebook, edition, revision)
        suggested = _suggest_anew(change, changed, read, revision)
        change.tell_recoded(revision)
    return Recoded(known(store.session_by_id(session.id)), suggested, moved)


def _coded(store: Store, session: Session) -> list[Contribution]:
    """What still has words to be coded by."""
    every = store.contributions(session.id)
    return [told for told in every if told.state not in NO_LONGER_CODED]


def _with_codebook(session: Session, codebook: Codebook) -> Session:
    """The session as it will be. New points are asked about; those it left out stay left out."""
    plan = session.plan
    had = {point.id for point in themes.codebook_of(session).points}
    asked = {point.id for point in plan.points}
    points = [one for one in codebook.points if one.id in asked or one.id not in had]
    order = {point.id: place for place, point in enumerate(plan.points)}
    points.sort(key=lambda one: order.get(one.id, len(order)))
    changed = replace(
        plan,
        codebook=write_codebook(codebook),
        themes=tuple(_in_session(one.code, session) for one in codebook.themes),
        points=tuple(_in_session(one.code, session) for one in points),
    )
    return replace(session, plan=changed)


def _in_session(code: Code, session: Session) -> Code:
    """Its texts in the session's languages, in their order; all of them where it has none."""

    def among(wording: Wording) -> Wording:
        spoken = [language for language in session.plan.languages if language in wording.texts]
        return Wording({one: wording.texts[one] for one in spoken}) if spoken else wording

    return replace(code, label=among(code.label), definition=among(code.definition))


def _suggested(session: Session, told: Contribution) -> tuple[Coding, ...]:
    """At most three suggestions on each axis; the parts of a theme that was split come first."""
    machine = themes.suggested(session, told.part_id, told.words, told.id)
    offered = list(_offered(session, told, machine))
    known = {(one.axis, one.code_id) for one in offered}
    every = [*offered, *(one for one in machine if (one.axis, one.code_id) not in known)]
    return tuple(one for axis in Axis for one in [c for c in every if c.axis is axis][:MOST])


def _offered(session: Session, told: Contribution, machine: Iterable[Coding]) -> Iterable[Coding]:
    """The parts of what was split after a person confirmed it: those whose words the text has,
    else each of them, with the words that spoke for the whole."""
    codebook = themes.codebook_of(session)
    for coding in told.codings:
        heirs = codebook.heirs(coding.axis, coding.code_id)
        if coding.state is not CodingState.CONFIRMED or len(heirs) < 2:
            continue
        spoken = [one for one in machine if one.axis is coding.axis and one.code_id in heirs]
        whole = (
            replace(coding, code_id=heir, state=CodingState.SUGGESTED, score=0.5) for heir in heirs
        )
        yield from spoken or whole


def _move(change: Change, session: Session, codebook: Codebook, edition: int, revision: int) -> int:
    """Take what was confirmed for a theme that is merged to the one it went into."""
    before, moved = themes.codebook_of(session), 0
    for axis in Axis:
        for theme in before.every(axis):
            heirs = codebook.heirs(axis, theme.id)
            if len(heirs) == 1 and not theme.is_retired and heirs != (theme.id,):
                moved += change.move_codings(axis, theme.id, heirs[0], edition, revision)
    return moved


def _suggest_anew(
    change: Change,
    session: Session,
    read: Mapping[str, tuple[int, tuple[Coding, ...]]],
    revision: int,
) -> int:
    """New suggestions in the place of old ones, where they differ; how many contributions."""
    version, differing = themes.version(session), 0
    for told in change.contributions():
        if told.state in NO_LONGER_CODED:
            continue
        edition, codings = read.get(told.id, (0, ()))
        if edition != told.edition:  # it came, or was revised, while the others were read
            codings = _suggested(session, told)
        if _open(told.codings, told) != _open(codings, told):
            change.replace_suggestions(told.id, codings, version, revision)
            change.set_contribution(told.id, revision=revision)
            differing += 1
    return differing


def _open(codings: Iterable[Coding], told: Contribution) -> set[tuple[Axis, str, tuple[str, ...]]]:
    """What is suggested, and for which words, of what nobody decided."""
    decided = {
        (one.axis, one.code_id) for one in told.codings if one.state is not CodingState.SUGGESTED
    }
    return {
        (one.axis, one.code_id, one.evidence)
        for one in codings
        if one.state is CodingState.SUGGESTED and (one.axis, one.code_id) not in decided
    }
