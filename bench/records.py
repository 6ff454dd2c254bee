"""What the record holds afterwards, against what people were told."""

import sqlite3
from collections import Counter
from collections.abc import Mapping

from bench.servers import Other, Room


def held_by(room: Room) -> list[tuple[str, int]]:
    """Every text in Ronda's record, with its number."""
    given = room.installation.store.contributions(room.session.id)
    return [(one.words.text, one.number) for one in given]


def held_by_plain(other: Other) -> list[tuple[str, int]]:
    """The same of the plain alternative, which numbers nothing."""
    with sqlite3.connect(other.folder / "answers.db") as connection:
        return [(text, 0) for (text,) in connection.execute("SELECT text FROM answers")]


def problems(held: list[tuple[str, int]], sent: set[str], told: Mapping[str, int]) -> list[str]:
    """What is not as it must be: `told` is the number that each confirmation named.

    Lost: confirmed, and not there under that number. Also rows nobody sent, and doubles.
    """
    there, rows = set(held), Counter(text for text, _ in held)
    lost = [text for text, number in told.items() if (text, number) not in there]
    found = {
        "confirmed but not in the record": len(lost),
        "sent and never confirmed": len(sent - set(told)),
        "in the record more than once": sum(n > 1 for n in rows.values()),
        "in the record and never sent": len(set(rows) - sent),
    }
    return [f"{n} {what}" for what, n in found.items() if n]
