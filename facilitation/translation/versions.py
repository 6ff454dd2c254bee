"""One contribution in the session's languages: asked for, corrected, read.

Machine text is beside the original and never in its place; a person's text always wins. A
submission only writes the jobs: `jobs.py` does them later.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from facilitation.access import Action, require
from facilitation.errors import Conflict, NotFound, PlanProblem, Refused
from facilitation.model import (
    TEXT_LIMIT,
    Contribution,
    ContributionState,
    Doubt,
    Language,
    Session,
    Stage,
    Translation,
    TranslationState,
    Words,
)
from facilitation.settings import EngineSettings
from facilitation.store import By, Change, Store
from facilitation.texts import cleaned, is_longer
from facilitation.translation import doubts
from facilitation.translation.glossary import Glossary, parse_glossary
from facilitation.translation.renderings import Rendering
from facilitation.translation.translators import EngineName, what_is_missing

OFF = "off"
GLOSSARY_LIMIT = 200_000  # characters of a glossary's file; ours of 120 terms has 20,000
ENGINES = tuple(engine.value for engine in EngineName)
GONE = (ContributionState.WITHDRAWN, ContributionState.ERASED)


def queue(change: Change, contribution: Contribution) -> None:
    """Have a contribution translated into the session's other languages, if an engine is chosen.

    Part of the change that received or revised it, so that no crash comes between.
    """
    if change.session.engine != OFF:
        change.add_jobs(contribution, _targets(change.session, contribution))


def _targets(session: Session, contribution: Contribution) -> list[Language]:
    own = contribution.words.language
    return [language for language in session.plan.languages if language != own]


def choose_engine(store: Store, session: Session, engine: str, by: By) -> None:
    """Translate with `engine` from now on, and what is there already; "off" translates nothing."""
    require(by.role, Action.PREPARE, Stage.of(session))
    there = [] if engine == OFF else store.contributions(session.id)
    with store.change(session.id) as change:
        change.touch(by, "choose_engine", f"engine:{engine}", is_stage=True)
        change.set_session(engine=engine)
        for contribution in there:
            if contribution.state not in GONE and not contribution.translations:
                change.add_jobs(contribution, _targets(session, contribution))


def set_glossary(store: Store, session: Session, content: str, by: By) -> Glossary:
    """Keep to these terms (a CSV file's text; "" for none) from now on.

    Machine texts in which they make a difference are made anew; a person's stay. Raises Refused.
    """
    require(by.role, Action.PREPARE, Stage.of(session))
    try:
        terms = _parsed(content[:GLOSSARY_LIMIT])
    except PlanProblem as problem:
        raise Refused("error.glossary", problems="; ".join(problem.problems[:5])) from None
    if len(content) > GLOSSARY_LIMIT:
        raise Refused("error.glossary_too_long", n=GLOSSARY_LIMIT)
    before, there = glossary_of(session), store.contributions(session.id)
    with store.change(session.id) as change:
        change.touch(by, "set_glossary", f"glossary:{terms.version}", is_stage=True)
        change.set_session(glossary=content)
        for told in there if change.session.engine != OFF else []:
            if told.state not in GONE:
                change.add_jobs(told, _made_otherwise(told, before, terms))
    return terms


def _made_otherwise(told: Contribution, before: Glossary, after: Glossary) -> list[Language]:
    """The languages of machine texts that other terms would make another text."""

    def wanted(terms: Glossary, target: Language) -> list[tuple[str, str]]:
        found = terms.occurrences(told.words.text, told.words.language, target)
        return [(one.written, one.term.preferred(target)) for one in found]

    targets = (
        made.words.language
        for made in told.translations
        if made.state is TranslationState.MACHINE and made.edition == told.edition
    )
    return [target for target in targets if wanted(before, target) != wanted(after, target)]


def to_check(contributions: Iterable[Contribution]) -> list[Contribution]:
    """Those whose machine texts nobody has checked, doubted ones first, each in its order."""
    waiting = []
    for told in contributions:
        made = [one for one in told.translations if one.state is TranslationState.MACHINE]
        if made and told.state not in GONE:
            waiting.append((not any(one.doubts for one in made), told))
    return [told for _, told in sorted(waiting, key=lambda pair: pair[0])]


def missing(engine: str, settings: EngineSettings) -> str:
    """The key of the phrase that says how to set an engine up; "" when it can be chosen."""
    return what_is_missing(engine, settings)


def try_again(store: Store, session: Session, by: By) -> None:
    """Ask the engine now for what it failed at or was to be asked later: somebody saw to it."""
    require(by.role, Action.REVIEW, Stage.of(session))
    with store.change(session.id) as change:
        change.touch(by, "try_again", f"engine:{session.engine}")
        change.try_jobs_again()


def correct(
    store: Store,
    session: Session,
    contribution_id: str,
    words: Words,
    by: By,
    seen: str | None = None,
) -> Translation:
    """A person's text for a contribution in one language; it wins over any machine's.

    Saying the machine's own text lets it pass as checked. `seen` is the text it was typed over, if
    that matters: where somebody else saved another one meanwhile, it raises Conflict.
    """
    require(by.role, Action.REVIEW, Stage.of(session))
    text = _checked_text(words.text)
    with store.change(session.id) as change:
        there = change.contribution(contribution_id)
        if there is None or there.state is ContributionState.ERASED:
            raise NotFound("error.no_contribution")
        if words.language == there.words.language or words.language not in session.plan.languages:
            raise Refused("error.choose_language")
        if seen is not None and change.checked_text(there.id, words.language) not in (None, seen):
            raise Conflict("error.translation_changed")
        revision = change.touch(by, "correct", f"contribution:{contribution_id}", to=words.language)
        checked = Translation(
            contribution_id=there.id,
            words=Words(text, words.language),
            state=TranslationState.CHECKED,
            edition=there.edition,
            engine="",
            engine_version="",
            route=f"{there.words.language}>{words.language}",
            glossary_version=glossary_of(session).version,
            doubts=(),
            made_at=change.at,
            made_by=str(by),
        )
        change.put_translation(checked, revision)
        change.set_contribution(there.id, revision=revision)
        return checked


def _checked_text(text: str) -> str:
    text = cleaned(text[: 200 * TEXT_LIMIT])
    if not text:
        raise Refused("error.empty")
    if is_longer(text, 2 * TEXT_LIMIT):
        raise Refused("error.too_long", n=2 * TEXT_LIMIT)
    return text


@dataclass(frozen=True, slots=True)
class Reading:
    """A contribution as one reader sees it, with the translation it is, if it is one."""

    words: Words
    original: Words
    translation: Translation | None = None

    @property
    def is_doubted(self) -> bool:
        return self.translation is not None and bool(self.translation.doubts)


def reading(contribution: Contribution, language: Language) -> Reading:
    """What there is in the reader's language: the original, a translation, else the original."""
    original = contribution.words
    if original.language != language:
        for translation in contribution.translations:
            if translation.words.language == language:
                return Reading(translation.words, original, translation)
    return Reading(original, original)


def doubts_about(original: Words, rendering: Rendering, target: Language) -> tuple[Doubt, ...]:
    """Why a machine's text may be wrong."""
    pair = doubts.Pair(
        original.text,
        original.language,
        rendering.text,
        target,
        rendering.unknown,
        rendering.missed,
    )
    return tuple(Doubt(found.kind, found.values) for found in doubts.find_doubts(pair))


def glossary_of(session: Session) -> Glossary:
    """The session's terms; none, when it has no glossary."""
    return _parsed(session.plan.glossary)


@lru_cache(maxsize=64)
def _parsed(content: str) -> Glossary:
    return parse_glossary(content) if content.strip() else Glossary()
