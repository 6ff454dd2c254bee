"""Which contributions a feed shows, as the conditions of a question to the record."""

from collections.abc import Iterator
from dataclasses import dataclass

from facilitation.lifecycles import Order, Shelf
from facilitation.model import Language

LARGEST = 2**31  # no number of a contribution is
ORDERS = {Order.NEWEST: "number DESC", Order.SUPPORT: "support DESC, number DESC"}
SHELVES = {
    # What was imported and erased, as by the undoing of an import, leaves no empty place.
    Shelf.ALL: "state <> 'merged' AND NOT (state = 'erased' AND source = 'import')",
    Shelf.WAITING: "state = 'waiting'",
    Shelf.ALIKE: "state IN ('received', 'waiting')",
    Shelf.KEPT: "is_kept = 1 AND state <> 'merged'",
    Shelf.HIDDEN: "state = 'hidden'",
}
CODED = """EXISTS (SELECT 1 FROM coding WHERE coding.contribution_id = contribution.id
           AND axis = 'theme' AND code_id = :theme AND coding.state <> 'rejected')"""


@dataclass(frozen=True, slots=True)
class Sifting:
    """Which contributions a feed shows, in which order. "" asks nothing."""

    part_id: str = ""
    shelf: Shelf = Shelf.ALL
    order: Order = Order.NEWEST
    theme: str = ""
    actor: str = ""
    language: Language = ""
    words: str = ""  # folded, or a number


def sieve(sifting: Sifting) -> tuple[str, dict[str, object]]:
    """What stands behind WHERE, and the values for it."""
    conditions = list(_conditions(sifting))
    where = " AND ".join(condition for condition, _ in conditions)
    return where, {name: value for _, values in conditions for name, value in values.items()}


def _conditions(sifting: Sifting) -> Iterator[tuple[str, dict[str, object]]]:
    yield SHELVES[sifting.shelf], {}
    if sifting.part_id:
        yield "part_id = :part", {"part": sifting.part_id}
    if sifting.actor:
        yield "actor_id = :actor", {"actor": sifting.actor}
    if sifting.language:
        yield "language = :language", {"language": sifting.language}
    if sifting.theme:
        yield CODED, {"theme": sifting.theme}
    if sifting.words:
        values = {"words": _within(sifting.words), "number": _number(sifting.words)}
        yield "(folded LIKE :words ESCAPE '!' OR number = :number)", values


def _within(words: str) -> str:
    """A pattern for these very words: nothing in them stands for other letters."""
    escaped = words.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"


def _number(words: str) -> int:
    is_number = words.isascii() and words.isdigit() and int(words) < LARGEST
    return int(words) if is_number else -1
