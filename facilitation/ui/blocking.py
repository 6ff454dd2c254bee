"""On a card: take nothing more from its author, or take it again. For those who lead."""

from collections.abc import Iterable
from typing import Any

from facilitation import entrance
from facilitation.access import Action, may
from facilitation.errors import NotFound
from facilitation.model import Contribution, HideReason, Participant, Source, Stage
from facilitation.ui.components import Drawn
from facilitation.ui.page import Page

VERBS = ("block", "unblock")
BY_THEMSELVES = (Source.DOOR, Source.PAGE)  # who was entered or imported cannot write anyway


def blocking_verbs(page: Page, told: Contribution, person: Participant | None) -> Iterable[str]:
    """What may be done about who wrote this, now."""
    if person is None or not may(page.role, Action.LEAD, Stage.of(page.session)):
        return
    if person.blocked_at:
        yield "unblock"
    elif told.source in BY_THEMSELVES:
        yield "block"


def blocking_notes(page: Page, person: Participant | None) -> Iterable[str]:
    if person and person.blocked_at and may(page.role, Action.LEAD, Stage.of(page.session)):
        yield page.say("page.is_blocked")


def blocking_sentences(page: Page) -> Drawn:
    """What stands on the buttons."""
    return {one: page.say(f"page.{one}") for one in (*VERBS, "block_why")}


def block(page: Page, verb: str, contribution_id: str, reason: Any) -> None:
    """What a press asks for: its author is looked up in the session by what they wrote."""
    told = page.store.contribution(contribution_id)
    if told is None:
        raise NotFound("error.no_contribution")
    store, session, author_id = page.store, page.session, told.participant_id
    if verb == "block":
        entrance.block(store, session, author_id, HideReason(reason), page.by)
    else:
        entrance.unblock(store, session, author_id, page.by)
