"""WordprocessingML by hand: what python-docx has no call for, or does too slowly for thousands.

Elements are those of ISO/IEC 29500-1, chapter 17. Every text is set as text.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from facilitation.exports.plain import printable
from facilitation.model import Language

Element = Any  # of lxml, which publishes no types of its own
REGIONS = {"en": "en-GB", "es": "es-ES", "fr": "fr-FR"}  # what proofing tools are installed for
QUIET, ACCENT, NOTICE = "55646C", "0B5F6E", "8A5A00"


def element(tag: str, /, **attributes: object) -> Element:
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def paragraph(style: str, *content: Element, keeps_with_next: bool = False) -> Element:
    """A paragraph in a style, by the style's id."""
    made, properties = element("w:p"), element("w:pPr")
    properties.append(element("w:pStyle", val=style))
    if keeps_with_next:
        properties.append(element("w:keepNext"))
    made.append(properties)
    made.extend(content)
    return made


def run(
    text: str,
    language: Language,
    *,
    bold: bool = False,
    italic: bool = False,
    colour: str = "",
    size: float = 0,
) -> Element:
    """A text in its language; a line feed in it is a line break."""
    made, properties = element("w:r"), element("w:rPr")
    if bold:
        properties.append(element("w:b"))
    if italic:
        properties.append(element("w:i"))
    if colour:
        properties.append(element("w:color", val=colour))
    if size:
        properties.append(element("w:sz", val=round(2 * size)))
    properties.append(element("w:lang", val=REGIONS.get(language, language)))
    made.append(properties)
    for place, line in enumerate(printable(text).split("\n")):
        if place:
            made.append(element("w:br"))
        told = OxmlElement("w:t")
        told.text = line
        told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(told)
    return made


def link(anchor: str, *content: Element) -> Element:
    """To a bookmark of this document."""
    made = element("w:hyperlink", anchor=anchor)
    made.extend(content)
    return made


def bookmark(name: str, number: int) -> tuple[Element, Element]:
    return element("w:bookmarkStart", id=number, name=name), element("w:bookmarkEnd", id=number)


def field(instruction: str, shown: Sequence[Element] = ()) -> list[Element]:
    """A field that Word works out, with what is shown until then."""
    code = element("w:instrText")
    code.text = instruction
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    begin, separate, end = (
        element("w:fldChar", fldCharType=kind) for kind in ("begin", "separate", "end")
    )
    return [_in_run(begin), _in_run(code), _in_run(separate), *shown, _in_run(end)]


def _in_run(content: Element) -> Element:
    made = element("w:r")
    made.append(content)
    return made


def table(
    header: Sequence[Element] | None, rows: Iterable[Sequence[Element]], shares: Sequence[int]
) -> Element:
    """A table across the page; its header is repeated on each page and told to screen readers.

    Cells are paragraphs; `shares` are the widths of the columns. Some tables have no header.
    """
    made = element("w:tbl")
    properties = element("w:tblPr")
    properties.append(element("w:tblStyle", val="ReportTable"))
    properties.append(element("w:tblW", w=5000, type="pct"))
    properties.append(element("w:tblLayout", type="fixed"))
    is_headed = int(header is not None)
    margins = element("w:tblCellMar")
    margins.extend(element(f"w:{side}", w=60, type="dxa") for side in ("left", "right"))
    properties.append(margins)
    look = "0620" if is_headed else "0600"  # the same as the attributes, for older readers
    flags = {"firstRow": is_headed, "noVBand": 1, "noHBand": 1}
    properties.append(element("w:tblLook", val=look, **flags))
    grid = element("w:tblGrid")
    widths = [round(9300 * share / sum(shares)) for share in shares]
    grid.extend(element("w:gridCol", w=width) for width in widths)
    made.append(properties)
    made.append(grid)
    if header is not None:
        made.append(_row(header, widths, is_header=True))
    made.extend(_row(cells, widths) for cells in rows)
    return made


def _row(cells: Sequence[Element], widths: Sequence[int], is_header: bool = False) -> Element:
    made, properties = element("w:tr"), element("w:trPr")
    properties.append(element("w:cantSplit"))
    if is_header:
        properties.append(element("w:tblHeader"))
    made.append(properties)
    for cell, width in zip(cells, widths, strict=True):
        box, its = element("w:tc"), element("w:tcPr")
        its.append(element("w:tcW", w=width, type="dxa"))
        box.append(its)
        box.append(cell)
        made.append(box)
    return made
