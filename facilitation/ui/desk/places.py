"""Where a conclusion belongs: a question, a point of the proposal, or the session as a whole."""

from dataclasses import dataclass, field
from typing import Self

from facilitation.conclusions.nouns import Conclusion
from facilitation.model import Words
from facilitation.ui.page import Page

WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Place:
    """One place, by the name a list of choices has for it."""

    part_id: str = ""
    point_id: str = ""
    label: Words = field(default=Words("", ""), compare=False)

    @property
    def id(self) -> str:
        if self.point_id:
            return f"point:{self.point_id}"
        return f"part:{self.part_id}" if self.part_id else WHOLE

    @classmethod
    def named(cls, id_: str) -> Self:
        """The place of that name; what is known of it is checked where it is used."""
        kind, _, one = id_.partition(":")
        return cls(one if kind == "part" else "", one if kind == "point" else "")


def places(page: Page) -> list[Place]:
    """The questions in order, then the points, then the whole."""
    plan = page.session.plan
    parts = [
        Place(part.id, "", page.read(part.title)) for part in plan.parts if part.takes_contributions
    ]
    points = [Place("", point.id, page.read(point.label)) for point in plan.points]
    return [*parts, *points, Place("", "", Words(page.say("desk.whole"), page.language))]


def place_of(conclusion: Conclusion) -> Place:
    """A point goes before the question it was said to."""
    if conclusion.point_id:
        return Place("", conclusion.point_id)
    return Place(conclusion.part_id)
