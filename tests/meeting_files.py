"""Writes a meeting's files in the shapes that Zoom and organisers have, for tests to read back."""

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).parent / "samples" / "zoom"


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


@dataclass(frozen=True)
class Said:
    """One entry of a chat as the test means it. `to` is "" for everyone."""

    time: str
    sender: str
    text: str
    to: str = ""

    @property
    def recipient(self) -> str:
        return self.to or "Everyone"


@dataclass(frozen=True)
class ChatShape:
    """How one client writes: the words around names, and where the message stands.

    `gap` separates names from words, `blank` a log's colon from what is around it; `sign` stands
    between time and header; `is_indented` puts the message below the header. Without
    `says_everyone`, "to" is written for private messages only.
    """

    name: str
    sender: str = "From"
    to: str = "to"
    everyone: str = "Everyone"
    label: str = "(Direct Message)"
    gap: str = "  "
    sign: str = " "
    blank: str = " "
    date: str = ""
    is_indented: bool = True
    says_everyone: bool = True

    def write(self, chat: Iterable[Said], *, end: str = "\n") -> bytes:
        return "".join(end.join(self._lines(said)) + end for said in chat).encode()

    def time(self, said: Said) -> str:
        return self.date + said.time

    def _lines(self, said: Said) -> list[str]:
        head = f"{self.time(said)}{self.sign}{self.sender}{self.gap}{said.sender}"
        if said.to:
            head += f"{self.gap}{self.to}{self.gap}{said.to}{self.label}"
        elif self.says_everyone:
            head += f"{self.gap}{self.to}{self.gap}{self.everyone}"
        first, *others = said.text.split("\n")
        if self.is_indented:
            return [f"{head}{self.blank.strip(' ')}:", *(f"\t{line}" for line in (first, *others))]
        return [f"{head}{self.blank}:{self.blank}{first}", *others]


class CloudShape(ChatShape):
    """A chat downloaded with a cloud recording: no recipient, tabs between the parts."""

    def _lines(self, said: Said) -> list[str]:
        first, *others = said.text.split("\n")
        return [f"{said.time}\t{said.sender}:\t{first}", *others]


TAB = "\t "
CHAT_SHAPES = (
    ChatShape("A", sign=TAB, is_indented=False, says_everyone=False),
    ChatShape("A'", sign=TAB, is_indented=False, says_everyone=False, label="(Privately)"),
    ChatShape("B", sign=TAB, is_indented=False, gap=" ", label=" (Privately)"),
    ChatShape("B with To", sign=TAB, is_indented=False, gap=" ", to="To", label=" (privately)"),
    ChatShape("C", sign=TAB, is_indented=False),
    ChatShape("E"),
    ChatShape("E unlabelled", label=""),
    ChatShape("F", gap=" ", date="2026-09-23 "),
    ChatShape("F without a date", gap=" "),
    ChatShape("E fr", "De", "à", "Tout le monde", "(Message direct)"),
    ChatShape("F fr", "De", "à", "Tout le monde", "(Message direct)", " ", date="2021-05-26 "),
    ChatShape("E es", "De", "a", "Todos", "(Mensaje directo)"),
    ChatShape("F es", "De", "a", "Todos", " (en privado)", " ", date="2021-05-26 "),
    ChatShape("E es unlabelled", "De", "a", "Todos", ""),
    ChatShape("A fr", "De", "à", "", "(Message direct)", sign=TAB, is_indented=False,
              says_everyone=False),
    ChatShape("C es", "De", "a", "Todos", "(Mensaje directo)", sign=TAB, is_indented=False),
    ChatShape("F ru", "От", "кому", "Все", "(Личное сообщение)", " ", date="2026-09-23 "),
)  # fmt: skip
CLOUD = CloudShape("D")


def as_csv(rows: Iterable[Sequence[object]], *, delimiter: str = ",", end: str = "\r\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


def as_workbook(rows: Iterable[Sequence[object]]) -> bytes:
    return as_sheets({"Sheet": rows})


def as_sheets(
    sheets: Mapping[str, Iterable[Sequence[object]]], *, hidden: Collection[str] = ()
) -> bytes:
    """A workbook of several sheets, by their names."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            sheet.append(list(row))
    saved = io.BytesIO()
    workbook.save(saved)
    return saved.getvalue()


def as_transcript(
    cues: Iterable[tuple[str, str, str]], *, numbered: bool, end: str = "\n"
) -> bytes:
    """Cues of start, end and the lines below the timing."""
    blocks = ["WEBVTT"]
    for number, (start, stop, words) in enumerate(cues, 1):
        lines = [str(number)] * numbered + [f"{start} --> {stop}", words]
        blocks.append("\n".join(lines))
    return ("\n\n".join(blocks) + "\n").replace("\n", end).encode()
