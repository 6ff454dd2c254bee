"""The log as JSON lines: one object for each event, for machines that collect them.

An error is told by its kind and the places it passed, not by its message: that may quote what
somebody wrote. Nothing here ever writes an address, a key or a code. In either form of the log, a
page that waits for its record is one line: it is no defect.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from facilitation.errors import Unreachable
from facilitation.settings import ROOT

FRAMES = 12  # of an error, the innermost
OF_PAGES = "streamlit.error_util"  # the logger of what ends a page's run


class JsonLines(logging.Formatter):
    """One event, on one line."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "process": record.process,
        }
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            # What was said with it may be the error's own message.
            told |= {"what": "an error", "error": kind.__name__, "passed": _places(trace)}
        else:
            told["what"] = " ".join(record.getMessage().split())
        return json.dumps(told, ensure_ascii=False)


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-FRAMES:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(ROOT) and ".venv" not in path.parts:
        return path.relative_to(ROOT).as_posix()
    return "/".join(path.parts[-2:])


def tell_waiting_in_one_line() -> None:
    """Have a page that could not be drawn, since the record is away, leave a line and no trace."""
    logging.getLogger(OF_PAGES).addFilter(_without_trace)


def _without_trace(record: logging.LogRecord) -> bool:
    problem = record.exc_info[1] if record.exc_info else None
    if isinstance(problem, Unreachable):
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.msg, record.args = "A page waits for the record: %s", (_cause(problem),)
        record.exc_info = None
    return True


def _cause(problem: Unreachable) -> str:
    return type(problem.__cause__ or problem).__name__


def write_json_lines() -> None:
    """Have every logger of this process write so, those of Streamlit and its server as well."""
    if not logging.root.handlers:
        logging.root.addHandler(logging.StreamHandler())
    logging.root.setLevel(logging.INFO)
    known = [logging.root, *map(logging.getLogger, logging.root.manager.loggerDict)]
    for logger in known:
        for handler in logger.handlers:
            handler.setFormatter(JsonLines())
