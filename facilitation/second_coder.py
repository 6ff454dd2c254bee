"""A second person codes a sample without seeing what the first one did; then both are compared.

The first hand is the record: what people confirmed, live or afterwards. What is settled after a
comparison goes into the record; the agreement stays what it was before.
"""

import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from facilitation import agreement, themes
from facilitation.access import Action, require
from facilitation.agreement import Agreement
from facilitation.errors import NotFound, Refused
from facilitation.model import Axis, Coding, CodingState, Contribution, Session, Stage
from facilitation.store import By, Store

Codes = frozenset[tuple[Axis, str]]


@dataclass(frozen=True, slots=True)
class Item:
    """A contribution of the sample. `second` is None until the second coder read it; `first` is
    what the first hand gave, before anything was settled."""

    told: Contribution
    first: Codes
    second: Codes | None
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn last, in the order it is to be coded in."""

    id: str
    items: tuple[Item, ...]

    @property
    def next(self) -> Item | None:
        """The first that the second coder has not read yet."""
        return next((item for item in self.items if item.second is None), None)

    @property
    def read(self) -> int:
        return sum(item.second is not None for item in self.items)

    @property
    def unsettled(self) -> list[Item]:
        """What the two gave different codes, and nobody settled."""
        return [
            item
            for item in self.items
            if item.second is not None and item.second != item.first and not item.is_settled
        ]


def codable(store: Store, session: Session) -> list[Contribution]:
    """What the first hand is done with: only there is something to agree about."""
    return [
        told
        for told in store.contributions(session.id)
        if not told.waits_for_a_hand and (told.is_read or _decided(told.codings))
    ]


def _decided(codings: Iterable[Coding]) -> bool:
    return any(coding.state is not CodingState.SUGGESTED for coding in codings)


def draw(store: Store, session: Session, size: int, by: By) -> None:
    """Draw a sample by lot, each language in proportion, in the place of the one before."""
    require(by.role, Action.REVIEW, Stage.of(session))
    drawn = spread(codable(store, session), size)
    if not drawn:
        raise Refused("error.nothing_coded")
    with store.change(session.id) as change:
        revision = change.touch(by, "draw_sample", size=len(drawn))
        ids = [told.id for told in drawn]
        change.add_sample(str(uuid4()), ids, change.at.isoformat(), str(by), revision)


def spread(every: Sequence[Contribution], size: int) -> list[Contribution]:
    """At most `size` of them by lot, the languages in turn in proportion to what they have."""
    lots: dict[str, list[Contribution]] = defaultdict(list)
    for told in random.sample(every, len(every)):
        lots[told.words.language].append(told)
    placed = [
        ((place + 0.5) / len(some), told)
        for some in lots.values()
        for place, told in enumerate(some)
    ]
    return [told for _, told in sorted(placed, key=lambda one: one[0])][:size]


def sample_of(store: Store, session: Session) -> Sample | None:
    """The sample drawn last; what was erased meanwhile has left it."""
    row, items, given = store.sample(session.id)
    if not row:
        return None
    found = {told.id: told for told in store.contributions(session.id)}
    return Sample(
        row["id"],
        tuple(
            Item(
                told=found[item["contribution_id"]],
                first=_first(session, item, found[item["contribution_id"]]),
                second=_second(session, item, given),
                is_settled=item["settled_at"] is not None,
            )
            for item in items
            if item["contribution_id"] in found
        ),
    )


def _first(session: Session, item: Mapping[str, Any], told: Contribution) -> Codes:
    if item["settled_at"] is not None:
        pairs = (word.partition(":") for word in item["first_codes"].split())
        return _now(session, ((axis, code) for axis, _, code in pairs))
    confirmed = (one for one in told.codings if one.state is CodingState.CONFIRMED)
    return _now(session, ((one.axis, one.code_id) for one in confirmed))


def _second(
    session: Session, item: Mapping[str, Any], given: Mapping[str, list[dict[str, Any]]]
) -> Codes | None:
    if item["read_at"] is None:
        return None
    codes = given.get(item["contribution_id"], [])
    return _now(session, ((one["axis"], one["code_id"]) for one in codes))


def _now(session: Session, codes: Iterable[tuple[str, str]]) -> Codes:
    """Codes as they are called now: one that was merged is the one it went into."""
    codebook = themes.codebook_of(session)
    found = set()
    for axis, code_id in codes:
        heirs = codebook.heirs(Axis(axis), code_id)
        found.add((Axis(axis), heirs[0] if len(heirs) == 1 else code_id))
    return frozenset(found)


def code_blind(store: Store, session: Session, contribution_id: str, codes: Codes, by: By) -> None:
    """What the second coder gives a contribution of the sample; nothing is an answer too."""
    sample, _ = _item(store, session, contribution_id, codes, by)
    with store.change(session.id) as change:
        change.touch(by, "code_blind", f"contribution:{contribution_id}", codes=len(codes))
        change.put_second_codes(sample.id, contribution_id, sorted(codes), change.at.isoformat())


def settle(store: Store, session: Session, contribution_id: str, codes: Codes, by: By) -> None:
    """What holds in the record, after both were held side by side. The agreement does not move."""
    sample, item = _item(store, session, contribution_id, codes, by)
    with store.change(session.id) as change:
        subject = f"contribution:{contribution_id}"
        revision = change.touch(by, "settle", subject, codes=len(codes))
        for axis, code_id in sorted(codes | item.first | (item.second or frozenset())):
            is_given = (axis, code_id) in codes
            state = CodingState.CONFIRMED if is_given else CodingState.REJECTED
            coding = Coding(contribution_id, axis, code_id, state, 0.0, ())
            change.decide_coding(coding, str(by), revision)
        first = " ".join(f"{axis}:{code_id}" for axis, code_id in sorted(item.first))
        change.settle_item(sample.id, contribution_id, first, change.at.isoformat())
        change.set_contribution(contribution_id, revision=revision)


def _item(
    store: Store, session: Session, contribution_id: str, codes: Codes, by: By
) -> tuple[Sample, Item]:
    require(by.role, Action.REVIEW, Stage.of(session))
    sample = sample_of(store, session)
    item = next((i for i in sample.items if i.told.id == contribution_id), None) if sample else None
    if sample is None or item is None:
        raise NotFound("error.no_contribution")
    for axis, code_id in codes:
        if code_id not in {one.id for one in themes.codes_on(session, axis) if not one.is_retired}:
            raise NotFound("error.no_theme")
    return sample, item


def agree(session: Session, sample: Sample, axis: Axis) -> Agreement:
    """How far the two agree on one axis, over what the second coder has read so far."""
    read = [item for item in sample.items if item.second is not None]
    codes = [code.id for code in themes.codes_on(session, axis)]

    def of(given: Codes | None) -> Collection[str]:
        return {code_id for one, code_id in given or () if one is axis}

    used = {code for item in read for code in (*of(item.first), *of(item.second))}
    retired = {code.id for code in themes.codes_on(session, axis) if code.is_retired}
    return agreement.compare(
        {item.told.id: of(item.first) for item in read},
        {item.told.id: of(item.second) for item in read},
        [code for code in codes if code not in retired or code in used],
    )
