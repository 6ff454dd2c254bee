"""Apertium on this machine: its pipes kept open, one per direction, and nothing sent anywhere.

The stream format is Apertium's own: `[...]` is carried along untranslated, a null character ends a
text and flushes the answer. `*` marks a word the analyser does not know, `@` one that the
bilingual dictionary lacks, `#` one that could not be inflected.
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

import regex

from facilitation.literals import LITERAL, is_language, literals
from facilitation.model import Language
from facilitation.renderings import Permanent, Rendering, Transient, Unavailable

MODES = Path("/usr/share/apertium/modes")
HOW_TO_INSTALL = (
    "Apertium is not installed here. On Debian or Ubuntu: "
    "apt-get install --no-install-recommends apertium apertium-eng-spa apertium-fr-es"
)
PIECE_LIMIT = 4_000  # characters per request: well under a pipe's 64 KiB, so a write never blocks

_MODE_NAME = re.compile(r"([a-z]{2,3})-([a-z]{2,3})$")
_TWO_LETTERS = {"eng": "en", "spa": "es", "fra": "fr", "cat": "ca", "por": "pt", "ita": "it"}

_RESERVED = re.compile(r"([\[\]{}^$@/\\<>])")
_SUPERBLANK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]", re.DOTALL)
_MARKED = regex.compile(r"([*@#])([\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’_-]*)")
_PIECE = re.compile(
    rf".{{1,{PIECE_LIMIT}}}(?:(?<=[.!?]) |$)|.{{1,{PIECE_LIMIT}}}(?: |$)|.{{1,{PIECE_LIMIT}}}"
)
_END = "[][\n]"  # a text must end in a blank, or the analyser waits for the rest of its last word


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
        """`text` line by line, so that line breaks stay where they were."""
        legs = self._legs(source, target)
        unknown: dict[str, None] = {}
        for leg in legs:
            pipe = self._pipe(leg)
            text = "\n".join(
                _line_through(pipe, line, self._patience, unknown) for line in text.split("\n")
            )
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
                self._pipes[leg] = _Pipe(installed_directions(self._modes)[leg])
            return self._pipes[leg]

    def _legs(self, source: Language, target: Language) -> list[tuple[Language, Language]]:
        """The shortest way through the installed directions."""
        directions = installed_directions(self._modes)
        if not directions:
            raise Unavailable(HOW_TO_INSTALL, "engine.apertium_missing")
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
        raise Permanent(f"No installed Apertium direction leads from {source} to {target}.")


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

    def __init__(self, mode: Path) -> None:
        self._mode = mode
        self._stages: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()

    def ask(self, stream: str, patience: float) -> str:
        """The answer to one text in Apertium's stream format."""
        deadline = time.monotonic() + patience
        if not self._lock.acquire(timeout=patience):
            raise Transient("Apertium is busy with other texts.")
        try:
            for _ in range(2):  # a pipe found dead is started anew, once
                answer = self._exchange(stream.encode() + b"\0", deadline)
                if answer is not None:
                    return answer.decode()
            raise Transient("Apertium stopped twice while it was translating.")
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
            if answer.count(b"\0") != 1 or not answer.endswith(b"\0"):
                self.stop()
        return answer[:-1] if answer.endswith(b"\0") else None

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
                previous = stage
        except OSError:
            self.stop()
            raise Unavailable(HOW_TO_INSTALL, "engine.apertium_missing") from None


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
                raise Transient("Apertium took too long and was started anew.")
            part = os.read(descriptor, 65_536)
            if not part:
                return b""
            answer += part
    return answer


def _line_through(pipe: _Pipe, line: str, patience: float, unknown: dict[str, None]) -> str:
    """One line, with its blanks at both ends kept and every literal in its place."""
    core = line.strip()
    if not is_language(core):
        return line
    start = len(line) - len(line.lstrip())
    translated = "".join(
        _piece_through(pipe, piece, patience, unknown) for piece in _PIECE.findall(core)
    )
    return line[:start] + translated + line[start + len(core) :]


def _piece_through(pipe: _Pipe, piece: str, patience: float, unknown: dict[str, None]) -> str:
    wanted = literals(piece)
    answer = pipe.ask(_to_stream(piece), patience)
    text, carried = _from_stream(answer, unknown)
    if carried == wanted:
        return text
    # A rule dropped or moved a literal: translate what lies between them, each on its own.
    between = LITERAL.split(piece)
    translated = [_plain_through(pipe, words, patience, unknown) for words in between]
    return "".join(w + lit for w, lit in zip(translated, [*wanted, ""], strict=True))


def _plain_through(pipe: _Pipe, words: str, patience: float, unknown: dict[str, None]) -> str:
    core = words.strip()
    if not is_language(core):
        return words
    text, _ = _from_stream(pipe.ask(_to_stream(core), patience), unknown)
    start = words.index(core)
    return words[:start] + text + words[start + len(core) :]


def _to_stream(text: str) -> str:
    parts = []
    at = 0
    for literal in LITERAL.finditer(text):
        parts.append(_escaped(text[at : literal.start()].replace("’", "'")))
        parts.append(f"[{_escaped(literal[0])}]")
        at = literal.end()
    parts.append(_escaped(text[at:].replace("’", "'")))
    return "".join(parts) + _END


def _escaped(text: str) -> str:
    return _RESERVED.sub(r"\\\1", text)


def _from_stream(answer: str, unknown: dict[str, None]) -> tuple[str, list[str]]:
    """The plain text and the literals it carries, in order; unknown words are noted on the way."""
    text: list[str] = []
    carried: list[str] = []
    at = 0
    answer = answer.removesuffix("[\n]").removesuffix("[]")
    for blank in _SUPERBLANK.finditer(answer):
        text.append(_unmarked(answer[at : blank.start()], unknown))
        text.append(_unescaped(blank[1]))
        carried.append(text[-1])
        at = blank.end()
    text.append(_unmarked(answer[at:], unknown))
    return "".join(text).strip(" "), carried


def _unmarked(words: str, unknown: dict[str, None]) -> str:
    for mark in _MARKED.finditer(words):
        if mark[1] != "#":
            unknown.setdefault(mark[2])
    return re.sub(" {2,}", " ", _unescaped(_MARKED.sub(r"\2", words)))


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
