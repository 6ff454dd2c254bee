"""What came through the link already: the same words, or nearly, to be shown side by side."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from facilitation.importing.drafts import Draft
from facilitation.model import Contribution, ContributionState, Source
from facilitation.texts import folded

LIKENESS = 0.75  # of the characters, in order
SHARED = 0.5  # of the words: what shares fewer is not compared
SHORT = 20  # characters: "I agree" is said by many
_COMPARED = 1_000


@dataclass(frozen=True, slots=True)
class Likeness:
    """A remark of a draft and a contribution it is like, from 0 to 1."""

    remark: int
    contribution: Contribution
    degree: float

    @property
    def is_same(self) -> bool:
        return self.degree == 1.0


def likenesses(draft: Draft, there: Iterable[Contribution]) -> tuple[Likeness, ...]:
    """The likest contribution of each remark that has one, in the order of the remarks.

    What another import brought is known by its trace, and not compared.
    """
    known = [
        one
        for one in there
        if one.state is ContributionState.RECEIVED and one.source is not Source.IMPORT
    ]
    if not known:
        return ()
    texts = [folded(one.words.text) for one in known]
    by_word: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        for word in set(text.split()):
            by_word[word].append(place)
    found = []
    for number, remark in enumerate(draft.remarks):
        best = _likest(folded(remark.text), texts, by_word) if remark.is_taken else None
        if best is not None:
            found.append(Likeness(number, known[best[0]], best[1]))
    return tuple(found)


def _likest(
    text: str, texts: Sequence[str], by_word: dict[str, list[int]]
) -> tuple[int, float] | None:
    if len(text) < SHORT:
        return None
    words = set(text.split())
    shared = Counter(place for word in words for place in by_word.get(word, ()))
    best = None
    for place, n in shared.most_common(5):
        if n < SHARED * max(len(words), len(set(texts[place].split()))):
            continue
        degree = _degree(text, texts[place])
        if degree >= LIKENESS and (best is None or degree > best[1]):
            best = (place, degree)
    return best


def _degree(one: str, other: str) -> float:
    if one == other:
        return 1.0
    ratio = SequenceMatcher(None, one[:_COMPARED], other[:_COMPARED], autojunk=False).ratio()
    return min(ratio, 0.999)


def without_likenesses(draft: Draft, found: Iterable[Likeness]) -> Draft:
    """The proposal: what came through the link already is not taken again."""
    return draft.choosing({one.remark: {"is_taken": False} for one in found})
