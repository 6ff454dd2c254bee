"""Texts that a platform exports as HTML, as its readers saw them: Decidim's proposals are such."""

import re
from html.parser import HTMLParser

_BLOCKS = "p|div|ul|ol|h[1-6]|blockquote"
_WHOLE = re.compile(rf"\s*<(?:{_BLOCKS})\b[^<>]*>.*</(?:{_BLOCKS})>\s*", re.DOTALL | re.IGNORECASE)
_LINES = re.compile(rf"{_BLOCKS}|li|br")
_UNREAD = ("script", "style")
MOST = 20_000  # characters that are read so; a longer text stays as it stands


def as_read(text: str) -> str:
    """The words of a text that is HTML from its first sign to its last, a line for each block.

    Any other text stays as it is: somebody may have written "<p>" and meant it.
    """
    if len(text) > MOST or not _WHOLE.fullmatch(text):
        return text
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.told).splitlines())
    return "\n".join(filter(None, lines))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self._unread = 0  # depth

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unread += tag in _UNREAD
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in _UNREAD and self._unread > 0
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.told.append(data)

    def _break(self, tag: str) -> None:
        if _LINES.fullmatch(tag):
            self.told.append("\n")
