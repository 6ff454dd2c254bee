"""The question on the table of each session, put into words once for all who read a language.

It travels with the event that tells of it: a roomful of screens shows a new question at once, and
asks for the rest one after the other.
"""

import json
from enum import StrEnum

from facilitation import on_the_table
from facilitation.model import Language, Session
from facilitation.phrases import INTERFACE_LANGUAGES, in_language
from facilitation.sessions import moment_of
from facilitation.store import Store
from facilitation.web.drawing import drawn
from facilitation.web.scenes import moment_phrases


class Topic(StrEnum):
    """What a screen wants to be told of."""

    STAGE = "stage"  # the door
    QUESTION = "question"  # the full page of participants
    FEED = "feed"  # console and projector


class Questions:
    """The questions as the record had them last, as the door and the full page take them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._told: dict[str, tuple[int, dict[tuple[Topic, Language], str]]] = {}

    def follow(self, session_id: str, stage_revision: int) -> None:
        """Read the question anew where the stage has moved since."""
        known, _ = self._told.get(session_id, (-1, {}))
        session = self._store.session_by_id(session_id) if known != stage_revision else None
        if session is not None:
            told = {
                (topic, language): _event(session.part_id, tell(session, language))
                for topic, tell in _TELLING.items()
                for language in INTERFACE_LANGUAGES
            }
            self._told[session_id] = (stage_revision, told)

    def told(self, session_id: str, topic: Topic, language: Language) -> str:
        """The event that brings a screen its question; "" where it is not known."""
        return self._told.get(session_id, (-1, {}))[1].get((topic, language), "")


def _for_door(session: Session, language: Language) -> str:
    """A piece of the page, as its script puts it in place."""
    moment = moment_of(session)
    told, phrases = moment_phrases(moment), in_language(language)
    return drawn("asked.html", phrases, session=session, moment=moment, told=told)


def _for_page(session: Session, language: Language) -> str:
    """The lines of the component that draws the question, as JSON."""
    lines = on_the_table.lines(session, language)
    return json.dumps([{"text": w.text, "lang": w.language, "tone": tone} for w, tone in lines])


def _event(part_id: str, told: str) -> str:
    """Its id is the part: what is written from now on belongs to it."""
    return f"id: {part_id}\n" + "".join(f"data: {line}\n" for line in told.splitlines()) + "\n"


_TELLING = {Topic.STAGE: _for_door, Topic.QUESTION: _for_page}
