"""What counting needs of a contribution, and which contributions are counted. Imports no store."""

from dataclasses import dataclass
from typing import NamedTuple

from facilitation.model import Axis, CodingState, Contribution, ContributionState, Language

WHOLE = ""  # stands for the whole session among the parts, for all groups among the groups


class Mark(NamedTuple):
    """A contribution without its words, on one axis: all that counting needs.

    A named tuple, since ten thousand are made at once when a process starts: a frozen dataclass
    takes four times as long to make.
    """

    part_id: str
    voice: str
    group_id: str | None
    codes: tuple[tuple[str, bool], ...]  # code, confirmed
    is_checked: bool  # a person has decided all that was suggested
    id: str = ""
    actor_id: str | None = None
    language: Language = ""
    minute: int = 0  # when it was received, in minutes since 1970
    is_counted: bool = True  # not hidden, withdrawn, merged or erased
    revision: int = 0
    into: str | None = None  # merged: the contribution it counts with
    kind: str | None = None  # as whom they spoke, where `actor_id` may not tell: to count, no more


def mark_of(told: Contribution, group_id: str | None, axis: Axis) -> Mark:
    """The mark of a contribution that was read with its words."""
    codings = [one for one in told.codings if one.axis is axis]
    states = [one.state for one in codings]
    return Mark(
        part_id=told.part_id,
        voice=told.participant_id,
        group_id=group_id,
        codes=tuple(
            (one.code_id, one.state is CodingState.CONFIRMED)
            for one in codings
            if one.state is not CodingState.REJECTED
        ),
        is_checked=bool(states) and CodingState.SUGGESTED not in states,
        id=told.id,
        actor_id=told.actor_id,
        language=told.words.language,
        minute=int(told.received_at.timestamp()) // 60,
        is_counted=told.state is ContributionState.RECEIVED,
        revision=told.revision,
        into=told.merged_into,
        kind=told.actor_id,
    )


@dataclass(frozen=True, slots=True)
class Scope:
    """Which contributions are looked at; WHOLE asks nothing. A group of None: those of no group."""

    part_id: str = WHOLE
    group_id: str | None = WHOLE
    actor_id: str | None = WHOLE
    language: Language = WHOLE

    def takes(self, mark: Mark) -> bool:
        return (
            self.part_id in (WHOLE, mark.part_id)
            and self.group_id in (WHOLE, mark.group_id)
            and self.actor_id in (WHOLE, mark.actor_id)
            and self.language in (WHOLE, mark.language)
        )


EVERYTHING = Scope()
