"""Who plays the room: people with an actor, a language and something to say."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import cycle, islice

from facilitation.model import Session
from facilitation.phrases import in_language
from facilitation.settings import ROOT

EACH_ADDRESS = 500  # people of one venue; no more than that share an address


@dataclass(frozen=True, slots=True)
class Person:
    """One participant. What they say is theirs alone, so that it is found again in the record."""

    number: int
    actor_id: str
    language: str
    says: str

    @property
    def address(self) -> str:
        """Where they come from, on the loopback of Linux."""
        return f"127.0.0.{1 + self.number // EACH_ADDRESS}"


def people(session: Session, n: int) -> list[Person]:
    """n people of all actors and languages of a session, with the words of the rehearsal.

    Their catalogues are read now: that half second else fell into the first answers, and held up
    a hundred others.
    """
    for language in session.plan.languages:
        _receipt(language)
    actors = cycle(actor.id for actor in session.plan.actors)
    said = islice(cycle(_rehearsed()), n)
    return [
        Person(number, actor, language, f"{text} [{number}]")
        for number, (actor, (language, text)) in enumerate(zip(actors, said, strict=False))
    ]


@cache
def _rehearsed() -> Sequence[tuple[str, str]]:
    lines = (ROOT / "data" / "rehearsal.jsonl").read_text("utf-8").splitlines()
    told = map(json.loads, lines)
    return [(line["language"], " ".join(line["text"].split())) for line in told]


def receipt_in(text: str, language: str) -> int | None:
    """The number of the contribution whose receipt a text shows."""
    found = _receipt(language).search(text)
    return int(re.sub(r"\D", "", found["number"])) if found else None


@cache
def _receipt(language: str) -> re.Pattern[str]:
    told = re.escape(in_language(language).say("door.received", number="NUMBER", time="TIME"))
    return re.compile(told.replace("NUMBER", r"(?P<number>\d[\d.,\s]*)").replace("TIME", r"\d"))
