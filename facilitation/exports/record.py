"""The record as lines of plain values, before any file format. Confidentiality is applied here."""

from collections.abc import Mapping
from dataclasses import dataclass

from facilitation.confidentiality import Source, shown_author, shown_source, veiled
from facilitation.model import (
    Axis,
    CodingState,
    Contribution,
    ContributionState,
    Language,
    Participant,
    Session,
)
from facilitation.store import Store

_GONE = (ContributionState.WITHDRAWN, ContributionState.ERASED)


@dataclass(frozen=True, slots=True)
class Line:
    """One contribution as every export has it. Lists hold ids; times are ISO 8601 in UTC."""

    number: int
    received_at: str
    part: str
    actor: str
    group: str
    name: str
    organisation: str
    territory: str
    language: Language
    text: str
    edition: int
    state: str
    reason: str
    source: str
    is_rehearsal: bool
    themes_confirmed: tuple[str, ...]
    themes_suggested: tuple[str, ...]
    points_confirmed: tuple[str, ...]
    points_suggested: tuple[str, ...]
    id: str
    # What the file it came from was called, and the line in it; "" where it came otherwise.
    source_file: str
    source_line: int | str
    translations: Mapping[Language, tuple[str, str]]  # each with its state, in every language


def lines(store: Store, session: Session) -> list[Line]:
    """Every contribution of a session in the order of arrival.

    What its author took back keeps its line and loses its words.
    """
    people = {person.id: person for person in store.participants(session.id)}
    sources = store.sources_of(session.id)
    return [
        _line(
            session,
            contribution,
            people.get(contribution.participant_id),
            sources.get(contribution.id),
        )
        for contribution in veiled(session, store.contributions(session.id))
    ]


def _line(
    session: Session, told: Contribution, person: Participant | None, source: Source | None
) -> Line:
    rule = session.confidentiality_of(told.part_id)
    author = shown_author(person, told.actor_id, rule)
    file, line = shown_source(None if told.state in _GONE else source, rule)
    actor = session.actor_of(told.actor_id)
    return Line(
        number=told.number,
        received_at=told.received_at.isoformat(timespec="seconds"),
        part=told.part_id,
        actor=told.actor_id or "",
        group=(actor and actor.group) or "",
        name=author.name,
        organisation=author.organisation,
        territory=author.territory,
        language=told.words.language,
        text="" if told.state in _GONE else told.words.text,
        edition=told.edition,
        state=told.state.value,
        reason=told.reason or "",
        source=told.source.value,
        is_rehearsal=told.is_rehearsal,
        themes_confirmed=_codes(told, Axis.THEME, CodingState.CONFIRMED),
        themes_suggested=_codes(told, Axis.THEME, CodingState.SUGGESTED),
        points_confirmed=_codes(told, Axis.POINT, CodingState.CONFIRMED),
        points_suggested=_codes(told, Axis.POINT, CodingState.SUGGESTED),
        id=told.id,
        source_file=file,
        source_line="" if line is None else line,
        translations=_translations(session, told),
    )


def _translations(session: Session, told: Contribution) -> Mapping[Language, tuple[str, str]]:
    """A text and whose it is, for each language of the session; blanks where there is none."""
    shown = () if told.state in _GONE else told.translations
    made = {one.words.language: (one.words.text, one.state.value) for one in shown}
    return {language: made.get(language, ("", "")) for language in session.plan.languages}


def _codes(told: Contribution, axis: Axis, state: CodingState) -> tuple[str, ...]:
    return tuple(c.code_id for c in told.codings if c.axis is axis and c.state is state)
