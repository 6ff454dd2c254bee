"""Whole files in every shape that Zoom and organisers write, read record by record."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from facilitation.__main__ import ronda

SHAPES = Path(__file__).parent / "samples" / "shapes"
READ = sorted(path for path in (SHAPES / "read").iterdir() if path.suffix != ".jsonl")
REFUSED = sorted((SHAPES / "refused").iterdir())


def read(path: Path) -> Result:
    return CliRunner().invoke(ronda, ["import", str(path), "--dry-run", "--json"])


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_every_record_is_as_it_was_meant(path: Path) -> None:
    told = read(path)
    meant = path.with_name(path.name + ".jsonl").read_text("utf-8")

    assert told.exit_code == 0, told.stderr
    assert list(map(json.loads, told.stdout.splitlines())) == list(
        map(json.loads, meant.splitlines())
    )


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.name)
def test_a_damaged_file_is_refused_with_its_name_and_nothing_is_printed(path: Path) -> None:
    told = read(path)

    assert isinstance(told.exception, SystemExit)
    assert told.exit_code != 0
    assert told.stdout == ""
    assert path.name in told.stderr
