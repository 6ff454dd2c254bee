"""What was done on the consoles, by whom and when, and the way back from it."""

from collections.abc import Mapping, Sequence
from typing import Any

from facilitation.model import Role
from facilitation.moderation import undoing
from facilitation.moderation.undoing import Act
from facilitation.ui.components import Drawn, show_trail
from facilitation.ui.page import Page

MOST = 30  # of what was done last
SAID = {
    *("prepare", "step", "pause", "resume", "close", "reveal", "unreveal", "open_support"),
    *("close_support", "put_on_screen", "read_first", "read_after", "reword", "move_part"),
    *("add_question", "hide", "show_again", "let_in", "merge", "take_apart", "keep_apart"),
    *("keep", "unkeep", "relabel", "confirmed", "rejected", "take_back", "leave_at_that", "block"),
    *("unblock", "nudge", "give_floor", "lower_hand", "end_turn"),
    *("correct", "submit", "undo", "set_confidentiality", "renew_key", "choose_engine"),
}


def show_undo(page: Page) -> None:
    """What this page did last with the way back, and what another did since."""
    acts = undoing.trail(page.store, page.session, page.by, MOST)
    last = undoing.last_of(acts, page.by)
    newest = next(iter(acts), None)
    other = newest if newest and not _is_own(page, newest) else None
    shown = [act for act in (other, last) if act]
    data = {"acts": _drawn(page, shown), "is_bar": True, "say": _sentences(page)}
    show_trail(data, "undo", lambda asked: page.attempt(_undo, page, asked))


def show_acts(page: Page) -> None:
    """What was done last, newest first."""
    acts = undoing.trail(page.store, page.session, page.by, MOST)
    data = {"acts": _drawn(page, acts), "is_bar": False, "say": _sentences(page)}
    show_trail(data, "trail", lambda asked: page.attempt(_undo, page, asked))


def undo_last(page: Page) -> None:
    """By key: what this page did last."""
    last = undoing.last_of(undoing.trail(page.store, page.session, page.by, MOST), page.by)
    if last:
        undoing.undo(page.store, page.session, last.row.revision, page.by)


def _undo(page: Page, asked: Mapping[str, Any]) -> None:
    page, revision = page.now(), asked.get("revision")
    if isinstance(revision, int):
        undoing.undo(page.store, page.session, revision, page.by)


def _is_own(page: Page, act: Act) -> bool:
    return act.row.seat == page.by.seat and act.row.role == page.role


def _drawn(page: Page, acts: Sequence[Act]) -> list[Drawn]:
    ids = [act.row.id for act in acts if act.row.subject.startswith("contribution:")]
    told = page.store.by_ids(ids)
    numbers = {id_: page.phrases.number(one.number) for id_, one in told.items()}
    return [
        {
            "revision": act.row.revision,
            "at": page.phrases.clock(act.row.at, page.zone),
            "who": _who(page, act),
            "what": _what(page, act, numbers),
            "is_undone": act.is_undone,
            "is_undoable": act.is_undoable,
        }
        for act in acts
    ]


def _who(page: Page, act: Act) -> str:
    if _is_own(page, act):
        return page.say("trail.here")
    role = page.say(f"page.role.{Role(act.row.role).value}")
    return page.say("trail.by", role=role, seat=act.row.seat.upper()) if act.row.seat else role


def _what(page: Page, act: Act, numbers: Mapping[str, str]) -> str:
    verb = act.row.verb if act.row.verb in SAID else "other"
    said = page.say("trail.undo_act" if verb == "undo" else f"trail.{verb}")
    about = _about(page, act, numbers)
    return page.say("trail.of", act=said, what=about) if about else said


def _about(page: Page, act: Act, numbers: Mapping[str, str]) -> str:
    """What it was done to: a number, the title of a part, a view."""
    row = act.row
    if row.id in numbers:
        return page.say("door.number", number=numbers[row.id])
    if row.verb == "undo":
        of = str(row.detail.get("of"))
        return page.say(f"trail.{of if of in SAID else 'other'}")
    if row.verb == "put_on_screen":
        return page.say(f"moderator.view.{row.detail['view']}")
    if row.verb == "let_in":
        return page.say("trail.contributions", n=len(row.detail.get("ids", ())))
    titles = {part.id: page.read(part.title).text for part in page.session.plan.parts}
    return titles.get(row.id, "") if row.subject.startswith("part:") else ""


def _sentences(page: Page) -> Drawn:
    return {
        "undo": page.say("trail.undo"),
        "undone": page.say("trail.undone"),
        "label": page.say("moderator.trail"),
        "empty": page.say("trail.empty"),
    }
