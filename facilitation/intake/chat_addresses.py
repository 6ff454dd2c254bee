"""Who wrote to whom: the part of a chat's header between the time and the message.

Nothing in the format keeps names and separators apart, and people call themselves "Link to Future"
or "Mesa 3 : Camila". So: known words for everyone and for "privately" decide first, names already
seen in the file next, the outermost separator last. In doubt an entry is private.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from facilitation.intake.chat_clients import BLANK, BLANKS, EVERYONE, Client
from facilitation.texts import folded

TIME = (
    rf"(?P<time>(?:\d{{4}}-\d{{2}}-\d{{2}}{BLANK})?"
    rf"\d{{1,2}}:[0-5]\d:[0-5]\d(?:{BLANK}?[AaPp][Mm])?)"
)
# The lookbehind keeps a line of nothing but blanks from being searched from each of them.
_END = re.compile(rf"(?<=\S){BLANK}+:(?={BLANK}|$)")
_ORDINARY = dict.fromkeys(map(ord, BLANKS), " ")
HEAD_LENGTH = 400  # characters: two of the longest names Zoom allows, with room
_ENDS = 6  # colons looked at for the end of a header: no name seen has more


@dataclass(frozen=True, slots=True)
class Address:
    """From whom to whom; `is_sure` when the recipient's words are Zoom's own, not taken for a
    name."""

    sender: str
    recipient: str
    is_private: bool
    is_sure: bool
    is_wide: bool = False


@dataclass(slots=True)
class Addresses:
    """Reads addresses in the words of some clients, the file's own first. What it knows of the
    people and of the file's habits grows with `know` and the two `learn`."""

    clients: Sequence[Client]
    # Whether this file's headers say "to Everyone", or only to whom if private.
    is_addressed: bool = True
    has_labels: bool = False
    saved: re.Pattern[str] = field(init=False)
    log: re.Pattern[str] = field(init=False)
    _pasted: re.Pattern[str] = field(init=False)
    _known: set[str] = field(init=False, default_factory=set)
    _separators: dict[str, list[re.Pattern[str]]] = field(init=False)
    _everyone: frozenset[str] = field(init=False)
    _private: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        senders = sorted(
            {word for client in self.clients for word in client.sender}, key=len, reverse=True
        )
        start = rf"(?P<word>{_any_of(senders)})(?P<gap>{BLANK}+)(?P<rest>\S.*?)"
        stamp = rf"{TIME}(?P<tab>\t|{BLANK}){BLANK}?"
        self.saved = re.compile(rf"{stamp}{start}{BLANK}{{0,2}}:\s*")
        self.log = re.compile(rf"{stamp}{start}")
        self._pasted = re.compile(rf"{BLANK}*(?:{stamp})?{start}")
        self._separators = {}
        for client in self.clients:
            pattern = _separator(client)
            for sender in client.sender:
                self._separators.setdefault(sender, []).append(pattern)
        self._everyone = _compared(word for client in self.clients for word in client.everyone)
        self._private = _compared(word for client in self.clients for word in client.private)

    def of_saved(self, word: str, gap: str, head: str) -> Address | None:
        """The address in a header of its own, or None when it names no recipient."""
        return self._best(word, gap, head)

    def of_log(self, word: str, gap: str, rest: str) -> tuple[Address, str] | None:
        """The address before a message on the same line, and that message; None without a colon."""
        ends = list(islice(_END.finditer(rest, 0, HEAD_LENGTH), _ENDS))
        if not ends:
            return None
        head = rest[: ends[0].start()]
        first = self._best(word, gap, head, may_lack=True)
        if first and self._is_name(head, first):
            first = None
        if first and (first.is_sure or not first.is_wide):
            return first, rest[ends[0].end() :]
        for end in ends[1:]:
            head = rest[: end.start()]
            address = self._best(word, gap, head)
            if address and address.is_sure and (address.is_wide or self.is_addressed):
                if not address.is_private and self._pasted.match(rest, ends[0].end()):
                    break  # "Ana : From Bob to Everyone : hi" is Ana's, who pastes a header
                return address, rest[end.end() :]
            if self.knows(head) and not first:
                return _to_everyone(head), rest[end.end() :]
        if first:  # to somebody whose name holds no colon after all
            return first, rest[ends[0].end() :]
        return _to_everyone(rest[: ends[0].start()]), rest[ends[0].end() :]

    def knows(self, name: str) -> bool:
        return _key(name) in self._known

    def know(self, names: Iterable[str]) -> None:
        """Take names for those of people, so that they are found whole."""
        self._known.update(filter(None, map(_key, names)))

    def learn_habits(self, headers: Sequence[tuple[str, str, str]]) -> None:
        """Whether headers here say "to Everyone": more do than name nobody before the message; and
        whether private ones have a label. Who is named alone is a person."""
        to_all, alone = 0, Counter[str]()
        heads = Counter((word, gap, _before_message(rest)) for word, gap, rest in headers)
        for (word, gap, head), n in heads.items():
            address = self._best(word, gap, head, may_lack=True)
            self.has_labels |= address is not None and address.is_private and address.is_sure
            if address is None:
                alone[head] += n
            elif not address.is_private:
                to_all += n
        self.is_addressed = to_all > alone.total()
        if not self.is_addressed:
            self.know(alone)

    def learn_names(self, found: Sequence[tuple[str, str, Address]]) -> None:
        """The senders of what went to everyone. Each with the client's word and the header's rest.

        "Ana to Link to Everyone" is no name where Ana is one and "Link to Everyone" writes, too: it
        may as well be private.
        """
        to_all = {
            (word, _before_message(rest)): address
            for word, rest, address in found
            if not address.is_private
        }
        plain = [one for (word, _), one in to_all.items() if not self._cuts_in(word, one)]
        self.know(address.sender for address in plain)
        candidates = {_key(address.sender) for address in to_all.values()}
        for (word, head), address in to_all.items():
            if not any(
                self.knows(other.sender) and _key(other.recipient) in candidates
                for other in self._cuts(word, head)
            ):
                self.know([address.sender])

    def _is_name(self, head: str, address: Address) -> bool:
        """Where headers name somebody only in private, whether the "to" in one is part of a name:
        of one that is known; of one that ends in "to Everyone"; and, where private messages have a
        label, of one without. Not where either half is known."""
        if self.is_addressed or address.is_wide:
            return False
        halves = self.knows(address.sender) + self.knows(address.recipient)
        if self.knows(head):
            return halves < 2
        may_be_labelled = address.is_sure or address.recipient.endswith((")", "）"))
        return not halves and (not address.is_private or (self.has_labels and not may_be_labelled))

    def _best(self, word: str, gap: str, head: str, *, may_lack: bool = False) -> Address | None:
        """The likeliest way to cut a head at a separator.

        Clients of 2021 set separators off by two blanks; then one blank is part of a name, unless
        nothing else can be found. Where a recipient may lack, only a private label is worth that.
        """
        found = list(self._cuts(word, head)) if len(head) <= HEAD_LENGTH else []
        if len(gap) > 1:
            wide = [address for address in found if address.is_wide]
            labelled = [address for address in found if address.is_sure and address.is_private]
            found = wide or (labelled if may_lack else found)
        return max(found, key=self._likelihood) if len(found) > 1 else next(iter(found), None)

    def _likelihood(self, address: Address) -> tuple[bool, bool, bool, int]:
        """Zoom's own words for the recipient, after a name that is known; else two names that are;
        else Zoom's words alone."""
        sender, recipient = self.knows(address.sender), self.knows(address.recipient)
        is_sure = address.is_sure
        names = sender + recipient + 2 * (not address.is_private)
        return is_sure and sender, sender and recipient, is_sure, names

    def _cuts_in(self, word: str, address: Address) -> bool:
        return any(True for _ in self._cuts(word, address.sender))

    def _cuts(self, word: str, head: str) -> Iterator[Address]:
        """Every way to cut, the last separator first: of equals the last one wins."""
        for pattern in self._separators.get(" ".join(word.split()), []):
            for separator in reversed(list(pattern.finditer(head))):
                sender = name_of(head[: separator.start()])
                recipient = name_of(head[separator.end() :])
                is_wide = len(separator["before"]) > 1 and len(separator["after"]) > 1
                yield self._address(sender, recipient, is_wide)

    def _address(self, sender: str, recipient: str, is_wide: bool) -> Address:
        if " ".join(recipient.split()).casefold() in self._everyone:
            return Address(sender, EVERYONE, is_private=False, is_sure=True, is_wide=is_wide)
        name, _, label = recipient.replace("（", "(").replace("）", ")").rpartition("(")
        if label.endswith(")") and " ".join(label[:-1].split()).casefold() in self._private:
            name = recipient[: len(name)].strip()
            return Address(sender, name, is_private=True, is_sure=True, is_wide=is_wide)
        return Address(sender, recipient, is_private=True, is_sure=False, is_wide=is_wide)


def name_of(written: str) -> str:
    """A name as its owner has it: blanks that do not break are the client's."""
    return written.translate(_ORDINARY).strip()


@lru_cache(maxsize=4_096)
def _key(name: str) -> str:
    """What tells names apart. A chat of thousands of entries has few of them."""
    return folded(name)


def _before_message(rest: str) -> str:
    """A header without the message that a log writes after it."""
    end = _END.search(rest, 0, HEAD_LENGTH)
    return rest[: end.start()] if end else rest


def _to_everyone(sender: str) -> Address:
    return Address(name_of(sender), EVERYONE, is_private=False, is_sure=False)


def _separator(client: Client) -> re.Pattern[str]:
    words = _any_of(client.recipient)
    # The blanks after it are only looked at: they may be those before the next one.
    return re.compile(rf"(?<=\S)(?P<before>{BLANK}+)(?:{words})(?=(?P<after>{BLANK}+)\S)")


def _any_of(words: Sequence[str]) -> str:
    """A pattern for one of some words of a client, whatever blanks stand within."""
    return "|".join(re.escape(word).replace(r"\ ", rf"{BLANK}+") for word in words)


def _compared(words: Iterator[str]) -> frozenset[str]:
    return frozenset(" ".join(word.split()).casefold() for word in words)
