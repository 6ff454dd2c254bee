"""What stands around a contribution on its card: what was merged into it, what it may repeat."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from facilitation.access import Action, may
from facilitation.model import Contribution, ContributionState, Stage
from facilitation.moderation import curating, likeness
from facilitation.moderation.likeness import Likeness
from facilitation.texts import cut
from facilitation.ui.components import Drawn, drawn
from facilitation.ui.page import Page

VERBS = ("keep", "unkeep", "let_in", "merge", "keep_apart", "take_apart")
SHOWN = 160  # characters of the other contribution: enough to compare
IN_THE_ROOM = (ContributionState.RECEIVED, ContributionState.WAITING)


@dataclass(frozen=True, slots=True)
class Around:
    """What a list of contributions is shown with."""

    merged: Mapping[str, list[Contribution]] = field(default_factory=dict)
    alike: Mapping[str, Likeness] = field(default_factory=dict)
    others: Mapping[str, Contribution] = field(default_factory=dict)


def around(page: Page, told: Iterable[Contribution]) -> Around:
    """For those who curate; nothing for the room."""
    told = list(told)
    if not told or not may(page.role, Action.CURATE, Stage.of(page.session)):
        return Around()
    alike = likeness.likenesses(page.store, page.session, told)
    others = page.store.by_ids(one.other_id for one in alike.values())
    return Around(page.store.merged_into([one.id for one in told]), alike, others)


def drawn_around(page: Page, told: Contribution, beside: Around) -> Drawn:
    """What was merged into a contribution, and the earlier one it likely repeats."""
    like = beside.alike.get(told.id)
    other = beside.others.get(like.other_id) if like else None
    return {
        "merged": [_other(page, one) for one in beside.merged.get(told.id, ())],
        "alike": _other(page, other) | {"why": _why(page, like)} if like and other else None,
    }


def _other(page: Page, told: Contribution) -> Drawn:
    text = cut(" ".join(told.words.text.split()), SHOWN)
    number = page.phrases.number(told.number)
    return {
        "id": told.id,
        "label": page.say("door.number", number=number),
        "merge": page.say("page.merge", number=number),
        "words": drawn(told.words) | {"text": text},
    }


def _why(page: Page, like: Likeness) -> str:
    return page.say("page.alike_because", words=", ".join(like.shared)) if like.shared else ""


def curating_verbs(page: Page, told: Contribution) -> Iterable[str]:
    """What those who curate may do with it now."""
    if not may(page.role, Action.CURATE, Stage.of(page.session)):
        return
    if told.state is ContributionState.WAITING:
        yield "let_in"
    if told.state in IN_THE_ROOM:
        yield "unkeep" if told.is_kept else "keep"
        yield "merge"
    yield "show_again" if told.state is ContributionState.HIDDEN else "hide"


def curating_sentences(page: Page) -> Drawn:
    """What stands on the buttons."""
    verbs = ("keep", "unkeep", "let_in", "take_apart", "keep_apart")
    return {verb: page.say(f"page.{verb}") for verb in verbs} | {
        "is_kept": page.say("page.is_kept"),
        "alike": page.say("page.alike"),
        "merged": page.say("page.merged"),
    }


def curate(page: Page, verb: str, contribution_id: str, asked: Mapping[str, Any]) -> None:
    """What a press asks for. Both ids come from a browser and are looked up in the session."""
    store, session, by = page.store, page.session, page.by
    other_id = str(asked.get("other", ""))
    if verb in ("keep", "unkeep"):
        curating.keep(store, session, contribution_id, by, kept=verb == "keep")
    elif verb == "let_in":
        curating.let_in(store, session, [contribution_id], by)
    elif verb == "merge":
        curating.merge(store, session, contribution_id, other_id, by)
    elif verb == "keep_apart":
        curating.keep_apart(store, session, contribution_id, other_id, by)
    else:
        curating.take_apart(store, session, contribution_id, by)
