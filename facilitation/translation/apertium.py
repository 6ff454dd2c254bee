"""Apertium on this machine: its pipes kept open, one per direction, and nothing sent anywhere.

A null character ends a text and flushes its answer.
"""

import contextlib
import os
import re
import selectors
import shlex
import subprocess
import threading
import time
from collections import deque
from pathlib import Path

from facilitation.model import Language, Trouble
from facilitation.texts import without_controls
from facilitation.translation.apertium_stream import END, translate_line
from facilitation.translation.renderings import Permanent, Rendering, Transient, Unavailable

POLITENESS = 10  # nice
MODES = Path("/usr/share/apertium/modes")

_MODE_NAME = re.compile(r"([a-z]{2,3})-([a-z]{2,3})$")
_TWO_LETTERS = {"eng": "en", "spa": "es", "fra": "fr", "cat": "ca", "por": "pt", "ita": "it"}


class Apertium:
    """All directions that are installed here; a pair without its own goes by way of another."""

    name = "apertium"

    def __init__(self, modes: Path = MODES, patience: float = 20.0) -> None:
        """`patience`: seconds a direction may take for one line before it is started anew."""
        self._modes = modes
        self._patience = patience
        self._pipes: dict[tuple[Language, Language], _Pipe] = {}
        self._lock = threading.Lock()
        self._version = ""

    def translate(self, text: str, source: Language, target: Language) -> Rendering:
        """`text` line by line, so that line breaks stay where they were.

        Without its control characters: a null ends a text on its way.
        """
        text = without_controls(text)
        legs = self._legs(source, target)
        unknown: dict[str, None] = {}
        for leg in legs:
            pipe = self._pipe(leg)
            text = "\n".join(translate_line(pipe.ask, line, unknown) for line in text.split("\n"))
        route = ">".join([source, *(arrival for _, arrival in legs)])
        return Rendering(text, self.name, self.version, route, tuple(unknown))

    @property
    def version(self) -> str:
        """What `apertium -V` answers: "3.8.3"; "" where it does not."""
        if not self._version:
            try:
                answer = subprocess.run(
                    ["apertium", "-V"], capture_output=True, text=True, timeout=10, check=False
                ).stdout
            except (OSError, subprocess.TimeoutExpired):
                return ""
            self._version = answer.strip().rpartition(" ")[2]
        return self._version

    def close(self) -> None:
        with self._lock:
            pipes, self._pipes = self._pipes, {}
        for pipe in pipes.values():
            pipe.stop()

    def _pipe(self, leg: tuple[Language, Language]) -> "_Pipe":
        with self._lock:
            if leg not in self._pipes:
                self._pipes[leg] = _Pipe(installed_directions(self._modes)[leg], self._patience)
            return self._pipes[leg]

    def _legs(self, source: Language, target: Language) -> list[tuple[Language, Language]]:
        """The shortest way through the installed directions."""
        directions = installed_directions(self._modes)
        if not directions:
            raise Unavailable(Trouble.APERTIUM_MISSING)
        ways: deque[list[tuple[Language, Language]]] = deque([[]])
        seen = {source}
        while ways:
            way = ways.popleft()
            here = way[-1][1] if way else source
            if here == target:
                return way
            for leg in directions:
                if leg[0] == here and leg[1] not in seen:
                    seen.add(leg[1])
                    ways.append([*way, leg])
        raise Permanent(Trouble.NO_WAY)


def installed_directions(modes: Path = MODES) -> dict[tuple[Language, Language], Path]:
    """The mode file of each direction found, by two-letter codes."""
    found = {}
    for path in sorted(modes.glob("*.mode")):
        if name := _MODE_NAME.match(path.stem):
            source, target = (_TWO_LETTERS.get(code, code) for code in name.groups())
            found[source, target] = path
    return found


class _Pipe:
    """The programs of one mode file, chained and kept running. One text at a time."""

    def __init__(self, mode: Path, patience: float) -> None:
        self._mode = mode
        self._patience = patience
        self._stages: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()

    def ask(self, stream: str) -> str:
        """The answer to one text in Apertium's stream format."""
        deadline = time.monotonic() + self._patience
        if not self._lock.acquire(timeout=self._patience):
            raise Transient(Trouble.BUSY)
        try:
            for _ in range(2):  # a pipe found dead is started anew, once
                answer = self._exchange(stream.encode() + b"\0", deadline)
                if answer is not None:
                    return answer.decode()
            raise Transient(Trouble.STOPPED)
        finally:
            self._lock.release()

    def stop(self) -> None:
        """Ends the programs. Whatever they still had to say is lost with them, on purpose."""
        stages, self._stages = self._stages, []
        for stage in stages:
            stage.kill()
            stage.wait()
            for end in (stage.stdin, stage.stdout):
                if end:
                    with contextlib.suppress(BrokenPipeError):
                        end.close()

    def _exchange(self, request: bytes, deadline: float) -> bytes | None:
        """None when the pipe turned out to be dead. Stops it whenever the answer is not whole."""
        if any(stage.poll() is not None for stage in self._stages):
            self.stop()
        if not self._stages:
            self._start()
        answer = b""
        try:
            entrance, exit_ = self._stages[0].stdin, self._stages[-1].stdout
            assert entrance is not None
            assert exit_ is not None
            entrance.write(request)
            entrance.flush()
            answer = _read_until_null(exit_.fileno(), deadline)
        except BrokenPipeError:
            return None
        finally:
            # A stage that dies lets the others end their text with a null character all the same.
            is_whole = answer.count(b"\0") == 1 and answer.endswith(f"{END}\0".encode())
            if not is_whole:
                self.stop()
        return answer[:-1] if is_whole else None

    def _start(self) -> None:
        source: int | None = subprocess.PIPE
        previous: subprocess.Popen[bytes] | None = None
        try:
            for command in _commands(self._mode.read_text()):
                stage = subprocess.Popen(
                    command,
                    stdin=previous.stdout if previous else source,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env={**os.environ, "LC_ALL": "C.UTF-8"},
                )
                if previous and previous.stdout:
                    previous.stdout.close()  # or the stage before would not notice a dead one
                self._stages.append(stage)
                _let_others_first(stage.pid)
                previous = stage
        except OSError:
            self.stop()
            raise Unavailable(Trouble.APERTIUM_MISSING) from None


def _let_others_first(pid: int) -> None:
    """The room answers on the same processors. No right to say so is no failure."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, POLITENESS)


def _commands(mode: str) -> list[list[str]]:
    """The programs of a mode file, set to flush at a null character and to mark unknown words."""
    commands = []
    for stage in mode.split("|"):
        program, *arguments = shlex.split(stage)
        given = [
            "-g" if argument == "$1" else argument for argument in arguments if argument != "$2"
        ]
        commands.append([program, "-z", *given])
    return commands


def _read_until_null(descriptor: int, deadline: float) -> bytes:
    answer = b""
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while not answer.endswith(b"\0"):
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise Transient(Trouble.SLOW)
            part = os.read(descriptor, 65_536)
            if not part:
                return b""
            answer += part
    return answer
