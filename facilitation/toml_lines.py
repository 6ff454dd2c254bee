"""On which line of a TOML file each key stands, which tomllib does not tell.

A path names a value as Python would reach it: ("parts", 2, "title", "fr").
"""

import re
import tomllib

KeyPath = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")'  # a text over several lines may end in quotes of its own
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|[\[\]{}=,\n]"
    r"|[^\s\[\]{}=,#\"']+",
    re.DOTALL,
)


def find_lines(text: str) -> dict[KeyPath, int]:
    """The line, from 1, of every table, key and item of `text`, which tomllib has read already."""
    return _Walk(text).lines


class _Walk:
    """One pass over the tokens. The syntax is known to be right, so nothing is checked here."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, int]] = []
        line = 1
        for match in _TOKEN.finditer(text):
            if not match[0].startswith("#"):
                self.tokens.append((match[0], line))
            line += match[0].count("\n")
        self.tokens.append(("", line))
        self.at = 0
        self.lines: dict[KeyPath, int] = {(): 1}
        self.last_of: dict[
            KeyPath, int
        ] = {}  # of each [[array of tables]], the index of its last one
        self.document()

    def document(self) -> None:
        table: KeyPath = ()
        while self.skip_line_ends():
            if self.take("["):
                is_array = self.take("[")
                table = self.header(is_array)
                while self.take("]"):
                    pass
            else:
                self.pair(table)

    def header(self, is_array: bool) -> KeyPath:
        line = self.tokens[self.at][1]
        path: KeyPath = ()
        names = self.key()
        for position, name in enumerate(names, start=1):
            path += (name,)
            self.lines.setdefault(path, line)
            if is_array and position == len(names):
                self.last_of[path] = self.last_of.get(path, -1) + 1
            if path in self.last_of:
                path += (self.last_of[path],)
                self.lines.setdefault(path, line)
        return path

    def pair(self, table: KeyPath) -> None:
        line = self.tokens[self.at][1]
        path = table
        for name in self.key():
            path += (name,)
            self.lines.setdefault(path, line)
        self.take("=")
        self.value(path)

    def key(self) -> list[str]:
        source = ""
        while self.tokens[self.at][0] not in ("=", "]", ""):
            source += self.tokens[self.at][0]
            self.at += 1
        names: list[str] = []
        value: object = tomllib.loads(f"{source} = 0")
        while isinstance(value, dict):
            name, value = next(iter(value.items()))
            names.append(name)
        return names

    def value(self, path: KeyPath) -> None:
        if self.take("["):
            self.items(path)
        elif self.take("{"):
            while not self.ends("}"):
                self.pair(path)
        else:
            while self.tokens[self.at][0] not in (",", "]", "}", "\n", ""):
                self.at += 1

    def items(self, path: KeyPath) -> None:
        index = 0
        while not self.ends("]"):
            self.lines[(*path, index)] = self.tokens[self.at][1]
            self.value((*path, index))
            index += 1

    def ends(self, bracket: str) -> bool:
        """Past commas and line ends: whether the bracket closes here."""
        while self.take(",") or self.take("\n"):
            pass
        return self.take(bracket)

    def take(self, token: str) -> bool:
        if self.tokens[self.at][0] != token:
            return False
        self.at += 1
        return True

    def skip_line_ends(self) -> bool:
        """Whether anything follows."""
        while self.take("\n"):
            pass
        return self.at < len(self.tokens) - 1
