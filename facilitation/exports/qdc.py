"""The codebook as REFI-QDA (.qdc), which NVivo, ATLAS.ti, MAXQDA and QualCoder read.

QDA-XML 1.0 of 18 March 2019 (qdasoftware.org). Ids are made from the session's and the code's, so
that two exports of a session name the same codes.
"""

from collections.abc import Iterable
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from facilitation.exports.plain import printable
from facilitation.model import Axis, Code, Language, Session
from facilitation.palette import GROUP_COLOURS
from facilitation.phrases import in_language, name_of

NAMESPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "Ronda"


def write(session: Session, language: Language = "") -> bytes:
    """The codebook of a session; codes are called as in `language`, else in its first one."""
    root = Element("CodeBook", {"xmlns": NAMESPACE, "origin": ORIGIN})
    root.append(codes(session, language))
    return as_xml(root)


def as_xml(root: Element) -> bytes:
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def guid(session: Session, *names: str) -> str:
    """The id of something of a session, the same each time."""
    return str(uuid5(uuid5(NAMESPACE_URL, "ronda"), "/".join((session.id, *names)))).upper()


def code_guid(session: Session, axis: Axis, code_id: str) -> str:
    return guid(session, "code", axis, code_id)


def codes(session: Session, language: Language = "") -> Element:
    """The `Codes` of a codebook or a project: one tree for each axis, its codes below it."""
    said = language or session.plan.languages[0]
    root = Element("Codes")
    for axis, its in ((Axis.THEME, session.plan.themes), (Axis.POINT, session.plan.points)):
        if its or axis is Axis.THEME:  # a codebook must hold a code
            root.append(_axis(session, axis, its, said))
    return root


def _axis(session: Session, axis: Axis, its: Iterable[Code], language: Language) -> Element:
    axis_element = Element("Code")
    axis_element.attrib |= {
        "guid": guid(session, "axis", axis),
        "name": in_language(language).say(f"file.axis.{axis}"),
        "isCodable": "false",
    }
    for place, code in enumerate(its):
        element = SubElement(axis_element, "Code")
        element.attrib |= {
            "guid": code_guid(session, axis, code.id),
            "name": printable(code.label.in_language(language).text) or code.id,
            "isCodable": "true",
            "color": GROUP_COLOURS[place % len(GROUP_COLOURS)].light,
        }
        SubElement(element, "Description").text = _description(session, code)
    return axis_element


def _description(session: Session, code: Code) -> str:
    """The id, then label and definition in every language of the session."""
    told = [code.id]
    for language in session.plan.languages:
        label, definition = code.label.texts.get(language), code.definition.texts.get(language)
        if label or definition:
            told.append(f"{name_of(language)}: {label or code.id}. {definition or ''}".strip())
    return printable("\n".join(told))
