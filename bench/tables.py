"""What was measured, as lines that are kept and drawn as one table."""

import json
import platform
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

OUT = Path(__file__).parent / "out"
README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- the last table -->\n", "<!-- end -->\n"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a scenario, with what it must not pass and what it is held against."""

    what: str
    ronda: float
    unit: str
    limit: float | None = None
    floor: float | None = None
    plain: float | None = None

    @property
    def is_kept(self) -> bool:
        return self.limit is None or self.ronda <= self.limit


@dataclass(frozen=True, slots=True)
class Outcome:
    """A scenario that was played: its lines, and what was not as it must be."""

    scenario: str
    lines: tuple[Line, ...]
    lost: tuple[str, ...] = ()  # each a sentence; any of them fails the run
    is_disturbed: bool = False  # others used the machine meanwhile: the figures are upper bounds
    pace: tuple[float, ...] = ()  # of the machine before and after: see gauges.pace

    def keep(self) -> None:
        """Write it beside the others of this machine."""
        OUT.mkdir(exist_ok=True)
        name = re.sub(r"\W+", "-", self.scenario)
        told = {"at": datetime.now(UTC).isoformat(timespec="minutes"), **asdict(self)}
        (OUT / f"{name}.json").write_text(json.dumps(told, indent=1))


def drawn(outcome: Outcome) -> str:
    """An outcome as a markdown table."""
    return "\n".join((_head(outcome.scenario), *map(_row, outcome.lines)))


def kept() -> list[tuple[str, Outcome]]:
    """The outcomes kept on this machine, each with when it was measured."""
    found = []
    for path in sorted(OUT.glob("*.json")):
        told = json.loads(path.read_text())
        lines = tuple(Line(**line) for line in told.pop("lines"))
        found.append((told.pop("at"), Outcome(**told | {"lines": lines})))
    return found


def write_readme() -> None:
    """Put the kept outcomes into the README, each in the place of an older one of its scenario."""
    text = README.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    last, _, after = rest.partition(END)
    tables = dict(_written(last))
    for at, outcome in kept():
        if outcome.scenario not in tables or at > _measured(tables[outcome.scenario]):
            tables[outcome.scenario] = _told(at, outcome)
    body = "\n\n".join((machine(), *(tables[scenario] for scenario in sorted(tables))))
    README.write_text(f"{before}{BEGIN}{body}\n{END}{after}", "utf-8")


def _written(body: str) -> Iterable[tuple[str, str]]:
    """The tables that stand in the README, by their scenario."""
    for table in re.split(r"\n\n(?=\|)", body)[1:]:
        yield table[2 : table.index(" |", 2)], table.strip()


def _measured(table: str) -> str:
    """When a table of the README was measured, as `kept` writes it."""
    found = re.search(r"Measured (\S+) (\S+) UTC", table)
    return f"{found[1]}T{found[2]}" if found else ""


def machine() -> str:
    """The machine the figures hold for."""
    memory = round(psutil.virtual_memory().total / 2**30)
    name = _processor() or platform.processor() or platform.machine()
    return (
        f"{name}, {psutil.cpu_count()} cores, {memory} GB, {platform.system()} "
        f"{platform.release().partition('-')[0]}, Python {platform.python_version()}; "
        "client and server on the same machine."
    )


def _told(at: str, outcome: Outcome) -> str:
    noise = " The machine was busy with other things: upper bounds." * outcome.is_disturbed
    pace = " to ".join(f"{one:.0f}" for one in sorted(outcome.pace))
    pace = f" Its pace: {pace} ms." if pace else ""
    return f"{drawn(outcome)}\n\nMeasured {at[:16].replace('T', ' ')} UTC.{pace}{noise}"


def _processor() -> str:
    cpu = Path("/proc/cpuinfo")
    lines = cpu.read_text().splitlines() if cpu.exists() else []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "")


def _head(scenario: str) -> str:
    return f"| {scenario} | Ronda | limit | floor | plain |\n|---|---:|---:|---:|---:|"


def _row(line: Line) -> str:
    mark = "" if line.is_kept else " **over**"
    cells = (
        line.what,
        f"{_shown(line.ronda, line.unit)}{mark}",
        "" if line.limit is None else _shown(line.limit, line.unit),
        _against(line, line.floor, "x{:.2g}"),
        _against(line, line.plain, "x{:.2g}"),
    )
    return f"| {' | '.join(cells)} |"


def _against(line: Line, other: float | None, ratio: str) -> str:
    """Another's figure, and ours as a multiple of it."""
    if other is None:
        return ""
    times = f" ({ratio.format(line.ronda / other)})" if other and other != float("inf") else ""
    return f"{_shown(other, line.unit)}{times}"


def _shown(value: float, unit: str) -> str:
    if value == float("inf"):
        return "never"
    digits = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f} {unit}".strip()
