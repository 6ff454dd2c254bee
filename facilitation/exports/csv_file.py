"""The record as CSV: UTF-8 with a byte order mark, every cell quoted, none a formula."""

import csv
import io
from collections.abc import Sequence
from dataclasses import astuple, fields

import regex

from facilitation.exports.record import Line

# What a spreadsheet would run: OWASP's list, and the same behind blanks and invisible characters.
_RISKY = regex.compile(r"^[\s\p{Cf}]*[=+\-@|%＝＋－＠]|^[\t\r\n]")


def safe_cell(value: object) -> object:
    """A cell that a spreadsheet shows and never runs; numbers stay numbers."""
    if isinstance(value, int):
        return int(value)
    text = "; ".join(value) if isinstance(value, tuple) else str(value)
    return f"'{text}" if _RISKY.match(text) else text


def write(lines: Sequence[Line], delimiter: str = ",") -> bytes:
    """A file that spreadsheets open with its accents right. ES and FR often want ";"."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, delimiter=delimiter)
    writer.writerow(field.name for field in fields(Line))
    for line in lines:
        writer.writerow(safe_cell(value) for value in astuple(line))
    return b"\xef\xbb\xbf" + file.getvalue().encode()
