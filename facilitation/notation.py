"""Nouns as plain values that JSON can hold, and back: by their fields, so that none is forgotten.

A field that is missing takes its default, and one that nobody knows is ignored: a file of an older
or newer Ronda can be read as far as both agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from facilitation.model import Wording

Noun = TypeVar("Noun")


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


def made(kind: type[Noun], told: object) -> Noun:
    """The noun of a kind that these plain values stand for. Raises ValueError, or KeyError of a
    field that has no default."""
    return _made(kind, told)  # type: ignore[no-any-return]


def _made(kind: Any, told: object) -> Any:
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        if told is None and NoneType in args:
            return None
        return _made(next(one for one in args if one is not NoneType), told)
    if origin is tuple:
        _must(isinstance(told, list), kind)
        return tuple(_made(args[0], one) for one in told)  # type: ignore[attr-defined]
    if origin is not None and issubclass(origin, Mapping):
        _must(isinstance(told, Mapping), kind)
        return {str(key): _made(args[1], one) for key, one in told.items()}  # type: ignore[attr-defined]
    if kind is Wording:
        return Wording(_made(Mapping[str, str], told))
    if kind is datetime or issubclass(kind, StrEnum):
        _must(isinstance(told, str), kind)
        return datetime.fromisoformat(str(told)) if kind is datetime else kind(told)
    if is_dataclass(kind):
        _must(isinstance(told, Mapping), kind)
        return _noun(kind, told)  # type: ignore[arg-type]
    _must(isinstance(told, _TAKEN[kind]) and isinstance(told, bool) == (kind is bool), kind)
    return kind(told)


_TAKEN: Mapping[type, tuple[type, ...]] = {
    str: (str,),
    int: (int,),
    float: (int, float),
    bool: (bool,),
}


def _noun(kind: Any, told: Mapping[str, object]) -> Any:
    hints, given = _hints(kind), {}
    for field in fields(kind):
        if field.name in told:
            given[field.name] = _made(hints[field.name], told[field.name])
        elif field.default is MISSING and field.default_factory is MISSING:
            raise KeyError(field.name)
    return kind(**given)


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _must(is_so: bool, kind: Any) -> None:
    if not is_so:
        raise ValueError(f"not a {getattr(kind, '__name__', kind)}")


def without(told: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The same without some of its fields."""
    return {key: value for key, value in told.items() if key not in names}
