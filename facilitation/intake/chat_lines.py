"""The lines of a saved chat cut into entries: which shape the file has, and where each entry
begins.

log    13:35:59<TAB> From  Jane Doe : text                    chat.txt; "to" only when private
       13:36:16<TAB> From  Jane Doe  to  Ana(Privately) : text
       09:46:01<TAB> From Jane Doe to Everyone : text
saved  09:56:12 From  Jane Doe  to  Everyone:                 then lines that begin with a tab
       2026-09-23 18:05:11 From Jane Doe to Everyone:
cloud  00:58:04<TAB>Jane Doe:<TAB>text                        offsets from the recording's start
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from facilitation.intake.chat_addresses import TIME, Address, Addresses, name_of
from facilitation.intake.chat_clients import BLANK, BLANKS, EVERYONE, Client

_CLOUD = re.compile(rf"{TIME}\t(?P<head>[^\t\s].*?):\t(?P<text>.*)")
_STAMPED = re.compile(rf"{TIME}(?:\t|{BLANK})")
_STAMPED_BY_TAB = re.compile(rf"{TIME}\t")
_CUT_STAMP = re.compile(
    rf"\d{{4}}-[\d-]{{0,5}}({BLANK}[\d:]{{0,8}})?"
    rf"|\d{{1,2}}:(\d{{0,2}}|[0-5]\d:\d{{0,2}})(\t|{BLANK})*"
)

_INDENTS = f"\t{BLANKS}"  # a tab, or what copying made of it


class Shape(StrEnum):
    """How a file writes its entries: a saved chat holds edited texts, a log their first
    versions."""

    SAVED = "saved"
    LOG = "log"
    CLOUD = "cloud"


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of an entry up to the message; in a log `rest` runs on into the message.

    `word` is the client's "From" and `gap` the blanks after it: two blanks set names off more
    clearly.
    """

    line: int
    time: str
    word: str
    gap: str
    rest: str

    def read(self, shape: Shape, addresses: Addresses) -> tuple[Address, str]:
        """Who wrote to whom, and what of the message stands on the header's own line."""
        found: tuple[Address, str] | None = None
        if shape is Shape.LOG:
            found = addresses.of_log(self.word, self.gap, self.rest)
        elif shape is Shape.SAVED:
            address = addresses.of_saved(self.word, self.gap, self.rest)
            found = (address, "") if address else None
        return found or (Address(name_of(self.rest), EVERYONE, is_private=False, is_sure=True), "")


@dataclass(slots=True)
class CutFile:
    """Headers with the lines below them, and the numbers of the lines that fit nowhere."""

    entries: list[tuple[Header, list[str]]] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    is_lost: bool = False  # the lines that follow belong to a header that could not be read

    def begin(self, header: Header, *first: str) -> None:
        self.entries.append((header, list(first)))
        self.is_lost = False

    def take(self, number: int, line: str) -> None:
        if self.entries and not self.is_lost:
            self.entries[-1][1].append(line)
        elif line.strip():
            self.unread.append(number)

    def lose(self, number: int) -> None:
        self.unread.append(number)
        self.is_lost = True

    def runs(self) -> list[tuple[int, int]]:
        """The unread lines as runs, each with its first and last line."""
        runs: list[tuple[int, int]] = []
        for number in self.unread:
            if runs and runs[-1][1] == number - 1:
                runs[-1] = runs[-1][0], number
            else:
                runs.append((number, number))
        return runs


def shape_of(lines: Sequence[str], addresses: Addresses) -> Shape | None:
    """The shape that most headers have, or None. Below one of a saved chat stands an indented
    line."""
    counts: Counter[Shape] = Counter()
    for number, line in enumerate(lines):
        if not line[:1].isdigit():
            continue
        below = lines[number + 1 : number + 2]
        is_above_text = not below or below[0][:1] in ("", *_INDENTS)
        if is_above_text and _fit(line, Shape.SAVED, addresses):
            counts[Shape.SAVED] += 1
        elif _fit(line, Shape.LOG, addresses):
            counts[Shape.LOG] += 1
        elif _CLOUD.fullmatch(line):
            counts[Shape.CLOUD] += 1
    return counts.most_common(1)[0][0] if counts else None


def own_first(lines: Sequence[str], shape: Shape, clients: Sequence[Client]) -> Sequence[Client]:
    """The clients with those first whose words fit most headers of this file."""
    if shape is Shape.CLOUD:
        return clients
    alone = {client: Addresses((client,)) for client in clients}
    stamped = [line for line in lines if line[:1].isdigit()][:1_000]
    fits = {
        client: sum(_fit(line, shape, addresses) for line in stamped)
        for client, addresses in alone.items()
    }
    return sorted(clients, key=lambda client: -fits[client])


def _fit(line: str, shape: Shape, addresses: Addresses) -> int:
    """0 for a line that is no header of that shape; 2 when even the recipient's words are
    Zoom's."""
    pattern = addresses.saved if shape is Shape.SAVED else addresses.log
    found = pattern.fullmatch(line)
    if found is None:
        return 0
    if shape is Shape.SAVED:
        address = addresses.of_saved(found["word"], found["gap"], found["rest"])
    else:
        address = (addresses.of_log(found["word"], found["gap"], found["rest"]) or (None,))[0]
    return 1 + address.is_sure if address else 0


def cut(lines: Sequence[str], shape: Shape, addresses: Addresses) -> CutFile:
    """The file's entries, in its order."""
    if shape is Shape.SAVED:
        return _cut_saved(lines, addresses)
    if shape is Shape.LOG:
        return _cut_log(lines, addresses)
    return _cut_cloud(lines)


def _cut_saved(lines: Sequence[str], addresses: Addresses) -> CutFile:
    """Headers on lines of their own; every line of a message begins with a tab."""
    file = CutFile()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line[0] in _INDENTS:
            file.take(number, line[1:] if line[:1] == "\t" else line.strip())
        elif _fit(line, Shape.SAVED, addresses):
            file.begin(_header(number, addresses.saved.fullmatch(line)))
        elif _STAMPED.match(line):
            file.lose(number)
        else:
            file.unread.append(number)
    return file


def _cut_log(lines: Sequence[str], addresses: Addresses) -> CutFile:
    """Header and message on one line; further lines are not indented, so only a stamp tells.

    A stamp counts where a tab or a blank follows it as it follows most of the file's: people paste
    lines of the chat into the chat, and copying turns the tab into a blank.
    """
    file = CutFile()
    fits = {number for number, line in enumerate(lines, 1) if _fit(line, Shape.LOG, addresses)}
    after = Counter("\t" if _STAMPED_BY_TAB.match(lines[number - 1]) else " " for number in fits)
    has_tabs = after["\t"] >= after[" "]
    for number, line in enumerate(lines, 1):
        is_stamped = bool(_STAMPED_BY_TAB.match(line)) if has_tabs else number in fits
        if is_stamped and number in fits:
            file.begin(_header(number, addresses.log.fullmatch(line)))
        elif is_stamped or (not has_tabs and addresses.log.fullmatch(line)):
            file.lose(number)
        else:
            file.take(number, line)
    return file


def _cut_cloud(lines: Sequence[str]) -> CutFile:
    """Time, name and message on one line, a tab between them; further lines are not indented."""
    file = CutFile()
    for number, line in enumerate(lines, 1):
        if found := _CLOUD.fullmatch(line):
            file.begin(Header(number, found["time"], "", "", name_of(found["head"])), found["text"])
        elif _STAMPED_BY_TAB.match(line):
            file.lose(number)
        else:
            file.take(number, line)
    return file


def _header(number: int, found: re.Match[str] | None) -> Header:
    assert found is not None  # asked only for lines that fit
    return Header(number, found["time"], found["word"], found["gap"], found["rest"])


def place_of_cut(file: CutFile, shape: Shape, lines: Sequence[str], is_ended: bool) -> int | None:
    """The line at which the file stops inside an entry, or None. `is_ended`: its last line has an
    end.

    A message cut in its middle cannot be told from one that ends there.
    """
    last = max(number for number, line in enumerate(lines, 1) if line.strip())
    written = lines[last - 1]
    is_cut = last in file.unread and (not is_ended or bool(_STAMPED.match(written)))
    is_cut |= not is_ended and bool(_CUT_STAMP.fullmatch(written))
    if shape is Shape.SAVED and file.entries:
        is_cut |= not any(line.strip() for line in file.entries[-1][1])
    return last if is_cut else None
