"""Zoom's saved chats of every shape and interface language: who said what, to whom, in which order.

The order of the file is the order of arrival. Times are those of the saver's clock, without a zone;
in a chat from the cloud, offsets from the start of the recording.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from facilitation.intake.chat_addresses import Address, Addresses
from facilitation.intake.chat_clients import Client, EntryKind, Sayings, shipped_clients
from facilitation.intake.chat_lines import CutFile, Shape, cut, own_first, place_of_cut, shape_of
from facilitation.intake.files import read_text, split_lines
from facilitation.intake.findings import BadFile, Finding, Reading
from facilitation.intake.names import goes_on_as_name

_SECOND_NAME = re.compile(r"[^\W\d_a-zà-ÿ][^\s.,;?!]*( [^\s.,;?!]+){0,3}")  # behind a colon
_KEY = 6  # characters by which messages are looked up from a quotation
_LOOKED_THROUGH = 500  # messages that begin alike, the latest first


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a chat. `time` is as written; `recipient` is "Everyone" for what went to all.

    `quoted` is the beginning of the message that a reply or a reaction refers to, and `parent` that
    message's place among the records, where it was found. `emoji` is the sign of a reaction.
    """

    time: str
    sender: str
    recipient: str
    text: str
    is_private: bool
    kind: EntryKind
    shape: Shape
    file: str
    line: int
    quoted: str = ""
    is_removal: bool = False
    emoji: str = ""
    parent: int | None = None


def read_chat(
    data: bytes,
    file: str,
    *,
    clients: Sequence[Client] | None = None,
    names: Iterable[str] = (),
) -> Reading[Entry]:
    """All entries of a chat in the file's order, private ones and reactions too. Raises BadFile.

    `names` are people known from elsewhere, such as the registrations: "Marie to Be" is one of
    them, or it is Marie who writes to Be.

    Lines that belong to no entry are problems, never dropped in silence; a file most of which
    cannot be read is refused, and so is one that ends in the middle of an entry.
    """
    text = read_text(data, file)
    lines = split_lines(text, file)
    clients = tuple(clients or shipped_clients())
    shape = shape_of(lines, Addresses(clients))
    if shape is None:
        raise BadFile("intake.no_chat", file, 1)
    addresses = Addresses(own_first(lines, shape, clients))
    addresses.know(names)
    parts = cut(lines, shape, addresses)
    stopped = place_of_cut(parts, shape, lines, text.endswith("\n"))
    if stopped is not None:
        raise BadFile("intake.cut_chat", file, stopped)
    if len(parts.unread) > len(parts.entries):
        raise BadFile("intake.mostly_unread", file, parts.unread[0], n=len(parts.unread))
    entries = link(_entries(parts, shape, addresses, Sayings.of(clients), file))
    problems = [*_unread(parts, file), *_maybe_cut(text, lines, file)]
    return Reading(entries, tuple(problems), _private(entries, file))


def looks_like_chat(text: str, clients: Sequence[Client] | None = None) -> bool:
    """Whether a text holds the header of at least one entry among its first lines."""
    lines = text[:200_000].split("\n")[:2_000]
    return shape_of(lines, Addresses(tuple(clients or shipped_clients()))) is not None


def contributions(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """What may become contributions: messages and replies to everyone that say something."""
    return tuple(
        entry
        for entry in entries
        if not entry.is_private and entry.kind is not EntryKind.REACTION and entry.text
    )


def _entries(
    parts: CutFile, shape: Shape, addresses: Addresses, sayings: Sayings, file: str
) -> list[Entry]:
    _learn(parts, shape, addresses)
    entries = []
    for header, lines in parts.entries:
        address, first = header.read(shape, addresses)
        said = sayings.tell_apart("\n".join([first, *lines]).strip())
        entries.append(
            Entry(
                time=header.time,
                sender=address.sender,
                recipient=address.recipient,
                text=said.text,
                is_private=address.is_private,
                kind=said.kind,
                shape=shape,
                file=file,
                line=header.line,
                quoted=said.quoted,
                is_removal=said.is_removal,
                emoji=said.emoji,
            )
        )
    return entries


def _learn(parts: CutFile, shape: Shape, addresses: Addresses) -> None:
    """Names of those who wrote to everyone, and whether headers here say "to Everyone" at all."""
    headers = [header for header, _ in parts.entries]
    addresses.learn_habits([(header.word, header.gap, header.rest) for header in headers])
    found = [(header, header.read(shape, addresses)[0]) for header in headers]
    addresses.learn_names(
        [
            (header.word, header.rest, address)
            for header, address in found
            if address.is_sure or not addresses.is_addressed
        ]
    )
    if shape is Shape.LOG:
        read = [header.read(shape, addresses) for header in headers]
        addresses.know(_names_with_colons(read))


def _names_with_colons(read: Iterable[tuple[Address, str]]) -> Iterator[str]:
    """ "Mesa 3 : Camila": where all that somebody wrote begins with the same few words and a colon,
    and they can be a name, they are part of theirs. The same message sent twice says nothing."""
    written: dict[str, set[str]] = {}
    for address, text in read:
        if not address.is_private:
            written.setdefault(address.sender, set()).add(text.lstrip())
    for sender, texts in written.items():
        seconds = {text.partition(" : ")[0] if " : " in text else "" for text in texts}
        second = seconds.pop()
        can_be = _SECOND_NAME.fullmatch(second) and goes_on_as_name(second)
        if len(texts) > 1 and not seconds and can_be:
            yield f"{sender} : {second}"


def _unread(parts: CutFile, file: str) -> Iterator[Finding]:
    for first, last in parts.runs():
        yield Finding("intake.unread_lines", file, first, {"n": last - first + 1})


def _maybe_cut(text: str, lines: Sequence[str], file: str) -> Iterator[Finding]:
    if not text.endswith("\n"):
        yield Finding("intake.maybe_cut", file, len(lines))


def _private(entries: Sequence[Entry], file: str) -> tuple[Finding, ...]:
    private = [entry for entry in entries if entry.is_private]
    if not private:
        return ()
    return (Finding("intake.private", file, private[0].line, {"n": len(private)}),)


def link(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Replies and reactions with their parent: the latest earlier message that begins as quoted.

    Clients cut the quotation at 17 to 20 characters, sometimes through one, and drop line ends.
    """
    earlier: dict[str, list[tuple[int, str]]] = {}
    linked = []
    for place, entry in enumerate(entries):
        parent = _parent(entry, earlier) if entry.quoted else None
        linked.append(entry if parent == entry.parent else replace(entry, parent=parent))
        if entry.kind is not EntryKind.REACTION:
            begins = _compared(entry.text)
            earlier.setdefault(begins[:_KEY], []).append((place, begins))
    return tuple(linked)


def _parent(entry: Entry, earlier: dict[str, list[tuple[int, str]]]) -> int | None:
    quoted = _compared(entry.quoted)
    loosely = quoted[:-2] if len(quoted) > _KEY + 2 else quoted
    for place, begins in reversed(earlier.get(quoted[:_KEY], [])[-_LOOKED_THROUGH:]):
        if begins.startswith(loosely):
            return place
    return None


def _compared(text: str) -> str:
    return " ".join(text[:400].split()).casefold()
