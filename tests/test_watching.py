"""What an operator is told: is it well, what does it do, what went wrong. Never people's words."""

import json
import logging
import sys
from pathlib import Path

import pytest

from facilitation import measures
from facilitation.phrases import in_language
from facilitation.web.logs import JsonLines
from facilitation.web.measuring import kind_of
from tests.doors import Visitor, installation_of
from tests.rooms import Room

SAID = "Falta agua en Zacatecoluca"
TOKEN = "a token of the operator's own"


def figures(text: str) -> dict[str, float]:
    """Every figure by its name and labels, as they are written."""
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def visitor_of(room: Room, folder: Path, **settings: str) -> Visitor:
    told = {"RONDA_BACKUPS": str(folder / "backups"), **settings}
    return Visitor(installation_of(room.store, **told), room.session.code)


def test_metrics_count_what_was_said_and_hold_none_of_it(room: Room, tmp_path: Path) -> None:
    visitor = visitor_of(room, tmp_path)
    before = figures(visitor.http.get("/metrics").text)
    visitor.join(name="Ana")
    visitor.say(SAID)
    visitor.say("")

    text = visitor.http.get("/metrics").text

    after = figures(text)

    def more(name: str) -> float:
        return after[name] - before[name]

    assert more('ronda_submission_seconds_count{way="door"}') == 2
    assert more('ronda_refusals_total{why="error.empty"}') == 1
    assert more('ronda_request_seconds_count{what="door.say"}') == 2
    assert after["ronda_contributions"] == 1
    assert after['ronda_sessions{state="open"}'] == 1
    assert after["ronda_record_up"] == 1
    assert after["ronda_revision_lag"] == after["ronda_job_wait_seconds"] == 0
    assert after["process_resident_memory_bytes"] > 0
    assert not [word for word in (room.session.code, "agua", "Ana") if word in text]


def test_what_is_counted_stands_at_nothing_before_it_happens(room: Room, tmp_path: Path) -> None:
    told = figures(visitor_of(room, tmp_path).http.get("/metrics").text)

    for name in (
        *(f'ronda_submission_seconds_count{{way="{way}"}}' for way in ("door", "page")),
        *(f'ronda_refusals_total{{why="{why}"}}' for why in measures.WHYS),
        *(f'ronda_request_seconds_count{{what="door.{act}"}}' for act in ("say", "erase")),
        *(f'ronda_failures_total{{what="{what}"}}' for what in ("door", "door.stage", "link")),
    ):
        assert name in told
    assert set(measures.WHYS) <= set(in_language("en").messages)


def test_metrics_are_for_this_machine_unless_there_is_a_token(room: Room, tmp_path: Path) -> None:
    straight = visitor_of(room, tmp_path).http
    told = visitor_of(room, tmp_path, RONDA_METRICS_TOKEN=TOKEN).http

    assert straight.get("/metrics").status_code == 200
    assert straight.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    assert told.get("/metrics").status_code == 404
    assert told.get("/metrics", headers={"Authorization": b"Bearer \xe9"}).status_code == 404
    assert told.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_without_its_record_a_process_lives_and_is_not_ready(room: Room, tmp_path: Path) -> None:
    http = visitor_of(room, tmp_path).http
    room.store.close()

    assert http.get("/healthz/live").status_code == 200
    assert http.get("/healthz/ready").status_code == 503
    assert figures(http.get("/metrics").text)["ronda_record_up"] == 0


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/j/abc234/say", "door.say"),
        ("/j/abc234/stage", "door.stage"),
        ("/j/abc234", "door"),
        ("/j/abc234/Falta agua", "door"),
        ("/k/secret-of-the-organiser", "link"),
        ("/live/abc234", ""),
        ("/_stcore/stream", ""),
        ("/", ""),
    ],
)
def test_what_is_counted_names_no_code_and_no_key(path: str, kind: str) -> None:
    assert kind_of(path) == kind


def logged(message: str, *values: object) -> dict[str, object]:
    """The line of an event, with the error at hand if there is one."""
    record = logging.LogRecord(
        "facilitation.x", logging.ERROR, "x.py", 1, message, values, sys.exc_info()
    )
    (line,) = JsonLines().format(record).splitlines()
    return dict(json.loads(line))


def test_an_event_is_one_line_of_json() -> None:
    told = logged("No backup could be made: %s\nat all", "OSError")

    assert told["what"] == "No backup could be made: OSError at all"
    assert (told["level"], told["from"]) == ("error", "facilitation.x")
    assert str(told["at"]).endswith("+00:00")


def test_an_error_is_told_by_its_kind_and_place_and_not_by_what_it_quotes() -> None:
    try:
        int(SAID)
    except ValueError:
        told = logged(f"Uncaught: {SAID}")

    assert told["error"] == "ValueError"
    assert "tests/test_watching.py" in str(told["passed"])
    assert "agua" not in json.dumps(told)
