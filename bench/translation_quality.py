"""How well terms, meaning and doubts fare, on the sentences kept for it, with a real Apertium.

`python -m bench.translation_quality` prints three tables: per direction, chrF++ and terms right for
the bare engine and with the glossary; then which share of good, machine-made and turned sentences
is doubted.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from typing import Any

import regex
from sacrebleu.metrics import CHRF

from facilitation.translation.apertium import Apertium
from facilitation.translation.doubts import Pair, find_doubts
from facilitation.translation.glossary import Glossary, load_glossary
from facilitation.translation.renderings import Rendering
from facilitation.translation.terminology import render

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "tests" / "samples"
LANGUAGES = ("en", "es", "fr")


@dataclass
class Direction:
    """What was counted for one direction. Texts are those with a term in them."""

    references: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    terms: int = 0
    right_bare: int = 0
    right_kept: int = 0
    doubted: int = 0
    translated: int = 0


def sample(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLES / name).read_text("utf-8").splitlines()]


def is_right(text: str, variants: tuple[str, ...]) -> bool:
    """A listed variant stands in the text, as a whole word, whatever the case."""
    found = (rf"(?<!\w){regex.escape(variant)}(?!\w)" for variant in variants)
    return any(regex.search(pattern, text, regex.IGNORECASE) for pattern in found)


def measure(engine: Apertium, glossary: Glossary) -> dict[tuple[str, str], Direction]:
    directions = {pair: Direction() for pair in permutations(LANGUAGES, 2)}
    for pair in sample("translation_pairs.jsonl"):
        for (source, target), counted in directions.items():
            count(counted, engine, glossary, pair, source, target)
    return directions


def count(
    counted: Direction,
    engine: Apertium,
    glossary: Glossary,
    pair: dict[str, Any],
    source: str,
    target: str,
) -> None:
    text = pair[source]
    bare = engine.translate(text, source, target).text
    made = render(engine, glossary, text, source, target)
    counted.translated += 1
    counted.doubted += is_doubted(text, source, made, target)
    occurrences = glossary.occurrences(text, source, target)
    if occurrences:
        counted.references.append(pair[target])
        counted.bare.append(bare)
        counted.kept.append(made.text)
    for occurrence in occurrences:
        variants = occurrence.term.variants[target]
        counted.terms += 1
        counted.right_bare += is_right(bare, variants)
        counted.right_kept += is_right(made.text, variants)


def is_doubted(text: str, source: str, made: Rendering, target: str) -> bool:
    return bool(find_doubts(Pair(text, source, made.text, target, made.unknown, made.missed)))


def doubted_shares() -> Iterator[tuple[str, int, int]]:
    """Name, doubted, all: of good translations and of planted inversions."""
    pairs = {pair["id"]: pair for pair in sample("translation_pairs.jsonl")}
    good = [
        find_doubts(Pair(pair[source], source, pair[target], target))
        for pair in pairs.values()
        for source, target in permutations(LANGUAGES, 2)
    ]
    yield "good translations", sum(map(bool, good)), len(good)
    turned = [
        find_doubts(Pair(pairs[p["pair"]][source], source, p["text"], p["language"]))
        for p in sample("inversions.jsonl")
        for source in [p["source_language"]]
    ]
    yield "planted inversions", sum(map(bool, turned)), len(turned)
    for name, which in (("kept aside, good", "correct"), ("kept aside, inverted", "inverted")):
        found = [
            find_doubts(Pair(k["source"], k["source_language"], k[which], k["language"]))
            for k in sample("inversions_kept.jsonl")
        ]
        yield name, sum(map(bool, found)), len(found)


def main() -> None:
    chrf = CHRF(word_order=2)
    engine = Apertium()
    directions = measure(engine, load_glossary(ROOT / "data" / "glossary.csv"))
    engine.close()
    print(f"Apertium {engine.version}; chrF++ on the sentences that hold a term\n")
    print(
        "direction  sentences  chrF++ bare  with terms  terms  right bare  right  machine doubted"
    )
    for (source, target), counted in directions.items():
        bare = chrf.corpus_score(counted.bare, [counted.references]).score
        kept = chrf.corpus_score(counted.kept, [counted.references]).score
        print(
            f"{source}>{target}{len(counted.bare):14}{bare:13.1f}{kept:12.1f}{counted.terms:7}"
            f"{counted.right_bare / counted.terms:12.0%}{counted.right_kept / counted.terms:7.0%}"
            f"{counted.doubted / counted.translated:18.0%}"
        )
    print("\nsentences                doubted    of  share")
    for name, doubted, total in doubted_shares():
        print(f"{name:24}{doubted:8}{total:6}{doubted / total:7.1%}")


if __name__ == "__main__":
    main()
