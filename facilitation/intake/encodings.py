"""Bytes to text: UTF-8 with or without a mark, UTF-16 and UTF-32, else Windows-1252, which Excel
writes in Spanish and French.

Every byte is some letter in Windows-1252, so what only looks like it is refused: letters of other
encodings come out as signs within words, or as rows of letters that no language here has.
"""

import codecs
import re

from facilitation.intake.findings import BadFile, Finding
from facilitation.texts import cleaned_line

# Longest first: the mark of UTF-32 begins with the mark of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WINDOWS = "cp1252"
_FOREIGN = re.compile(
    r"[^\W\d_a-zA-Z]{3,}"  # Cyrillic or Chinese: no word of ours has three such letters in a row
    r"|(?<=[a-z])[À-ÖØ-ÞŠŽŒŸ]"  # "JosŽ": from an old Macintosh
    r"|(?<=[^\W\d_])[¢-§¬±¶¸¼-¾×÷‚ƒ„†‡ˆ‰‹˜™](?=[^\W\d_])"  # "Nu¤ez": from DOS
    r"|(?<=[^\W\d_])[¢-¦‚ƒ„†‡ˆ˜]"
    r"|[¢-§¬±¼-¾†‡ˆ‰](?=[a-zà-ÿ])"
    r"|[‚ƒ](?=[^\s\w]|[À-ÿ])"  # from Japan
)
_TWICE = re.compile(r"Ã[\x80-¿ŒŠ-šžŽŸƒˆ˜–-•™…†‡‰‹›€]|Â[¡-¿]|â€[™œ“”¦˜]")  # "Ã©" was an "é"
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_SOME = 0.2  # of what is beyond ASCII: so many are no slip of the pen
_NEARLY_ALL, _SEVERAL = 0.8, 3
AROUND = 12  # characters that are told with what is garbled


def decode(data: bytes, file: str) -> str:
    """The text of a file; raises BadFile where its letters cannot be told."""
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        is_binary = encoding == _WINDOWS and b"\x00" in data
        phrase = "intake.not_text" if is_binary else "intake.bad_bytes"
        raise BadFile(phrase, file, _line_at(data, error.start)) from None
    if encoding == _WINDOWS:
        _check(_FOREIGN, text, _SOME, 1, file)
    _check(_TWICE, text, _NEARLY_ALL, _SEVERAL, file)
    return text


def about_encoding(data: bytes, file: str) -> tuple[Finding, ...]:
    """That a file was taken for Windows' own, which only its reader can tell for sure."""
    if _encoding(data) != _WINDOWS:
        return ()
    first = next(place for place, byte in enumerate(data) if byte > 0x7F)
    return (Finding("intake.read_as_windows", file, _line_at(data, first)),)


def _encoding(data: bytes) -> str:
    """By its mark, else by its bytes: what is no UTF-8 at all is taken for Windows-1252."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), _unmarked(data))
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        is_windows = encoding == "utf-8" and not _is_damaged_utf8(data, error.start)
        return _WINDOWS if is_windows else encoding
    return encoding


def _unmarked(data: bytes) -> str:
    """UTF-16 without a mark shows as a zero in nearly every second byte of Latin text."""
    start = data[:2000]
    if len(start) >= 8 and start[1::2].count(0) * 10 > len(start) * 4:
        return "utf-16-le"
    if len(start) >= 8 and start[::2].count(0) * 10 > len(start) * 4:
        return "utf-16-be"
    return "utf-8"


def _is_damaged_utf8(data: bytes, first: int) -> bool:
    """UTF-8 that was cut or spoilt, as against another encoding.

    Text in Windows-1252 hardly ever holds a valid sequence of UTF-8 by chance; a file that was cut
    has its first wrong byte within its last character.
    """
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = len(_BEYOND_ASCII.findall(text)) - wrong
    return right > wrong or (right > 0 and first >= len(data) - 3)


def _check(garbled: re.Pattern[str], text: str, share: float, least: int, file: str) -> None:
    """Refuse a text in which so much of what is beyond ASCII, and so many places, are garbled."""
    found = list(garbled.finditer(text))
    many = sum(len(one[0]) for one in found)
    if len(found) >= least and many >= share * len(_BEYOND_ASCII.findall(text)):
        start, end = found[0].span()
        around = text[max(start - AROUND, 0) : end + AROUND]
        line = text.count("\n", 0, start) + 1
        raise BadFile("intake.garbled", file, line, sample=cleaned_line(around))


def _line_at(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
