"""A session as a file: one name, one content, for the command line and the pages alike.

A file's name is made of fixed parts and ids, never of anybody's words. Confidentiality is applied
where the material is gathered, so that no format knows more than another.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from facilitation.exports import csv_file, docx, json_file, pdf, qdc, qdpx, record, xlsx
from facilitation.model import Language, Session
from facilitation.phrases import in_language
from facilitation.report import Material, gather, report
from facilitation.report.blocks import Report
from facilitation.report.sheets import one_sheet, sheets
from facilitation.store import Store

Progress = Callable[[float], object]  # told the share that is done, 0 to 1
BEGUN, READ, TOLD = 0.1, 0.4, 0.6  # shares: the record comes first, then the report of it


class Format(StrEnum):
    """What a session can be written as."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    QDPX = "qdpx"
    QDC = "qdc"
    ALL = "all"


ENDINGS = {Format.ALL: "zip"}  # of names; the others end as they are called
ONE_FOR_ALL = (Format.JSON, Format.ALL)  # files that hold every language
MIME: Mapping[Format, str] = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv",
    Format.JSON: "application/json",
    Format.QDPX: "application/zip",
    Format.QDC: "application/xml",
    Format.ALL: "application/zip",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is written to a disk or sent to a browser."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Source:
    """A session read once for all the files made of it."""

    store: Store
    session: Session
    told: Progress = lambda share: None  # of one file: a pack of many counts files instead

    @cached_property
    def material(self) -> Material:
        gathered = gather(self.store, self.session)
        self.told(READ)
        return gathered

    @cached_property
    def lines(self) -> list[record.Line]:
        lines = record.lines(self.store, self.session)
        self.told(READ)
        return lines

    def report(self, language: Language) -> Report:
        made = report(self.material, language)
        self.told(TOLD)
        return made


def write(
    store: Store,
    session: Session,
    to: Format,
    language: Language = "",
    *,
    delimiter: str = "",
    told: Progress = lambda share: None,
) -> File:
    """A session in one format, also while it runs. `language` "" is all of its languages.

    `delimiter` is of a CSV: "" is the usual one of its language.
    """
    source = Source(store, session) if to is Format.ALL else Source(store, session, told)
    told(BEGUN)
    if to is Format.ALL:
        content = _zip(source, told)
    elif to is Format.CSV:
        content = _csv(source, language, delimiter)
    else:
        content = _WRITERS[to](source, language)
    told(1.0)
    return File(name_of(session, to, language), MIME[to], content)


def name_of(session: Session, to: Format, language: Language = "") -> str:
    """What the file is called: 1.1.1-k7m2qp-fr.pdf"""
    reference = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign == ".") else "-"
        for sign in session.plan.reference
    )
    said = "" if to in ONE_FOR_ALL else language
    return "-".join(filter(None, (reference, session.code, said))) + f".{ENDINGS.get(to, to)}"


def usual_delimiter(language: Language) -> str:
    """What spreadsheets expect between the cells of a CSV where people speak it."""
    return ";" if language in ("es", "fr") else ","


def _csv(source: Source, language: Language, delimiter: str) -> bytes:
    """In one language: with its words for parts, actors and codes. In none: ids, for programs."""
    separator = delimiter or usual_delimiter(language)
    if not language:
        return csv_file.write(source.lines, separator)
    return csv_file.write_sheet(one_sheet(source.material, "contributions", language), separator)


def _pdf(source: Source, language: Language) -> bytes:
    return pdf.write(source.report(language))


def _docx(source: Source, language: Language) -> bytes:
    return docx.write(source.report(language))


def _xlsx(source: Source, language: Language) -> bytes:
    said = in_language(language or source.session.plan.languages[0])
    pages = sheets(source.material, language)
    source.told(TOLD)
    return xlsx.write(pages, said.say("file.cut"))


def _json(source: Source, language: Language) -> bytes:
    return json_file.write(source.store, source.session)


def _qdpx(source: Source, language: Language) -> bytes:
    return qdpx.write(source.session, source.lines, language)


def _qdc(source: Source, language: Language) -> bytes:
    return qdc.write(source.session, language)


_WRITERS: Mapping[Format, Callable[[Source, Language], bytes]] = {
    Format.PDF: _pdf,
    Format.DOCX: _docx,
    Format.XLSX: _xlsx,
    Format.JSON: _json,
    Format.QDPX: _qdpx,
    Format.QDC: _qdc,
}


def _zip(source: Source, told: Progress) -> bytes:
    """Everything: each format in each language and in all of them, and the codebook as a table."""
    wanted = list(_wanted(source.session))
    file = io.BytesIO()
    with ZipFile(file, "w") as pack:
        for place, (to, language) in enumerate(wanted):
            content = (
                _csv(source, language, "") if to is Format.CSV else _WRITERS[to](source, language)
            )
            packed = ZIP_DEFLATED if to in (Format.CSV, Format.JSON, Format.QDC) else ZIP_STORED
            pack.writestr(name_of(source.session, to, language), content, packed)
            told(BEGUN + (1 - BEGUN) * (place + 1) / (len(wanted) + 1))
        codebook = csv_file.write_sheet(one_sheet(source.material, "codebook"), ",")
        pack.writestr("codebook.csv", codebook, ZIP_DEFLATED)
    return file.getvalue()


def _wanted(session: Session) -> Iterator[tuple[Format, Language]]:
    for to in (Format.PDF, Format.DOCX, Format.XLSX, Format.CSV):
        for language in ("", *session.plan.languages):
            yield to, language
    yield from ((to, "") for to in (Format.JSON, Format.QDPX, Format.QDC))
