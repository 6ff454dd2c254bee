"""What a process costs, and how long things took."""

import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles

import psutil


@dataclass(slots=True)
class Cost:
    """What a stretch of time took: wall and processor seconds, of the server and of this client."""

    seconds: float = 0.0
    server: float = 0.0
    client: float = 0.0
    others: float = 0.0  # what everything else on the machine took meanwhile

    @property
    def percent(self) -> float:
        """Of one core, by the server."""
        return 100 * self.server / self.seconds

    @property
    def is_disturbed(self) -> bool:
        """Whether somebody else took more than a tenth of a core."""
        return self.others > self.seconds / 10


def settle() -> None:
    """Take what this process holds out of its garbage collector's way, as a server does when it
    starts: with all scenarios loaded one collection is a quarter of a second."""
    gc.collect()
    gc.freeze()


def pace() -> float:
    """Milliseconds of the processor for a piece of work that never changes: how quick the machine
    is just now. A shared one is nearly twice as slow in some minutes as in others."""
    return 1000 * median(_piece_of_work() for _ in range(9))


def _piece_of_work() -> float:
    began = time.process_time()
    sum(n * n for n in range(500_000))
    return time.process_time() - began


class Gauge:
    """Measures the process `pid` with all it started."""

    def __init__(self, pid: int) -> None:
        self._server = psutil.Process(pid)
        self._client = psutil.Process()

    def memory(self) -> int:
        """Resident bytes."""
        return sum(process.memory_info().rss for process in _family(self._server))

    @contextmanager
    def measuring(self) -> Iterator[Cost]:
        """The cost of a block, filled in when it ends."""
        cost = Cost()
        began, before = time.perf_counter(), self._spent()
        yield cost
        cost.seconds = time.perf_counter() - began
        server, client, machine = (
            after - earlier for after, earlier in zip(self._spent(), before, strict=True)
        )
        cost.server, cost.client = server, client
        cost.others = max(0.0, machine - server - client)

    def _spent(self) -> tuple[float, float, float]:
        machine = psutil.cpu_times()
        busy = sum(machine) - machine.idle - getattr(machine, "iowait", 0.0)
        # Guest time is counted in user time already.
        busy -= getattr(machine, "guest", 0.0) + getattr(machine, "guest_nice", 0.0)
        server = sum(map(_spent_by, _family(self._server)))
        return server, _spent_by(self._client), busy


def _family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _spent_by(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


@dataclass(frozen=True, slots=True)
class Spread:
    """p50, p95 and p99 of durations, in the unit they were given in."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, durations: Sequence[float]) -> "Spread":
        """Of one duration all three are that one; of none all are infinite: nothing arrived."""
        if len(durations) < 2:
            only = durations[0] if durations else float("inf")
            return cls(only, only, only)
        cuts = quantiles(durations, n=100, method="inclusive")
        return cls(cuts[49], cuts[94], cuts[98])
