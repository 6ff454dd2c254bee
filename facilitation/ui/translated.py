"""A contribution's translation as a card shows it: under the original, with its mark and doubts."""

from facilitation import translation
from facilitation.access import Action, may
from facilitation.model import Contribution, Doubt, Language, Stage, TranslationState, Words
from facilitation.phrases import name_of
from facilitation.ui.components import Drawn, drawn
from facilitation.ui.page import Page


def shown_translation(page: Page, told: Contribution) -> Drawn | None:
    """The text in the reader's language, when there is one; staff see why it may be wrong."""
    language = reading_language(page)
    made = translation.reading(told, language).translation
    if made is None:
        return None
    is_staff = may(page.role, Action.REVIEW, Stage.of(page.session))
    return {
        "words": drawn(made.words),
        "mark": page.say(
            f"page.translation.{made.state.value}",
            language=name_of(told.words.language, page.language),
        ),
        "is_checked": made.state is TranslationState.CHECKED,
        "doubts": [explained(page, doubt) for doubt in made.doubts] if is_staff else [],
        "is_correctable": is_staff,
    }


def reading_language(page: Page) -> Language:
    """The language this reader reads contributions in: the page's, where the session has it."""
    offered = page.session.plan.languages
    return page.language if page.language in offered else offered[0]


def explained(page: Page, doubt: Doubt) -> str:
    """Why a machine's text may be wrong, in the reader's language."""
    return page.say(f"doubt.{doubt.kind}", **doubt.values)


def correct(page: Page, contribution_id: str, text: str) -> None:
    """Take a person's text for the reader's language; the machine's own, if it is right."""
    words = Words(text, reading_language(page))
    translation.correct(page.store, page.session, contribution_id, words, page.by)
