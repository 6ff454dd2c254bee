"""Who is played, what they say and when, from the texts of `data/rehearsal.jsonl`.

A text has `language`, `actor`, `question` (1 is the first question of the run sheet) and `text`,
and may have a `name` and an `organisation`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

from facilitation.model import Language, PartKind, Plan
from facilitation.settings import ROOT

TEXTS = ROOT / "data" / "rehearsal.jsonl"
SPEAKING = 0.8  # of those who come; the others listen, as in real rooms
EARLY = (1.4, 2.4)  # shape of the moments of answers in a part: most in its first half
SEED = 11  # the same rehearsal each time


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: to which part, when (0 to 1 of the part's minutes), in which words."""

    part_id: str
    moment: float
    text: str


@dataclass(frozen=True, slots=True)
class Voice:
    """One person who is played."""

    actor_id: str
    language: Language
    name: str = ""
    organisation: str = ""
    lines: list[Line] = field(default_factory=list)


def cast(plan: Plan, people: int, texts: Path = TEXTS) -> list[Voice]:
    """So many people, uneven as rooms are: some speak more than once, one in five only listens.

    Texts in languages that the session does not have are left out; actors that it does not have
    are played as those it has.
    """
    told = list(_told(plan, texts))
    speaking: dict[str, Voice] = {}
    limit = max(1, round(people * SPEAKING))
    chance = Random(SEED)
    for number, one in enumerate(told):
        voice = _voice_of(one, number, speaking, limit)
        if voice is not None:
            line = Line(one["part"], chance.betavariate(*EARLY), one["text"])
            voice.lines.append(line)
    silent = zip(range(people - len(speaking)), cycle(reversed(told)), strict=False)
    return [*speaking.values(), *(Voice(one["actor"], one["language"]) for _, one in silent)]


def _told(plan: Plan, texts: Path) -> Iterator[dict[str, Any]]:
    questions = [part.id for part in plan.parts if part.kind is PartKind.QUESTION]
    actors = [actor.id for actor in plan.actors]
    others: dict[str, str] = {}
    for text in texts.read_text("utf-8").splitlines():
        one = json.loads(text)
        if one["language"] not in plan.languages or one["question"] > len(questions):
            continue
        if one["actor"] not in actors:
            one["actor"] = others.setdefault(one["actor"], actors[len(others) % len(actors)])
        yield {**one, "part": questions[one["question"] - 1]}


def _voice_of(
    one: dict[str, Any], number: int, speaking: dict[str, Voice], limit: int
) -> Voice | None:
    """Who says a text: the one it names, somebody new, or one of that actor and language who has
    said nothing on that question. None: the room has nobody for it."""
    key = one.get("name") or str(number)
    if key in speaking:
        return speaking[key]
    if len(speaking) < limit:
        voice = Voice(
            one["actor"], one["language"], one.get("name", ""), one.get("organisation", "")
        )
        return speaking.setdefault(key, voice)
    alike = (
        voice
        for voice in speaking.values()
        if (voice.actor_id, voice.language) == (one["actor"], one["language"])
        and all(line.part_id != one["part"] for line in voice.lines)
    )
    return next(alike, None)
