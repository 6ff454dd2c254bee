"""The record as a REFI-QDA project (.qdpx): codebook, one text for each contribution, its codings.

A zip of `project.qde` and the texts. Codings that people confirmed come by the user "people", those
only a machine suggested by the user "machine": filter by who coded. Whole texts are coded, with
positions counted in UTF-16 units, as the tools that read this count them.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from facilitation.exports.plain import printable
from facilitation.exports.qdc import ORIGIN, as_xml, code_guid, codes, guid
from facilitation.exports.record import Line
from facilitation.model import Axis, Language, Session
from facilitation.phrases import in_language

NAMESPACE = "urn:QDA-XML:project:1.0"
VARIABLES = ("part", "actor", "group", "language", "organisation", "name", "territory", "source")
_MOMENT = (1980, 1, 1, 0, 0, 0)  # of the files in the zip, so that equal records are equal files


def write(session: Session, lines: Sequence[Line], language: Language = "") -> bytes:
    """A project that opens in NVivo, ATLAS.ti, MAXQDA or QualCoder. Erased texts are left out."""
    kept = [line for line in lines if line.text]
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as pack:
        pack.writestr(ZipInfo("project.qde", _MOMENT), as_xml(_project(session, kept, language)))
        for line in kept:
            name = f"Sources/{_source_guid(session, line)}.txt"
            pack.writestr(ZipInfo(name, _MOMENT), printable(line.text).encode())
    return file.getvalue()


def _source_guid(session: Session, line: Line) -> str:
    return guid(session, "contribution", line.id)


def _project(session: Session, lines: Sequence[Line], language: Language) -> Element:
    title = session.plan.title.in_language(language or session.plan.languages[0]).text
    root = Element("Project", {"xmlns": NAMESPACE, "origin": ORIGIN})
    root.attrib |= {
        "name": printable(f"{session.plan.reference} {title}").strip() or ORIGIN,
        "creatingUserGUID": guid(session, "user", "people"),
        "creationDateTime": _moment(session.opened_at),
    }
    users = SubElement(root, "Users")
    for user in ("people", "machine"):
        SubElement(users, "User", {"guid": guid(session, "user", user), "name": user})
    SubElement(root, "CodeBook").append(codes(session, language))
    variables = SubElement(root, "Variables")
    phrases = in_language(language or session.plan.languages[0])
    for name in VARIABLES:
        about = {"guid": guid(session, "variable", name), "typeOfVariable": "Text"}
        SubElement(variables, "Variable", about | {"name": phrases.say(f"file.column.{name}")})
    if lines:  # the schema asks for at least one source where there are Sources
        sources = SubElement(root, "Sources")
        sources.extend(_source(session, line) for line in lines)
    return root


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else "1970-01-01T00:00:00+00:00"


def _source(session: Session, line: Line) -> Element:
    source_guid = _source_guid(session, line)
    element = Element("TextSource", {"guid": source_guid, "name": f"{line.number:05}"})
    element.attrib |= {
        "plainTextPath": f"internal://{source_guid}.txt",
        "creatingUser": guid(session, "user", "people"),
        "creationDateTime": line.received_at,
    }
    codings = list(_codings(session, line))
    if codings:
        element.append(_selection(session, line, codings))
    for name in VARIABLES:
        value = SubElement(element, "VariableValue")
        SubElement(value, "VariableRef", {"targetGUID": guid(session, "variable", name)})
        SubElement(value, "TextValue").text = printable(getattr(line, name))
    return element


def _selection(session: Session, line: Line, codings: Iterable[Element]) -> Element:
    units = len(printable(line.text).encode("utf-16-le")) // 2
    selection = Element("PlainTextSelection", {"guid": guid(session, "selection", line.id)})
    selection.attrib |= {
        "name": f"{line.number:05}",
        "startPosition": "0",
        "endPosition": str(units),
        "creatingUser": guid(session, "user", "people"),
        "creationDateTime": line.received_at,
    }
    selection.extend(codings)
    return selection


def _codings(session: Session, line: Line) -> Iterable[Element]:
    for axis, user, ids in (
        (Axis.THEME, "people", line.themes_confirmed),
        (Axis.THEME, "machine", line.themes_suggested),
        (Axis.POINT, "people", line.points_confirmed),
        (Axis.POINT, "machine", line.points_suggested),
    ):
        for code_id in ids:
            about = {"guid": guid(session, "coding", line.id, axis, code_id)}
            about |= {"creatingUser": guid(session, "user", user)}
            coding = Element("Coding", about)
            SubElement(coding, "CodeRef", {"targetGUID": code_guid(session, axis, code_id)})
            yield coding
