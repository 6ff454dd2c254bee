"""Which contributions speak best for many: those closest to what the others say.

Each text is its stems weighted by how telling they are among the texts (tf-idf); the most central
one has the smallest angle to the sum of all. Texts are compared within their own language.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from facilitation.folding import stem, words_of
from facilitation.model import Contribution, Language

Weights = Mapping[str, float]


def most_central(told: Iterable[Contribution]) -> list[Contribution]:
    """The same contributions, the most central first; those first said win a draw."""
    by_language: dict[Language, list[Contribution]] = defaultdict(list)
    for one in told:
        by_language[one.words.language].append(one)
    closeness = {
        one.id: share for group in by_language.values() for one, share in _closeness(group)
    }
    ordered = [one for group in by_language.values() for one in group]
    return sorted(ordered, key=lambda one: (-closeness[one.id], one.number))


def _closeness(told: list[Contribution]) -> Iterable[tuple[Contribution, float]]:
    """How near each is to all of them together, weighed by how many they are."""
    texts = [_stems(one) for one in told]
    spread = Counter(word for text in texts for word in text)
    vectors = [
        {word: n * math.log(1 + len(texts) / spread[word]) for word, n in text.items()}
        for text in texts
    ]
    middle: dict[str, float] = defaultdict(float)
    for vector in vectors:
        for word, weight in _unit(vector).items():
            middle[word] += weight
    for one, vector in zip(told, vectors, strict=True):
        yield one, sum(weight * middle[word] for word, weight in _unit(vector).items())


def _stems(told: Contribution) -> Counter[str]:
    language = told.words.language
    found = (stem(word.folded, language) for word in words_of(told.words.text))
    return Counter(word for word in found if len(word) > 2)


def _unit(vector: Weights) -> Weights:
    size = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {word: weight / size for word, weight in vector.items()} if size else {}
