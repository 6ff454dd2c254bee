"""Whether a text is another one after an edit: as difflib says, within bounds."""

import random
import time
from dataclasses import replace
from difflib import SequenceMatcher

import pytest

from facilitation.intake.chat_edits import Budget, likeness
from facilitation.intake.chat_merging import merge
from facilitation.intake.zoom_chat import read_chat
from tests.meeting_files import CHAT_SHAPES, Said

SAVED = next(shape for shape in CHAT_SHAPES if shape.name == "E")
FILE = SAVED.write([Said("10:00:00", "Ana", "Hello")])
ENTRY = read_chat(FILE, "chat.txt").records[0]
SENTENCE = "we need a shared fund for the valley and for the coast, with rules "
WORDS = SENTENCE.split()


def alike(one: str, other: str, budget: Budget | None = None) -> float:
    return likeness(replace(ENTRY, text=one), replace(ENTRY, text=other), budget or Budget())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Publish who owns what", "Publish who owns which land"),
        ("We need a fund", "We need a shared guarantee fund"),
        ("We need a shared fund for the valley", "we need the shared funds for a valley!"),
        ("Corridors, not borders.\nOne water plan.", "Corridors not borders. And one water plan"),
    ],
)
def test_short_texts_are_as_alike_as_difflib_finds_them(one, other):
    assert alike(one, other) == SequenceMatcher(None, one, other, autojunk=False).ratio() > 0.6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("My bus leaves at six", "Publish who owns what"),
        ("Yes", "Yes, if it is published every year"),
        (SENTENCE * 20, "".join(sorted(SENTENCE * 20))),
        (SENTENCE + "x" * 400, SENTENCE + "y" * 400),
        ("", "Yes"),
    ],
)
def test_other_texts_are_not_alike(one, other):
    assert alike(one, other) < 0.6


def test_one_place_of_a_long_text_changed_is_little_work():
    text = SENTENCE * 60
    budget = Budget(1_000)

    assert alike(text, text[:2_000] + "every" + text[2_003:], budget) > 0.99
    assert budget.steps > 0


def test_texts_made_to_be_slow_end_with_the_budget():
    """difflib takes the cube of their length; what comes after them is not compared either."""
    budget = Budget(5_000)

    assert alike("ab" * 100, "aabb" * 50, budget) == 0.0
    assert (budget.steps, alike("We need a fund", "We need a funds", budget)) == (0, 0.0)


def differing(number: int) -> tuple[str, str]:
    draw = random.Random(number)
    return tuple(" ".join(draw.choices(WORDS, k=180)) for _ in "ab")


@pytest.mark.parametrize(
    ("one", "other", "seconds"),
    [
        (
            [f"{n} " + SENTENCE * 20 for n in range(60)],
            [f"{n} " + SENTENCE.replace("a ", "the ") * 20 for n in range(60)],
            0.1,
        ),
        ([differing(n)[0] for n in range(200)], [differing(n)[1] for n in range(200)], 3),
        (["a" * 900 + str(n) for n in range(300)], ["ab" * 450 for _ in range(300)], 0.1),
    ],
    ids=("repeated", "other words", "two letters"),
)
def test_chats_of_long_texts_of_one_person_are_merged_in_no_time(one, other, seconds):
    """Each took half a minute and more; the limit leaves a slow machine room."""
    same = "Equal in both"
    readings = [
        read_chat(
            SAVED.write(Said(_clock(n * seconds), "Ana", text) for n, text in enumerate(chat)), "f"
        )
        for chat in ([*one, same], [*other, same])
    ]
    before = time.process_time()

    records = merge(readings).records

    assert time.process_time() - before < 5
    assert [entry.text for entry in records].count(same) == 1


def _clock(seconds: float) -> str:
    return f"10:{int(seconds) // 60:02}:{int(seconds) % 60:02}"
