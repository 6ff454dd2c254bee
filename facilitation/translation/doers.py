"""Who does what to whom: whether two actors changed places between a text and its translation.

The order in which they are named says it, with two allowances. In a passive, who stands after "by"
acts; and a clause or a phrase put in front takes its actor along: since the province buys, we sell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import regex

from facilitation.folding import fold, folded_words
from facilitation.model import Language
from facilitation.translation.stances import ACTOR, Cue, Reading

_STRONG = regex.compile(r"[.;:!?…\n]")
_COMMA = regex.compile(r"[,.;:!?…\n]")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# What stands between the parts of a compound, and of a list.
_OF = _words(
    "a al by con d de del des du el en entre between for from in l la las le les leur leurs los of "
    "on par para pour s sa ses su sur sus the their to un una une with"
)
_AND = _words("and y e et or o u ou")

_PARTICIPLE = r"\w+(?:[ai]d[oa]s?|ech[oa]s?|uest[oa]s?|it[oa]s?|iert[oa]s?)"
_PASSIVE: Mapping[Language, str] = {
    "en": r"\b(?:is|are|was|were|be|been|being|get|got)\b.*\bby\s+(?:\w+\s+){0,2}$",
    "es": rf"\b(?:es|son|fue\w*|ser|sido|sea|sean|ser[áí]\w*)\b.*{_PARTICIPLE}\s(?:\w+\s){{0,2}}?"
    r"por\s+(?:\w+\s+){0,2}$",
    "fr": r"\b(?:est|sont|être|été|soi\w*|fu\w+|ser\w+)\b.*\bpar\s+(?:l['’]|(?:\w+\s+){0,2})$",
}
# What begins a clause of its own, and what, shortly before a noun, a phrase.
_CLAUSE: Mapping[Language, frozenset[str]] = {
    "en": _words(
        "after although because before if instead once since though unless until when whenever "
        "where while"
    ),
    "es": _words(
        "antes aunque como cuando desde despues donde hasta lugar mientras para porque pues si vez"
    ),
    "fr": _words(
        "apres avant car comme depuis lieu lorsque lorsqu parce pendant pour puisque quand si "
        "tandis"
    ),
}
_PHRASE: Mapping[Language, frozenset[str]] = {
    "en": _words(
        "about among at because between despite due during for from in on thanks through under "
        "with without"
    ),
    "es": _words("bajo con debido durante en entre gracias hacia mediante segun sin sobre tras"),
    "fr": _words("avec chez dans durant en entre grace malgre sans selon sous sur vers"),
}
SHORTLY = 3  # words
SPEAKERS = -1
_SPEAKERS: Mapping[Language, str] = {
    "en": r"\b(?:we|us)\b",
    # A verb, and no noun: préstamos, los tramos.
    "es": r"\b(?:nosotr[oa]s|nos|(?<!\b(?:l|un|est|es|aquell|nuestr|mism)os )(?<!\b(?:de|en|sus) )"
    r"(?:[a-zñ]{2,}[aei]mos|\w*[áéí](?:[rb]a|se)mos|\w+íamos))\b",
    "fr": r"\bnous\b",
}
_RELATIVE = regex.compile(r"\b(?:que|qu|that|which|whom|who|dont|donde|where|ou)\b")
_OBJECT = regex.compile(r"\b(?:al|a\s+(?:la|las|los|sus?|nuestr\w+))\s+$", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Swap:
    """Two actors as each text names them, in the order in which they act."""

    original: tuple[Cue, Cue]
    translation: tuple[Cue, Cue]


@dataclass(frozen=True, slots=True)
class Scene:
    """A text with its language and its cues."""

    text: str
    language: Language
    reading: Reading

    def acts_later(self, first: Cue, second: Cue) -> bool:
        """Whether `second`, which is named later, is the one who acts: were consulted by."""
        pattern = _PASSIVE.get(self.language, "(?!)")
        between = self.text[first.end : second.start]
        return bool(regex.search(pattern, between, regex.IGNORECASE))

    def governed(self, first: Cue, second: Cue) -> tuple[bool, bool]:
        """Whether each stands in a clause or phrase of its own: since the province, for women."""
        return (
            self._governs(self.text[: first.start]),
            self._governs(self.text[first.end : second.start]),
        )

    def _governs(self, stretch: str) -> bool:
        words = folded_words(_COMMA.split(stretch)[-1])
        return any(word in _CLAUSE.get(self.language, ()) for word in words) or any(
            word in _PHRASE.get(self.language, ()) for word in words[-SHORTLY:]
        )

    def is_open(self, first: Cue, second: Cue) -> bool:
        """Whether the later one may act all the same: the plan for women that the town drew up."""
        between = self.text[first.end : second.start]
        return bool(_RELATIVE.search(fold(between))) and not _OBJECT.search(between)


def find_swap(ours: Scene, theirs: Scene) -> Swap | None:
    """Two actors, each named once in both texts, of whom the other one acts."""
    here, there = _named_once(ours), _named_once(theirs)
    for first, second in combinations([actor for actor in here if actor in there], 2):
        original, translation = (here[first], here[second]), (there[first], there[second])
        if _is_swapped(ours, original, theirs, translation):
            return Swap(original, (translation[1], translation[0]))
    return _find_crossing(ours, theirs)


def _find_crossing(ours: Scene, theirs: Scene) -> Swap | None:
    """Two actors that stand for each other all along: A helps B, B never A."""
    here, there = _named(ours), _named(theirs)
    for first, second in combinations(dict.fromkeys(number for number, _ in here), 2):
        before = [one for one in here if one[0] in (first, second)]
        after = [one for one in there if one[0] in (first, second)]
        crossed = [second if number == first else first for number, _ in after]
        numbers = [number for number, _ in before]
        if len(before) > 2 and numbers == crossed and numbers != crossed[::-1]:
            return Swap((before[0][1], before[1][1]), (after[0][1], after[1][1]))
    return None


def _is_swapped(
    ours: Scene, original: tuple[Cue, Cue], theirs: Scene, translation: tuple[Cue, Cue]
) -> bool:
    is_turned = translation[0].start > translation[1].start
    there = (translation[1], translation[0]) if is_turned else translation
    passives = ours.acts_later(*original), theirs.acts_later(*there)
    if passives[0] != passives[1]:
        plain, pair = (theirs, there) if passives[0] else (ours, original)
        in_a_phrase = ours.governed(*original)[0] or theirs.governed(*there)[0]
        is_plain = not plain.is_open(*pair) and not _linked(plain.text, *pair)
        return not is_turned and not in_a_phrase and is_plain
    links = _linked(ours.text, *original), _linked(theirs.text, *there)
    if not is_turned or OF in links or None not in links:
        return False
    was, is_now = ours.governed(*original), theirs.governed(*there)[::-1]
    # Put in front, or in a phrase of one text alone, either may stand anywhere.
    return was == is_now == (False, False) or (was == is_now[::-1] and was != is_now)


def _named_once(scene: Scene) -> dict[int, Cue]:
    """The actors that one word names, in order."""
    named = _named(scene)
    numbers = [number for number, _ in named]
    return {number: cue for number, cue in named if numbers.count(number) == 1}


def _named(scene: Scene) -> list[tuple[int, Cue]]:
    """All that is named, in order; whoever speaks is an actor, too."""
    speakers = regex.finditer(_SPEAKERS.get(scene.language, "(?!)"), scene.text, regex.IGNORECASE)
    named = [(SPEAKERS, Cue(one[0], *one.span(), frozenset())) for one in speakers]
    named += [
        (number, cue) for cue in scene.reading.actors for axis, number in cue.roles if axis == ACTOR
    ]
    return sorted(named, key=lambda one: one[1].start)


OF, AND = "of", "and"


def _linked(text: str, first: Cue, second: Cue) -> str | None:
    """Side by side or joined by small words, a compound or a list: their order says little, that of
    a list only where it is one in both texts.
    """
    between = text[first.end : second.start]
    if not first.roles or not second.roles:
        return None  # whoever speaks: invitamos al ministerio is no compound
    if between.startswith("-"):
        return OF  # women-led cooperatives
    words = set(folded_words(between))
    if _STRONG.search(between) or len(words) > 4 or not words <= _OF | _AND:
        return None
    return AND if words & _AND or "," in between else OF
