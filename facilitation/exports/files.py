"""A session as a file: one name, one content, for the command line and the pages alike.

A file's name is made of fixed parts and ids, never of anybody's words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from facilitation.exports import csv_file, json_file, qdc, qdpx, record
from facilitation.model import Language, Session
from facilitation.store import Store


class Format(StrEnum):
    """What a session can be written as."""

    CSV = "csv"
    JSON = "json"
    QDPX = "qdpx"
    QDC = "qdc"


MIME: Mapping[Format, str] = {
    Format.CSV: "text/csv",
    Format.JSON: "application/json",
    Format.QDPX: "application/zip",
    Format.QDC: "application/xml",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is written to a disk or sent to a browser."""

    name: str
    mime: str
    content: bytes


def write(store: Store, session: Session, to: Format, language: Language = "") -> File:
    """A session in one format, also while it runs. `language` "" is all of its languages."""
    return File(name_of(session, to, language), MIME[to], _WRITERS[to](store, session, language))


def name_of(session: Session, to: Format, language: Language = "") -> str:
    """What the file is called: 1.1.1-k7m2qp-fr.pdf"""
    reference = "".join(sign if sign.isalnum() else "-" for sign in session.plan.reference)
    return "-".join(filter(None, (reference, session.code, language))) + f".{to}"


def _csv(store: Store, session: Session, language: Language) -> bytes:
    return csv_file.write(record.lines(store, session))


def _json(store: Store, session: Session, language: Language) -> bytes:
    return json_file.write(session, record.lines(store, session))


def _qdpx(store: Store, session: Session, language: Language) -> bytes:
    return qdpx.write(session, record.lines(store, session), language)


def _qdc(store: Store, session: Session, language: Language) -> bytes:
    return qdc.write(session, language)


_WRITERS: Mapping[Format, Callable[[Store, Session, Language], bytes]] = {
    Format.CSV: _csv,
    Format.JSON: _json,
    Format.QDPX: _qdpx,
    Format.QDC: _qdc,
}
