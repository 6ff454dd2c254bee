"""The styles of a report in Word: changed there once, changed everywhere."""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from facilitation.exports.docx_marks import ACCENT, NOTICE, QUIET, REGIONS, element
from facilitation.model import Language

FONT = "Cambria"
# Name, size in points, colour, bold, italic, points before and after, indent in centimetres.
_OWN = (
    ("Reference", 34.0, ACCENT, False, False, 90, 6, 0.0),
    ("Lead", 12.0, "", False, True, 0, 8, 0.0),
    ("Small", 9.0, QUIET, False, False, 0, 6, 0.0),
    ("Notice", 10.0, NOTICE, False, False, 4, 8, 0.3),
    ("Conclusion", 11.0, "", False, False, 10, 2, 0.0),
    ("Evidence", 8.5, QUIET, False, False, 0, 6, 0.0),
    ("Quotation", 10.0, "", False, False, 4, 1, 0.7),
    ("Translation", 9.5, QUIET, False, False, 0, 1, 0.7),
    ("Attribution", 8.5, QUIET, False, False, 0, 6, 0.7),
    ("Cell", 9.0, "", False, False, 1, 1, 0.0),
    ("Contents 1", 10.5, "", True, False, 5, 1, 0.0),
    ("Contents 2", 10.0, "", False, False, 0, 1, 0.6),
)
_HEADINGS = (("Heading 1", 20.0, ACCENT), ("Heading 2", 13.0, "1D2B33"), ("Heading 3", 11.0, QUIET))


def set_styles(document: Document, language: Language) -> None:
    """Fonts, sizes and colours of the paper, and the language that text is in by default."""
    normal = document.styles["Normal"]
    _set_font(normal, FONT, 10.5, "", False, False)
    normal.paragraph_format.space_after = Pt(6)
    normal.element.get_or_add_rPr().append(element("w:lang", val=REGIONS.get(language, language)))
    for name, size, colour in _HEADINGS:
        style = document.styles[name]
        _set_font(style, FONT, size, colour, name == "Heading 2", False)
        style.paragraph_format.space_before = Pt(0 if name == "Heading 1" else 14)
        style.paragraph_format.space_after = Pt(8)
        style.paragraph_format.page_break_before = name == "Heading 1"
    _set_font(document.styles["Title"], FONT, 24, "1D2B33", False, False)
    _set_font(document.styles["Caption"], FONT, 9, QUIET, False, False)
    _set_font(document.styles["Footer"], FONT, 8, QUIET, False, False)
    hyphenation = element("w:autoHyphenation", val=1)  # narrow columns have long words
    document.settings.element.find(qn("w:defaultTabStop")).addnext(hyphenation)
    for name, size, colour, bold, italic, before, after, indent in _OWN:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _set_font(style, FONT, size, colour, bold, italic)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.left_indent = Cm(indent)
    document.styles.element.append(_table_style())
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(document.sections[0], side, Cm(2.3))
    document.sections[0].page_width, document.sections[0].page_height = Cm(21), Cm(29.7)


def _set_font(style: Any, name: str, size: float, colour: str, bold: bool, italic: bool) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):  # the theme's fonts would win over ours
        del fonts.attrib[key]
    style.font.name, style.font.size = name, Pt(size)
    style.font.bold, style.font.italic = bold, italic
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)


def _table_style() -> Any:
    """Thin lines between the rows, an accent above and below the header."""
    line = '<w:{} w:val="single" w:sz="{}" w:space="0" w:color="{}"/>'
    edges = line.format("top", 8, ACCENT) + line.format("bottom", 4, "D5DDE0")
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable">'
        '<w:name w:val="Report table"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        f"{edges}{line.format('insideH', 4, 'D5DDE0')}</w:tblBorders></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
        f"{line.format('bottom', 8, ACCENT)}</w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
    )
