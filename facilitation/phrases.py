"""The wording of the interface: gettext catalogues, one per language we ship.

A message is named by a dotted key (`door.send`); its English stands in `en.po` like any other
language. A key that is missing raises: no screen falls back to English in silence.
"""

import gettext
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale, negotiate_locale
from babel.dates import format_date, format_time, format_timedelta
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

CATALOGUES = Path(__file__).parent / "locales"
INTERFACE_LANGUAGES: tuple[str, ...] = tuple(sorted(path.stem for path in CATALOGUES.glob("*.po")))
FIRST_LANGUAGE = "en"


class MissingPhrase(KeyError):
    """A key that a catalogue does not hold: a defect, found by tests/test_phrases.py."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The interface in one language."""

    language: str
    messages: dict[str, tuple[str, ...]]
    plural_form: Callable[[int], int]

    def say(self, key: str, **values: object) -> str:
        """The message `key`, with `values` put in; `n` chooses its plural form."""
        forms = self.messages.get(key)
        if forms is None:
            raise MissingPhrase(f"{key} in {self.language}")
        n = values.get("n")
        form = forms[self.plural_form(int(str(n)))] if len(forms) > 1 else forms[0]
        if isinstance(n, int):
            values["n"] = self.number(n)
        return form.format(**values)

    def number(self, value: float) -> str:
        return _decimal(value, self.language)

    def percent(self, share: float) -> str:
        return format_percent(share, locale=self.language)

    def clock(self, at: datetime, zone: tzinfo) -> str:
        """The time of day in the reader's zone, which is named: 15:04 UTC+2."""
        return _clock(at.replace(second=0, microsecond=0), zone, self.language)

    def day(self, at: datetime, zone: tzinfo) -> str:
        return format_date(at.astimezone(zone), "long", locale=self.language)

    def programme_day(self, iso: str) -> str:
        """A day of a session file, 2021-05-26, as people write it; other words as they are."""
        try:
            return format_date(date.fromisoformat(iso), "long", locale=self.language)
        except ValueError:
            return iso

    def ago(self, gone: timedelta) -> str:
        """How long since, as a line of its own: 3 days ago."""
        told = format_timedelta(-gone, "minute", add_direction=True, locale=self.language)
        return told[0].upper() + told[1:]


@cache
def in_language(language: str) -> Phrases:
    """The catalogue of an interface language; others get the first one that we ship."""
    if language not in INTERFACE_LANGUAGES:
        language = FIRST_LANGUAGE
    catalogue = read_catalogue(language)
    messages = {
        str(_key(message.id)): tuple(_typeset(form, language) for form in _forms(message.string))
        for message in catalogue
        if message.id
    }
    return Phrases(language, messages, gettext.c2py(catalogue.plural_expr))


def read_catalogue(language: str) -> Catalog:
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


@lru_cache(maxsize=4096)
def _decimal(value: float, language: str) -> str:
    """Kept: a screen writes the same small numbers over and over, at 0.1 ms each."""
    return format_decimal(value, locale=language)


@lru_cache(maxsize=1024)
def name_of(language: str, reader: str | None = None) -> str:
    """A language's name as its own speakers write it, or as `reader` says it."""
    name = Locale.parse(language).get_display_name(reader or language) or language
    return name[0].upper() + name[1:] if reader is None else name


def preferred(accepted: str, offered: Iterable[str]) -> str:
    """The first language of an Accept-Language header that is offered, else the first offered."""
    offered = list(offered)
    wanted = [_tag for _, _tag in sorted(_weighted(accepted), key=lambda pair: -pair[0])]
    return negotiate_locale(wanted, offered, sep="-") or offered[0]


@lru_cache(maxsize=4096)  # a list of contributions tells few minutes, again and again
def _clock(at: datetime, zone: tzinfo, language: str) -> str:
    return f"{format_time(at, 'HH:mm', tzinfo=zone, locale=language)} {_offset(at, zone)}"


def _offset(at: datetime, zone: tzinfo) -> str:
    """What people write for a zone in all our languages. Babel's names differ: GMT+2, +0200."""
    seconds = int((at.astimezone(zone).utcoffset() or timedelta()).total_seconds())
    hours, minutes = divmod(abs(seconds) // 60, 60)
    sign = "−" if seconds < 0 else "+"
    shown = f"{sign}{hours}" + (f":{minutes:02}" if minutes else "")
    return f"UTC{shown}" if seconds else "UTC"


def _weighted(accepted: str) -> Iterable[tuple[float, str]]:
    for item in accepted[:500].split(","):
        tag, _, weight = item.strip().partition(";q=")
        try:
            yield float(weight or 1), tag.strip()
        except ValueError:
            continue


def _key(id_: object) -> object:
    return id_[0] if isinstance(id_, (tuple, list)) else id_


def _typeset(text: str, language: str) -> str:
    """French signs stay with their word: a translator types plain spaces, a line never breaks
    before a colon."""
    return re.sub(r" (?=[:;?!»])|(?<=«) ", "\u00a0", text) if language == "fr" else text


def _forms(string: object) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, (tuple, list)) else (str(string),)
