"""Look for known holes in the installed packages; where the database cannot be asked, say why not.

    python -m tests.audit_packages

A check that runs without a network must neither fail nor hang: what could not be asked is said,
and only a hole that was found ends with an error.
"""

import json
import subprocess
import sys
from pathlib import Path

SECONDS = 60  # for all of it
EACH = 5  # for one answer


def audit() -> tuple[list[str], str]:
    """The holes, a line for each, and a sentence on what was asked."""
    program = Path(sys.executable).with_name("pip-audit")
    words = ["--local", "--format", "json", "--progress-spinner", "off", "--timeout", str(EACH)]
    try:
        told = subprocess.run([program, *words], capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return [], f"skipped: no answer within {SECONDS} seconds"
    except OSError as problem:
        return [], f"skipped: {problem}"
    try:
        packages = json.loads(told.stdout)["dependencies"]
    except ValueError:
        return [], f"skipped: {_last_line(told.stderr)}"
    asked = [package for package in packages if "skip_reason" not in package]
    holes = [
        f"{package['name']} {package['version']}: {hole['id']}, mended in {hole['fix_versions']}"
        for package in asked
        for hole in package["vulns"]
    ]
    if not asked:
        return [], "skipped: the database that can be reached knows none of the packages"
    return holes, f"{len(asked)} of {len(packages)} packages asked for, {len(holes)} known holes"


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1][:200] if lines else "the database cannot be reached"


if __name__ == "__main__":
    found, sentence = audit()
    print(f"Audit of the packages: {sentence}")
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(bool(found))
