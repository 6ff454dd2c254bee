"""Cells of a CSV that no spreadsheet runs, and the words back as they were.

The one change: an apostrophe is written before a cell that a spreadsheet could take for a formula,
and before one that looks as if that had been done already. So whoever reads our files takes the
first apostrophe off wherever `guarded` would have put it, and every word is as it was.
docs/csv-files.md says the same to those who read the files with something else.
"""

import regex

# What a spreadsheet would run: OWASP's list, and the same behind blanks and invisible characters.
_RISKY = regex.compile(
    r"'*(?:[\s\p{Cf}\p{DI}\u2800]*[=+\-@|%＝＋－＠]|[\t\r\n])",
)


def guarded(text: str) -> str:
    """A text that a spreadsheet shows and never runs."""
    return f"'{text}" if _RISKY.match(text) else text


def unguarded(cell: str) -> str:
    """The text that was guarded; any other cell as it is."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell[1:]) else cell
