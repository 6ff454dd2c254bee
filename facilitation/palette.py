"""The colours of the groups: the same on the door, the console, the projector and in reports.

Each stands at 3.9:1 or better on its backgrounds and carries ink of its own at 4.5:1. The first
four stay apart (CIE76 >= 17) in normal sight, protanopia, deuteranopia and tritanopia, all of them
at 10 or more (Machado et al. 2009, severity 1). Colour is never alone: the label is beside it.
"""

from dataclasses import dataclass

from facilitation.model import ActorGroup, Plan


@dataclass(frozen=True, slots=True)
class Colour:
    """One colour by day and by night, and the ink to write on it with. Hexadecimal sRGB."""

    light: str
    dark: str
    ink_on_light: str = "#ffffff"
    ink_on_dark: str = "#0b171c"

    def by(self, *, is_dark: bool) -> str:
        return self.dark if is_dark else self.light

    def ink(self, *, is_dark: bool) -> str:
        return self.ink_on_dark if is_dark else self.ink_on_light


GROUP_COLOURS: tuple[Colour, ...] = (
    Colour("#16468f", "#3f97ea"),  # blue
    Colour("#bd4a08", "#ee8a33"),  # orange
    Colour("#157f5f", "#35dca8"),  # green
    Colour("#b74f9a", "#d993c6"),  # purple
    Colour("#3f3a00", "#f5ea9a"),  # olive
    Colour("#221c52", "#8f7bff"),  # indigo
    Colour("#5e1020", "#d0635a"),  # maroon
)
NO_GROUP = Colour("#5f6f76", "#b4c4ca")  # grey: actors that fit no group


def colour_of_group(group: ActorGroup | None) -> Colour:
    """A group's colour. After the last one they begin again, told apart by their labels."""
    return NO_GROUP if group is None else GROUP_COLOURS[group.colour % len(GROUP_COLOURS)]


def colour_of_actor(plan: Plan, actor_id: str | None) -> Colour:
    """The colour of the group that a kind of actor belongs to."""
    actor = next((actor for actor in plan.actors if actor.id == actor_id), None)
    group_id = actor and actor.group
    return colour_of_group(next((g for g in plan.groups if g.id == group_id), None))
