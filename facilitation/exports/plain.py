"""People's words made harmless for a file: what no format can hold, and what turns a line around.

The record keeps every text as it was written; this is applied on the way out, once.
"""

import regex

# XML 1.0, 2.2, and the controls behind ASCII, which no typeface has.
_ILLEGAL = regex.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIRECTION = regex.compile("[\u202a-\u202e\u2066-\u2069]")  # one of them reverses a paragraph


def printable(text: str) -> str:
    """`text` as every XML format and typesetter takes it; line feeds only."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _DIRECTION.sub("", _ILLEGAL.sub("\ufffd", text))
