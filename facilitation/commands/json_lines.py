"""JSON lines in, JSON lines out, in the order given: the way commands meet other programs."""

import json
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any

import click

Record = dict[str, Any]

_SEPARATORS = {place: f"\\u{place:04x}" for place in (0x85, 0x2028, 0x2029)}
_HALF = re.compile("[\ud800-\udfff]")  # of a pair that JSON writes as two escapes


class BadRecord(ValueError):
    """A line that cannot be answered; its message says why."""


def answer_each(answer: Callable[[Record], Record]) -> None:
    """Answer every line of standard input on standard output.

    A record without an id goes by its line ("line 7"). A bad line is named by its number on
    standard error; the good ones are answered all the same, and the command then ends with a
    non-zero exit code.
    """
    failed = 0
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            answered = answer(_record(line, number))
        except BadRecord as problem:
            failed += 1
            click.echo(f"line {number}: {problem}", err=True)
        else:
            click.echo(line_of(answered).encode("utf-8", "replace"))
    if failed:
        raise click.exceptions.Exit(1)


def line_of(record: Mapping[str, object]) -> str:
    """A record on one line, also for readers who take more than a newline for the end of one."""
    return json.dumps(record, ensure_ascii=False).translate(_SEPARATORS)


def _record(line: bytes, number: int) -> Record:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as problem:
        raise BadRecord(f"not JSON in UTF-8: {problem}") from None
    if not isinstance(record, dict):
        raise BadRecord("not a JSON object")
    return {"id": f"line {number}", **record}


def text_of(record: Record, field: str, *, required: bool = True) -> str:
    """A field that must be text."""
    value = record.get(field)
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        raise BadRecord(f'"{field}" must be a text')
    if _HALF.search(value):
        raise BadRecord(f'"{field}" holds half a character (a lone surrogate)')
    return value
