"""Nouns as plain values that JSON can hold, and back: by their fields, so that none is forgotten.

A field that is missing takes its default, and one that nobody knows is ignored: a file of an older
or newer Ronda can be read as far as both agree.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

from facilitation.model import Wording

Noun = TypeVar("Noun")
MOST = 2**53 - 1  # the largest whole number that every reader of JSON keeps
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
_KINDS: Mapping[type, str] = {
    str: "text",
    int: "whole",
    float: "number",
    bool: "truth",
    list: "list",
    datetime: "moment",
}


class Misfit(ValueError):
    """A plain value that is not what it should be: where it stands, such as people[3].voice, and
    the phrase that says what it should be, with its values."""

    def __init__(self, at: str, phrase: str, **values: object) -> None:
        self.at, self.phrase, self.values = at, phrase, values
        super().__init__(f"{at}: {phrase}")


def plain(value: object) -> Any:
    """A noun as dicts, lists, texts and numbers; times in ISO 8601."""
    match value:
        case Wording():
            return dict(value.texts)
        case StrEnum():
            return value.value
        case datetime():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return value


def made(kind: type[Noun], told: object, at: str = "") -> Noun:
    """The noun of a kind that these plain values stand for. Raises Misfit."""
    return _made(kind, told, at)  # type: ignore[no-any-return]


def _made(kind: Any, told: Any, at: str) -> Any:
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        if told is None and NoneType in args:
            return None
        return _made(next(one for one in args if one is not NoneType), told, at)
    if origin is tuple:
        _must(isinstance(told, list), list, at)
        return tuple(_made(args[0], one, f"{at}[{place}]") for place, one in enumerate(told))
    if origin is not None and issubclass(origin, Mapping):
        _must(isinstance(told, Mapping), dict, at)
        return {str(key): _made(args[1], one, f"{at}.{key}") for key, one in told.items()}
    if kind is Wording:
        return Wording(_made(Mapping[str, str], told, at))
    if is_dataclass(kind):
        _must(isinstance(told, Mapping), dict, at)
        return _noun(kind, told, at)
    return _single(kind, told, at)


def _single(kind: Any, told: Any, at: str) -> Any:
    if kind is datetime:
        return _moment(told, at)
    if issubclass(kind, StrEnum):
        if not isinstance(told, str) or told not in set(kind):
            raise Misfit(at, "record.unknown", choices=", ".join(kind))
        return kind(told)
    _must(isinstance(told, _TAKEN[kind]) and isinstance(told, bool) == (kind is bool), kind, at)
    if kind in (int, float) and not (isfinite(told) and abs(told) <= MOST):
        raise Misfit(at, "record.out_of_range", least=-MOST, most=MOST)
    return kind(told)


def _moment(told: Any, at: str) -> datetime:
    try:
        moment = datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not EARLIEST <= moment <= LATEST:
        raise Misfit(at, "record.not_a.moment")
    return moment


_TAKEN: Mapping[type, tuple[type, ...]] = {
    str: (str,),
    int: (int,),
    float: (int, float),
    bool: (bool,),
}


def _noun(kind: Any, told: Mapping[str, object], at: str) -> Any:
    hints, given = _hints(kind), {}
    for field in fields(kind):
        where = f"{at}.{field.name}".lstrip(".")
        if field.name in told:
            given[field.name] = _made(hints[field.name], told[field.name], where)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise Misfit(where, "record.missing")
    return kind(**given)


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _must(is_so: bool, kind: type, at: str) -> None:
    if not is_so:
        raise Misfit(at, f"record.not_a.{_KINDS.get(kind, 'object')}")


@dataclass(frozen=True, slots=True)
class Place:
    """A value of a file and where it stands. What is asked of it and is not so raises Misfit."""

    told: Any
    at: str = ""

    def field(self, name: str) -> "Place":
        """What stands under a name, which must be there."""
        where = f"{self.at}.{name}".lstrip(".")
        if name not in self.mapping():
            raise Misfit(where, "record.missing")
        return Place(self.told[name], where)

    def mapping(self) -> Mapping[str, Any]:
        _must(isinstance(self.told, Mapping), dict, self.at)
        return self.told  # type: ignore[no-any-return]

    def items(self) -> list["Place"]:
        _must(isinstance(self.told, list), list, self.at)
        return [Place(one, f"{self.at}[{place}]") for place, one in enumerate(self.told)]

    def pair(self) -> tuple["Place", "Place"]:
        found = self.items()
        if len(found) != 2:
            self.refuse("record.not_a.pair")
        return found[0], found[1]

    def whole(self) -> int:
        return made(int, self.told, self.at)

    def text(self) -> str:
        return made(str, self.told, self.at)

    def truth(self) -> bool:
        return made(bool, self.told, self.at)

    def made(self, kind: type[Noun], told: object = None) -> Noun:
        """The noun it stands for; `told` is the same with what a file does not say."""
        return made(kind, self.told if told is None else told, self.at)

    def refuse(self, phrase: str, **values: object) -> NoReturn:
        raise Misfit(self.at, phrase, **values)

    def one_of(self, choices: Iterable[str]) -> None:
        """Its text is one of these."""
        known = list(choices)
        if self.text() not in known:
            self.refuse("record.unknown", choices=", ".join(known[:20]) or "–")

    def within(self, least: int, most: int) -> None:
        if not least <= self.whole() <= most:
            self.refuse("record.out_of_range", least=least, most=most)


def without(told: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The same without some of its fields."""
    return {key: value for key, value in told.items() if key not in names}
