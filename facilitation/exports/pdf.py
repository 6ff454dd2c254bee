"""The report as PDF, typeset with Typst: tagged PDF/UA-1, charts as vector, fonts inside.

People's words reach the template as JSON and are never markup. Where no font of this machine has a
sign, PDF/UA cannot be made: the sign is then written by its code, and the file stays PDF/UA.
"""

import json
from collections.abc import Callable
from pathlib import Path

import regex
import typst

from facilitation.exports.laid_out import plain
from facilitation.exports.plain import printable
from facilitation.report.blocks import Report

TEMPLATE = Path(__file__).parent / "report.typ"
ACCENT = "#0b5f6e"
# The first comes with Typst; the others, where installed, are asked for signs that it lacks.
FONTS = (
    "Libertinus Serif",
    "Noto Serif",
    "Noto Serif CJK SC",
    "Noto Sans CJK SC",
    "Noto Naskh Arabic",
    "Droid Sans Fallback",
    "DejaVu Sans",
    "Noto Color Emoji",
)
# What Libertinus has: Latin, Greek, Cyrillic and the punctuation people type.
_RARE = regex.compile(
    r"(?:[^\p{Latin}\p{Greek}\p{Cyrillic}\p{Common}\p{Inherited}]|\p{Emoji_Presentation}"
    r"|[\u2190-\u2bff\u3000-\u303f\ufe00-\ufe0f\uff00-\uffef\U0001d400-\U0010ffff])+"
)
_INVISIBLE = regex.compile(r"[\p{Cf}\p{Co}\p{Cn}]")
CODES_SHOWN = 6  # of a run of signs that cannot be shown


def write(report: Report) -> bytes:
    """A PDF/UA-1 file, also where a sign of somebody's words has no font here."""
    try:
        return _typeset(report, as_it_is)
    except typst.TypstError:
        return _typeset(report, coded)


def as_it_is(text: str) -> str:
    return printable(text)


def coded(text: str) -> str:
    """Each run of signs beyond European scripts as their codes: [U+4E2D U+6587]."""
    text = _INVISIBLE.sub("", printable(text).replace("\t", " "))
    return _RARE.sub(lambda run: _codes(run[0]), text)


def _codes(run: str) -> str:
    told = [f"U+{ord(sign):04X}" for sign in run[:CODES_SHOWN]]
    more = ["…"] if len(run) > CODES_SHOWN else []
    return f"[{' '.join(told + more)}]"


def _typeset(report: Report, shown: Callable[[str], str]) -> bytes:
    data = plain(report, shown) | {"accent": ACCENT, "fonts": FONTS}
    return typst.compile(
        str(TEMPLATE),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
        pdf_standards="ua-1",
    )


def picture(svg: str) -> bytes:
    """A drawing as PNG, for formats that take no vector."""
    source = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg")'
    )
    return typst.compile(source.encode(), sys_inputs={"svg": svg}, format="png", ppi=220)
