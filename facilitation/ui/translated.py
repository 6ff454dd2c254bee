"""A contribution's translation as a card shows it: with its mark, its doubts and the original."""

from collections.abc import Iterator

from facilitation.access import Action, may
from facilitation.model import (
    Contribution,
    Doubt,
    Language,
    Stage,
    Translation,
    TranslationState,
    Words,
)
from facilitation.phrases import INTERFACE_LANGUAGES, in_language, name_of
from facilitation.translation import versions
from facilitation.ui.components import Drawn, drawn
from facilitation.ui.page import Page


def shown_translation(page: Page, told: Contribution) -> Drawn | None:
    """The text in the reader's language, when there is one; staff see why it may be wrong."""
    language = reading_language(page)
    made = versions.reading(told, language).translation
    if made is None:
        return None
    is_staff = may(page.role, Action.REVIEW, Stage.of(page.session))
    return {
        "words": drawn(made.words),
        "mark": _mark(page, told, made) if is_staff else _sign(page, told, made),
        "original": page.say("page.original", language=name_of(told.words.language, page.language)),
        "is_checked": made.state is TranslationState.CHECKED,
        "doubts": list(_doubts(page, made, is_staff)),
        "is_correctable": is_staff,
    }


def _sign(page: Page, told: Contribution, made: Translation) -> str:
    """Who made it: a machine, or a person, or either for an earlier wording."""
    language = name_of(told.words.language, page.language)
    return page.say(f"page.translation.{made.state.value}", language=language)


def _mark(page: Page, told: Contribution, made: Translation) -> str:
    """For staff also by which engine, through which languages, and when."""
    engine = f"{made.engine} {made.engine_version}".strip()
    route = made.route.replace(">", " > ")
    at = page.phrases.clock(made.made_at, page.zone)
    return " · ".join(filter(None, (_sign(page, told, made), engine, route, at)))


def _doubts(page: Page, made: Translation, is_staff: bool) -> Iterator[str]:
    """Why it may be wrong; readers in the room are told only that it may be."""
    if is_staff:
        yield from (explained(page, doubt) for doubt in made.doubts)
    elif made.doubts:
        yield page.say("page.translation.doubted")


def reading_language(page: Page) -> Language:
    """The language this reader reads contributions in: the page's, where the session has it."""
    offered = page.session.plan.languages
    return page.language if page.language in offered else offered[0]


def explained(page: Page, doubt: Doubt) -> str:
    """Why a machine's text may be wrong, in the reader's language."""
    return page.say(f"doubt.{doubt.kind}", **doubt.values)


def screen_translations(page: Page, told: Contribution, shown: Words) -> list[Drawn]:
    """For the room: the words on screen in the session's other languages, each with its mark.

    A person's text, or a machine's that nothing makes doubtful; what is doubted waits for a person.
    Only translations of the very words on screen, whatever their author writes meanwhile.
    """
    edition = _edition_of(page, told, shown)
    fit = {
        made.words.language: made
        for made in told.translations
        if made.edition == edition
        and (made.state is TranslationState.CHECKED or not made.doubts)
        and made.words.language != shown.language
    }
    return [_for_the_room(fit[one], shown) for one in page.session.plan.languages if one in fit]


def _edition_of(page: Page, told: Contribution, shown: Words) -> int:
    """The edition on screen: the present one, unless its author wrote another meanwhile."""
    if told.words == shown:
        return told.edition
    kept = page.store.editions(told.id)
    return next((one.number for one in reversed(kept) if one.words == shown), 0)


def _for_the_room(made: Translation, shown: Words) -> Drawn:
    """Its mark is in its own language: it is for those who read that one."""
    language = made.words.language
    spoken = language if language in INTERFACE_LANGUAGES else INTERFACE_LANGUAGES[0]
    is_checked = made.state is TranslationState.CHECKED
    key = TranslationState.CHECKED if is_checked else TranslationState.MACHINE
    mark = in_language(spoken).say(
        f"page.translation.{key.value}", language=name_of(shown.language, spoken)
    )
    return {
        "words": drawn(made.words),
        "mark": drawn(Words(mark, spoken)),
        "is_checked": is_checked,
    }


def correct(page: Page, contribution_id: str, text: str, seen: str) -> None:
    """Take a person's text for the reader's language; the machine's own, if it is right.

    `seen` is what it was typed over: another person's text is not lost to it unseen.
    """
    words = Words(text, reading_language(page))
    versions.correct(page.store, page.session, contribution_id, words, page.by, seen)
