"""Make installs once for each list of requirements, whichever verb is asked first."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.servers import ROOT

LISTS = ("requirements.txt", "requirements-dev.txt", "packages.txt", "packages-dev.txt")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The Makefile and its lists, with programs that do nothing but say what they were asked."""
    for name in ("Makefile", *LISTS):
        shutil.copy(ROOT / name, tmp_path)
    for program in (".venv/bin/python", ".venv/bin/pip", "tests/install-debian-packages"):
        path = tmp_path / program
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('#!/bin/sh\necho "asked: $*"\n')
        path.chmod(0o755)
    return tmp_path


def installed(folder: Path, verb: str) -> list[str]:
    """The lists that `make <verb>` installed."""
    told = subprocess.run(
        ["make", verb], cwd=folder, capture_output=True, text=True, check=True
    ).stdout
    asked = [line for line in told.splitlines() if line.startswith("asked: -m pip install")]
    return [line.rpartition(" ")[2] for line in asked]


@pytest.mark.parametrize("order", [("test", "run"), ("run", "test")])
def test_make_installs_only_what_changed(folder: Path, order: tuple[str, str]) -> None:
    made = [*installed(folder, order[0]), *installed(folder, order[1])]
    assert made == ["requirements.txt", "requirements-dev.txt"]
    assert [installed(folder, verb) for verb in (*order, *order)] == [[]] * 4

    with (folder / "requirements-dev.txt").open("a") as more:
        more.write("# changed\n")

    assert installed(folder, "run") == []
    assert [installed(folder, "test"), installed(folder, "run")] == [["requirements-dev.txt"], []]
