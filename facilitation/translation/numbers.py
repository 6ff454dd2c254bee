"""The numbers of a text, so that a translation can be held against its original.

A number has several readings where people write differently: 2.500 is two thousand five hundred in
Spanish and two and a half in English, and a text may follow either habit. Two numbers agree when
they share a reading. Number words are read with `data/number_words.toml`.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import regex

from facilitation.folding import fold
from facilitation.model import Language
from facilitation.translation.literals import blanked

DATA = Path(__file__).resolve().parents[2] / "data" / "number_words.toml"

_BLANK = "[ \u00a0\u202f\u2009]"
_TOKEN = regex.compile(
    rf"""
      (?P<figure>
        (?<!\d)\d{{1,3}}(?:{_BLANK}\d{{3}})+(?!\d)(?:[.,]\d+)?   # 2 500 000,5
      | \d{{1,3}}(?:['’]\d{{3}})+(?!\d)                          # 2'500
      | \d+(?:[.,]\d+)* )                                        # 2,500.50, and 1.1.1
    | (?P<word>\p{{L}}+)
    """,
    regex.VERBOSE,
)
_PER_CENT = regex.compile(r"\bper ?cent\b|\bpor ?cientos?\b|\bpour ?cents?\b", regex.IGNORECASE)
_CLOCK = regex.compile(rf"{_BLANK}?(?:[ap]\.?\s?m\b|hrs?\b|h\b|horas|heures|uhr)", regex.IGNORECASE)
_AFTERNOON = regex.compile(
    rf"{_BLANK}?(?:p\.?\s?m\b|de la (?:tarde|noche)|du soir)", regex.IGNORECASE
)
_ROMAN = regex.compile(r"([IVX]{2,6})(?:e|er|ème|eme|th)?$")
# Un tiers des communes, les deux tiers, baisser d'un tiers; any other is a third party.
_A_THIRD = regex.compile(
    r"""(?<=\b(?:deux|2)\s+)tiers\b(?!-)
      | tiers(?=\s+(?:d['’]|du\b|des\b|de\b(?!\s+confiance)))
      | (?<=\bd['’]un\s+)tiers\b(?!-|\s+\p{L})""",
    regex.VERBOSE | regex.IGNORECASE,
)

DAY = frozenset({"day"})  # a date may stand anywhere in its sentence
KINDS = ("ordinal", "month", "part", "rough", "multiple")
_UNIT = regex.compile(
    r"""(?:[\s-]an?)?[\s-]?(?:
      (?P<minute>min(?:ute|uto)s?) | (?P<hour>hours?|horas?|heures?)
    | (?P<day>days?|d[ií]as?|jours?) | (?P<week>weeks?|semanas?|semaines?)
    | (?P<month>months?|mes(?:es)?|mois) | (?P<year>years?|años?|ans?|années?)
    | (?P<decade>decades?|décadas?|décennies?)
    )\b""",
    regex.VERBOSE | regex.IGNORECASE,
)
_AND_A_HALF = regex.compile(
    r"(?:\s\p{L}+)?\s(?:and\sa\shalf|y\smedi[oa]|et\sdemie?)\b", regex.IGNORECASE
)

HALF = Decimal("0.5")
_BARE = frozenset({"ano", "mes", "hora", "semana", "dia", "decada"})
Span = tuple[Decimal, str]  # 15 days
# The same span in another unit: by how much to divide for the larger one.
_LARGER: Mapping[str, tuple[str, int]] = {
    "minute": ("hour", 60),
    "hour": ("day", 24),
    "day": ("week", 7),
    "month": ("year", 12),
    "year": ("decade", 10),
}
_WEEKS = {8: 1, 15: 2}  # huit jours, quinze jours: counted with the first day


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written and what it can mean. Certain: it needs its counterpart. `kinds`: what
    else it is (an ordinal, a month); it is held against one of the same kind. `spans`: how long
    that is, in each unit in which people would say so."""

    written: str
    readings: frozenset[Decimal]
    is_certain: bool = True
    kinds: frozenset[str] = frozenset()
    spans: frozenset[Span] = frozenset()

    def agrees(self, other: "Number") -> bool:
        if self.spans and other.spans:
            return bool(self.spans & other.spans)
        return bool(self.readings & other.readings)

    def may_be(self, other: "Number") -> bool:
        """Of two words that only explain, one of a kind is explained by its own kind alone: a first
        is no `a`."""
        is_sure = self.is_certain or other.is_certain or self.kinds == other.kinds
        return self.agrees(other) and (is_sure or bool(self.kinds & other.kinds))


@dataclass(frozen=True, slots=True)
class _Words:
    joining: frozenset[str]
    certain: Mapping[str, int]
    perhaps: Mapping[str, frozenset[Decimal]]
    kinds: Mapping[str, frozenset[str]]


@lru_cache(maxsize=1)
def _number_words() -> Mapping[Language, _Words]:
    lists = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return {language: _words_of(entry) for language, entry in lists.items()}


def _words_of(entry: Mapping[str, str]) -> _Words:
    perhaps: dict[str, frozenset[Decimal]] = {}
    kinds: dict[str, frozenset[str]] = {}
    for kind in ("perhaps", *KINDS):
        for word, value in _pairs(entry[kind]):
            perhaps[word] = perhaps.get(word, frozenset()) | {Decimal(value)}
            kinds[word] = kinds.get(word, frozenset()) | {kind} - {"perhaps"}
    certain = {word: int(value) for word, value in _pairs(entry["certain"])}
    return _Words(frozenset(entry["joining"].split()), certain, perhaps, kinds)


def _pairs(listed: str) -> Iterable[tuple[str, str]]:
    for entry in listed.split(","):
        word, value = entry.split()
        yield word, value


@dataclass(frozen=True, slots=True)
class _Token:
    written: str
    folded: str
    start: int
    end: int
    is_figure: bool


_NO_WORDS = _Words(frozenset(), {}, {}, {})


def numbers_in(text: str, language: Language) -> list[Number]:
    """The numbers of `text` in order; number words only in a language we have the words of."""
    text = _PER_CENT.sub("%", blanked(text))
    lists = _number_words().get(language, _NO_WORDS)
    tokens = [
        _Token(found[0], fold(found[0]), *found.span(), found["figure"] is not None)
        for found in _TOKEN.finditer(text)
    ]
    numbers: list[Number] = []
    at = 0
    while at < len(tokens):
        found, at = _numbers_at(text, tokens, at, lists)
        if len(found) == 1 and (half := _AND_A_HALF.match(text, tokens[at - 1].end)):
            found, at = _and_a_half(found[0], half, tokens, at, lists)
        numbers += [_as_span(number, text, tokens[at - 1].end) for number in found]
    return numbers


def _numbers_at(
    text: str, tokens: list[_Token], at: int, lists: _Words
) -> tuple[list[Number], int]:
    """What the word or figure at `at` begins, and where to go on."""
    if tokens[at].is_figure:
        kinds = _day(tokens, at, lists)
        found, following = _figure(text, tokens, at, lists)
        return [replace(number, kinds=kinds) for number in found], following
    if tokens[at].folded in lists.certain:
        number, following = _spelt(text, tokens, at, lists)
        return [number], following
    if tokens[at].folded in _BARE and _AND_A_HALF.match(text, tokens[at].end):  # año y medio
        start, one = tokens[at].start, Number(tokens[at].written, frozenset({Decimal(1)}))
        return [_as_span(one, text, start)], at + 1
    if tokens[at].folded == "tiers" and not _A_THIRD.match(text, tokens[at].start):
        return [], at + 1
    is_part = at + 1 < len(tokens) and tokens[at + 1].folded in ("parte", "partes")
    return _perhaps(tokens[at], lists, is_part), at + 1


def _and_a_half(
    number: Number, half: "regex.Match[str]", tokens: list[_Token], at: int, lists: _Words
) -> tuple[list[Number], int]:
    """A year and a half; dos millones y medio; two and a half million."""
    scale = max(r for r in (1, 10**3, 10**6, 10**9) if all(one % r == 0 for one in number.readings))
    readings = frozenset(one + Decimal(scale) / 2 for one in number.readings)
    unit = at
    while at < len(tokens) and tokens[at].start < half.end():
        at += 1
    if at < len(tokens) and (factor := lists.certain.get(tokens[at].folded, 0)) >= 1_000:
        readings, at = frozenset(one * factor for one in readings), at + 1
    start = tokens[unit - 1].start if number.spans else tokens[unit - 1].end
    whole = replace(number, readings=readings, is_certain=True, spans=frozenset())
    return [_as_span(whole, half.string, start)], at


def unmatched(original: list[Number], translation: list[Number]) -> tuple[list[str], list[str]]:
    """The numbers of either side, as written, that have no counterpart on the other."""
    left, right = list(original), list(translation)
    for ours, theirs in ((True, True), (False, False), (True, False), (False, True)):
        for number in [n for n in left if n.is_certain is ours]:
            for other in right:
                if other.is_certain is theirs and number.may_be(other):
                    left.remove(number)
                    right.remove(other)
                    break
    odd = _of_a_kind(left) & _of_a_kind(right)
    return _telling(left, odd), _telling(right, odd)


def _of_a_kind(numbers: list[Number]) -> set[str]:
    return {kind for number in numbers for kind in number.kinds}


def _telling(numbers: list[Number], odd: set[str]) -> list[str]:
    return [number.written for number in numbers if number.is_certain or number.kinds & odd]


def are_swapped(original: list[Number], translation: list[Number]) -> bool:
    """Whether the same figures come in another order. Years may, and so may what is said twice."""
    ours, theirs = _order(original), _order(translation)
    shared = set(ours) & set(theirs)
    return [v for v in ours if v in shared] != [v for v in theirs if v in shared]


def _order(numbers: list[Number]) -> list[Decimal]:
    values = [max(n.readings) for n in numbers if n.is_certain and n.kinds != DAY and not n.spans]
    return [v for v in values if values.count(v) == 1 and not 1900 <= v <= 2100]


def shares(text: str) -> int:
    """How many numbers of `text` are percentages."""
    return len(regex.findall(rf"\d{_BLANK}?%", _PER_CENT.sub("%", text)))


def _day(tokens: list[_Token], at: int, lists: _Words) -> frozenset[str]:
    """A figure beside the name of a month: 4 May, May 4, 4 de mayo."""
    beside = [tokens[i].folded for i in (at - 1, at + 1, at + 2) if 0 <= i < len(tokens)]
    return DAY if any("month" in lists.kinds.get(word, ()) for word in beside) else frozenset()


def _as_span(number: Number, text: str, end: int) -> Number:
    """Fifteen days are two weeks, eighteen months a year and a half."""
    found = _UNIT.match(text, end)
    if found is None or number.spans or number.kinds & {"ordinal", "month"}:
        return number
    unit = str(found.lastgroup)
    spans = frozenset(span for value in number.readings for span in _spans(value, unit))
    # Beside a word with a unit of its own: a fortnight, half-yearly.
    bare = {value for value, name in spans if value == HALF or (unit, name) == ("week", "day")}
    return replace(number, readings=number.readings | bare, spans=spans)


def _spans(value: Decimal, unit: str) -> Iterator[Span]:
    yield value, unit
    larger, by = _LARGER.get(unit, ("", 1))
    if larger and value % by in (0, Decimal(by) / 2):
        yield value / by, larger
    if unit == "day" and value in _WEEKS:
        yield Decimal(_WEEKS[int(value)]), "week"
        yield value - 1, "day"
    for smaller, (name, times) in _LARGER.items():
        if name == unit:
            yield value * times, smaller


def _figure(text: str, tokens: list[_Token], at: int, lists: _Words) -> tuple[list[Number], int]:
    """A figure with the million after it; several numbers where its dots part them (1.1.1)."""
    token = tokens[at]
    parts = regex.split("[.,]", token.written)
    is_clock = len(parts) == 2 and len(parts[1]) == 2 and _CLOCK.match(text, token.end)
    readings = frozenset() if is_clock else _readings(token.written)
    if not readings:
        return [Number(part, frozenset({Decimal(part)})) for part in parts], at + 1
    if _AFTERNOON.match(text, token.end):
        readings |= {reading + 12 for reading in readings if reading < 12}
    at += 1
    while (
        at < len(tokens)
        and (factor := lists.certain.get(tokens[at].folded, 0)) >= 1_000
        and not text[tokens[at - 1].end : tokens[at].start].strip()
    ):
        readings = frozenset(reading * factor for reading in readings)
        at += 1
    return [Number(text[token.start : tokens[at - 1].end], readings)], at


def _readings(figure: str) -> frozenset[Decimal]:
    """What a figure can mean, whichever sign its country uses for thousands; none if neither."""
    bare = regex.sub(rf"{_BLANK}|['’]", "", figure)
    signs = [sign for sign in bare if sign in ".,"]
    groups = regex.split("[.,]", bare)
    as_whole = frozenset({Decimal("".join(groups))})
    is_grouped = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    if not signs or (len(signs) > 1 and len(set(signs)) == 1 and is_grouped):
        return as_whole
    if len(signs) > 1 and (len(set(signs)) == 1 or signs.count(signs[-1]) > 1):
        return frozenset()
    as_fraction = frozenset({Decimal("".join(groups[:-1]) + "." + groups[-1])})
    can_be_whole = len(signs) == 1 and is_grouped and groups[0] != "0"
    return as_whole | as_fraction if can_be_whole else as_fraction


def _spelt(text: str, tokens: list[_Token], at: int, lists: _Words) -> tuple[Number, int]:
    """A number in words, as far as it goes: two hundred and fifty, quatre-vingt-dix."""
    start = at
    total = current = 0
    while True:
        value = lists.certain[tokens[at].folded]
        if value >= 1_000:
            total, current = (
                (total + max(1, current) * value if current or not total else total * value),
                0,
            )
        elif value == 100:
            current = max(1, current) * 100
        else:
            current = current + 76 if value == 20 and current % 100 == 4 else current + value
        following = _next_of_number(text, tokens, at, lists, value)
        if following is None:
            break
        at = following
    written = text[tokens[start].start : tokens[at].end]
    return Number(written, frozenset({Decimal(total + current)})), at + 1


def _next_of_number(
    text: str, tokens: list[_Token], at: int, lists: _Words, last: int
) -> int | None:
    """Where the next word of the same number stands, if there is one."""
    following = at + 1
    is_joined = (
        following + 1 < len(tokens)
        and tokens[following].folded in lists.joining
        and tokens[following + 1].folded in lists.certain
    )
    following += is_joined
    if following >= len(tokens) or tokens[following].folded not in lists.certain:
        return None
    value = lists.certain[tokens[following].folded]
    gaps = text[
        tokens[at].end : tokens[following - 1].start if is_joined else tokens[following].start
    ]
    is_adjacent = not gaps.strip(" -\u00a0")
    grows = value >= 100 and value != last
    completes = (last >= 20 and value < last) or (last == 10 and 7 <= value <= 9)  # dix-sept
    eighty = last == 4 and value == 20 and not is_joined
    return following if is_adjacent and (grows or completes or eighty) else None


def _perhaps(token: _Token, lists: _Words, is_part: bool) -> list[Number]:
    """What a word can mean; `is_part`: la tercera parte."""
    readings = lists.perhaps.get(token.folded, frozenset())
    if numeral := _ROMAN.match(token.written):
        readings |= {Decimal(_roman(numeral[1]))}
    kinds = lists.kinds.get(token.folded, frozenset()) | ({"part"} if is_part else set())
    return [Number(token.written, readings, is_certain=False, kinds=kinds)] if readings else []


def _roman(numeral: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
