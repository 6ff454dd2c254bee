"""The question on the table, as a participant reads it: on the full page, and in the event that
brings it there before the page is redrawn."""

from facilitation.model import Language, Session, Words
from facilitation.phrases import in_language
from facilitation.sessions import moment_of

Line = tuple[Words, str]  # with its tone, see `show_words`


def lines(session: Session, language: Language) -> tuple[Line, ...]:
    """The part, its question, what may help to answer it, and whether answers are taken."""
    part = session.part
    moment = in_language(language).say(f"participant.moment.{moment_of(session).value}")
    return (
        (part.title.in_language(language), "quiet"),
        (part.text.in_language(language), "heading"),
        *((prompt.wording.in_language(language), "") for prompt in part.prompts),
        (Words(moment, language), "standing"),
    )
