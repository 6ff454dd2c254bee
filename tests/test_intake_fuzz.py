"""Fuzzing the readers of uploaded files, guided by coverage: ten minutes each in `make trial`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SECONDS = int(os.environ.get("RONDA_FUZZ_SECONDS", "600"))
READERS = (
    "chat",
    "chats",
    "vtt",
    "participants",
    "registrations",
    "contributions",
    "workbook",
    "any",
)


@pytest.mark.trial
@pytest.mark.parametrize("reader", READERS)
def test_no_input_makes_a_reader_crash_or_hang(reader: str) -> None:
    pytest.importorskip("atheris", reason="atheris has no wheel for this machine")
    command = [sys.executable, "-m", "bench.fuzz_intake", reader, "--seconds", str(SECONDS)]

    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert run.returncode == 0, run.stderr[-4_000:]
