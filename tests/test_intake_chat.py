"""Chats as Zoom saves them: every shape read back exactly, nothing lost in silence."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from facilitation.intake.chat_clients import EntryKind, Sayings, read_clients, shipped_clients
from facilitation.intake.findings import BadFile
from facilitation.intake.meetings import read_meeting
from facilitation.intake.recognition import FileKind
from facilitation.intake.zoom_chat import contributions, read_chat
from tests.meeting_files import CHAT_SHAPES, CLOUD, ChatShape, Said, sample

E = next(shape for shape in CHAT_SHAPES if shape.name == "E")
A = next(shape for shape in CHAT_SHAPES if shape.name == "A")
B = next(shape for shape in CHAT_SHAPES if shape.name == "B")
SHAPES = pytest.mark.parametrize("shape", CHAT_SHAPES, ids=lambda shape: shape.name)


def read(data: bytes):
    return read_chat(data, "chat.txt")


def sayings(shape, data: bytes) -> list[tuple[str, str, str, bool, str]]:
    return [
        (entry.time, entry.sender, entry.recipient, entry.is_private, entry.text)
        for entry in read(data).records
    ]


def meant(shape, chat: list[Said]) -> list[tuple[str, str, str, bool, str]]:
    return [
        (shape.time(said), said.sender, said.recipient, bool(said.to), said.text) for said in chat
    ]


@pytest.mark.parametrize(
    ("name", "entries", "private", "reactions", "removals", "replies", "several_lines", "senders"),
    [
        ("chat_shape_E.txt", 27, 3, 4, 1, 3, 3, (13, 13)),
        ("chat_shape_A.txt", 15, 2, 2, 1, 1, 2, (10, 12)),
    ],
)
def test_the_samples_give_the_counts_of_their_readme(
    name, entries, private, reactions, removals, replies, several_lines, senders
):
    reading = read(sample(name))

    to_all = [entry for entry in reading.records if not entry.is_private]
    kinds = Counter(entry.kind for entry in to_all)
    offered = contributions(reading.records)
    assert len(reading.records) == entries
    assert len(reading.records) - len(to_all) == private
    assert kinds[EntryKind.REACTION] == reactions
    assert sum(entry.is_removal for entry in to_all) == removals
    assert kinds[EntryKind.REPLY] == replies
    assert len(offered) == entries - private - reactions
    assert sum("\n" in entry.text for entry in offered) == several_lines
    assert len({entry.sender for entry in offered}) == senders[0]
    assert len({entry.sender for entry in reading.records}) == senders[1]
    assert reading.problems == ()
    assert [(f.phrase, f.values["n"]) for f in reading.left_out] == [("intake.private", private)]


# Names as people choose them. One blank inside a name is fine where two set names off.
PLAIN = ["Ana", "Jean-Marc", "José Ñandú", "SME Network – Harbour", "Réseau ESS (Sud)", "李雷", "Ω"]
AWKWARD = [
    "ODS 11: Ciudades",
    "Ana 🌎✊🏽",
    "Anne (she/her)",
    "Ciudad  Doble",
    "+593 2 555",
    "Q: A",
]
WITH_TO = ["Link to Future", "Puente a Todos", "Lettre à Élise", "Ready to go to town"]

CHARACTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
LINE = st.text(CHARACTERS, max_size=60).map(str.rstrip)
FIXED = st.sampled_from(
    [
        "From Hilltown to Eastport: one timetable, one ticket.",
        "De Quito a Guayaquil: un solo boleto",
        "Voici : la réponse",
        "12:30 From now on",
        "10 : 30",
        "https://round.example/a:b",
        "11:09:03 it rained",
        "=1+1",
        '"quoted"',
        "",
    ]
)
TEXTS = (
    st.lists(st.one_of(LINE, FIXED), min_size=1, max_size=5)
    .map(lambda lines: "\n".join(lines).strip())
    .filter(lambda text: text and Sayings.of(shipped_clients()).tell_apart(text).text == text)
)
TIMES = st.times().map(lambda time: time.strftime("%H:%M:%S"))


def chats(names: list[str]) -> st.SearchStrategy[list[Said]]:
    one = st.builds(
        Said,
        time=TIMES,
        sender=st.sampled_from(names),
        text=TEXTS,
        to=st.one_of(st.just(""), st.just(""), st.sampled_from([*PLAIN, "Ana (UCLG)"])),
    )
    # A file with nobody writing to everyone says too little about its own shape.
    return st.lists(one, min_size=1, max_size=8).map(
        lambda chat: [*chat, Said("09:00:00", "Ana", "Buenos días"), Said("09:00:01", "Ω", "+1")]
    )


def unbroken(shape: ChatShape, blank: str) -> ChatShape:
    """As French clients set it, or a word processor a chat was copied through."""
    named = {
        part: getattr(shape, part).replace(" ", blank)
        for part in ("sender", "everyone", "label", "gap", "sign", "date")
    }
    return replace(shape, **named, blank=blank)


@SHAPES
@settings(max_examples=25, deadline=None)
@given(
    data=st.data(),
    end=st.sampled_from(["\n", "\r\n"]),
    mark=st.booleans(),
    blank=st.sampled_from("  \u00a0\u202f\u2007\u2009"),
)
def test_a_chat_that_was_written_is_read_back(shape, data, end, mark, blank):
    names = PLAIN + AWKWARD + (WITH_TO if shape.gap == "  " else [])
    if not shape.is_indented:
        names = [name for name in names if "  " not in name]
    chat = data.draw(chats(names))
    shape = unbroken(shape, blank)

    written = (b"\xef\xbb\xbf" if mark else b"") + shape.write(chat, end=end)

    assert sayings(shape, written) == meant(shape, chat)


@settings(max_examples=25, deadline=None)
@given(chats(PLAIN + WITH_TO))
def test_a_chat_from_the_cloud_is_read_back(chat):
    chat = [replace(said, to="") for said in chat]

    assert sayings(CLOUD, CLOUD.write(chat)) == meant(CLOUD, chat)


@SHAPES
def test_names_with_to_in_them_are_known_by_what_follows(shape):
    chat = [
        Said("09:00:00", "Link to Future", "one"),
        Said("09:00:01", "Puente a Todos", "two"),
        Said("09:00:02", "Ana", "three"),
        Said("09:00:03", "Link to Future", "four", to="Ana"),
        Said("09:00:04", "Ana", "five", to="Link to Future"),
    ]
    if shape.gap == " ":
        # With one blank nothing but the names seen before tells; without a label not even they.
        chat = chat if shape.says_everyone else chat[2:3]

    assert sayings(shape, shape.write(chat)) == meant(shape, chat)


SECRET = "10:00:09\t De Ana a Puente a Todos : secreto"
TO_BE = "10:00:09\t From Marie to Be : open to all?"


@pytest.mark.parametrize(
    ("lines", "names", "sender", "recipient"),
    [
        # The words for everyone decide, but not against two names that are known.
        (["10:00:09\t From Marie to Be to Everyone : x"], [], "Marie to Be", "Everyone"),
        (["10:00:09 From Marie to Be to Everyone:", "\tx"], [], "Marie to Be", "Everyone"),
        ([SECRET, "10:00:01\t De Ana a Todos : x", "10:00:02\t De Puente a Todos a Todos : x"],
         [], "Ana", "Puente a Todos"),
        ([SECRET, "10:00:01\t De Ana a Todos : x"], [], "Ana a Puente", "Everyone"),
        ([SECRET, "10:00:01\t De Luz a Todos : x"], ["Ana", "PUENTE A TODOS"],
         "Ana", "Puente a Todos"),
        # Where headers name nobody but in private.
        ([TO_BE, "10:00:01\t From Ana : x"], ["Marie to Be"], "Marie to Be", "Everyone"),
        ([TO_BE, "10:00:01\t From Ana : x"], ["Marie to Be", "Marie", "Be"], "Marie", "Be"),
        ([TO_BE, "10:00:01\t From Ana : x", "10:00:02\t From Ana to Luz (Privately) : x"], [],
         "Marie to Be", "Everyone"),
        ([TO_BE, "10:00:01\t From Be : x", "10:00:02\t From Be to Luz (Privately) : x"], [],
         "Marie", "Be"),
        ([TO_BE, "10:00:01\t From Ana : x"], [], "Marie", "Be"),  # in doubt it is private
        (["10:00:09\t De Puente a Todos : x", "10:00:01\t De Ana : x", "10:00:02\t De Luz : x"],
         [], "Puente a Todos", "Everyone"),
    ],
)  # fmt: skip
def test_names_that_are_known_tell_what_to_is_part_of(lines, names, sender, recipient):
    first = read_chat("\n".join([*lines, ""]).encode(), "c.txt", names=names).records[0]

    assert (first.sender, first.recipient) == (sender, recipient)
    assert first.is_private == (recipient != "Everyone")


def test_the_lists_of_a_meeting_tell_the_names_of_its_chat():
    chat = f"{TO_BE}\n10:00:10\t From Ana : x\n"
    people = "Name,Email,Approval Status\nMarie to Be,m@x.example,approved\n"

    meeting = read_meeting([("chat.txt", chat.encode()), ("list.csv", people.encode())])

    assert list(meeting) == [FileKind.CHAT, FileKind.REGISTRATIONS]
    assert [entry.sender for entry in meeting[FileKind.CHAT].records] == ["Marie to Be", "Ana"]


@SHAPES
@pytest.mark.parametrize("label", ["(Privately)", "(privately)", " (Direct Message)", ""])
def test_what_is_addressed_to_a_person_is_private(shape, label):
    chat = [Said("09:00:00", "Ana", "to all"), Said("09:00:05", "Ana", "secret", to="Grace")]

    found = sayings(shape, replace(shape, label=label).write(chat))

    assert found == meant(shape, chat)


def test_an_unknown_label_is_private_too():
    written = "10:00:00\t From  Ana  to  Grace(ปลายทาง) : secret\n10:00:01\t From  Ana : open\n"

    assert [(e.is_private, e.text) for e in read(written.encode()).records] == [
        (True, "secret"),
        (False, "open"),
    ]


def test_a_name_with_a_typographic_colon_does_not_open_a_private_message():
    written = (
        "10:00:00\t From  Ana : open\n"
        "10:00:01\t From  Mesa 3 : Luz  to  Moderator(Direct Message) : secret\n"
    )

    assert [(e.sender, e.is_private, e.text) for e in read(written.encode()).records] == [
        ("Ana", False, "open"),
        ("Mesa 3 : Luz", True, "secret"),
    ]


@pytest.mark.parametrize(
    "pasted",
    [
        "11:02:11 From Grace : pasted",
        "From  Grace  to  Everyone:",
        "From Hilltown to Eastport: one ticket",
        "10:00:05 a break",
    ],
)
@pytest.mark.parametrize("shape", [A, E, B, CLOUD], ids=lambda shape: shape.name)
def test_text_that_looks_like_a_header_is_text(shape, pasted):
    chat = [
        Said("09:00:00", "Ana", f"I quote:\n{pasted}\nand go on"),
        Said("09:00:01", "Jean-Marc", pasted),
    ]

    assert sayings(shape, shape.write(chat)) == meant(shape, chat)


def test_a_header_pasted_behind_the_name_is_text_in_a_log():
    written = (
        "10:00:00\t From  Ana : From  Bob  to  Everyone : hi\n"
        "10:00:01\t From  Luz : open\n"
        "10:00:02\t From  Luz : From  Bob  to  Ana(Direct Message) : hush\n"
    )

    assert [(e.sender, e.is_private, e.text) for e in read(written.encode()).records] == [
        ("Ana", False, "From  Bob  to  Everyone : hi"),
        ("Luz", False, "open"),
        ("Luz : From  Bob", True, "hush"),  # in doubt it is private
    ]


def test_what_opens_a_remark_is_no_part_of_a_name():
    written = (
        "10:00:00\t From  Ana : Question : qui paie ?\n"
        "10:00:01\t From  Luz : open\n"
        "10:00:02\t From  Ana : Question : quand ?\n"
    )

    assert [(e.sender, e.text) for e in read(written.encode()).records] == [
        ("Ana", "Question : qui paie ?"),
        ("Luz", "open"),
        ("Ana", "Question : quand ?"),
    ]


def test_a_header_in_the_same_shape_is_text_where_lines_are_indented():
    chat = [Said("09:00:00", "Ana", "10:18:00 From  Grace  to  Everyone:\nwhat she said")]

    assert sayings(E, E.write(chat)) == meant(E, chat)


@pytest.mark.parametrize(
    "everyone",
    ["Everyone", "everyone", "All panelists and attendees", "Tout le monde", "Todos"],
)
def test_everyone_is_everyone_in_whatever_words(everyone):
    shape = replace(E, everyone=everyone)
    chat = [Said("09:00:00", "Ana", "hola"), Said("09:00:01", "Grace", "hi")]

    assert [entry.recipient for entry in read(shape.write(chat)).records] == ["Everyone"] * 2


def test_other_languages_come_with_their_words():
    clients = read_clients(
        '[ca]\nsender = ["De"]\nrecipient = ["per a"]\neveryone = ["Tothom"]\n'
        'private = ["En privat"]\n'
        'reply = ["Resposta a {quoted}"]\n'
    )
    written = (
        "10:00:00 De  Núria  per a  Tothom:\n\tBon dia\n"
        '10:00:09 De  Pau  per a  Tothom:\n\tResposta a "Bon dia"\n\t\n\tHola\n'
        "10:00:12 De  Pau  per a  Núria(En privat):\n\tei\n"
    )

    found = read_chat(written.encode(), "xat.txt", clients=clients).records

    assert [(e.sender, e.recipient, e.text, e.kind.value, e.parent) for e in found] == [
        ("Núria", "Everyone", "Bon dia", "message", None),
        ("Pau", "Everyone", "Hola", "reply", 0),
        ("Pau", "Núria", "ei", "message", None),
    ]


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        ('Replying to "En nuestra provinc..."', "reply"),
        ('Replying to "En nuestra provinc…"', "reply"),
        ("Replying to «En nuestra provincia la alianza…»:", "reply"),
        ("Replying to “En nuestra”", "reply"),
        ("En réponse à « En nuestra provinc… »", "reply"),
        ('Respondiendo a "En nuestra provinc..."', "reply"),
        ('I am replying to "you"', "message"),
    ],
)
def test_a_reply_loses_its_first_line_and_finds_its_parent(first, kind):
    chat = [
        Said("10:00:00", "Ana", "En nuestra provincia la alianza funcionó"),
        Said("10:00:09", "Grace", f"{first}\n\nAgreed,\nand more"),
    ]

    reply = read(E.write(chat)).records[1]

    if kind == "reply":
        assert (reply.kind, reply.text, reply.parent) == (EntryKind.REPLY, "Agreed,\nand more", 0)
    else:
        assert (reply.kind, reply.text, reply.parent) == (EntryKind.MESSAGE, chat[1].text, None)


@pytest.mark.parametrize(
    ("text", "is_reaction", "is_removal"),
    [
        ('Reacted to "En nuestra pro..." with 👍', True, False),
        ("Reacted to En nuestra pro... with “👏🏽”", True, False),
        ('Reacted to "En nuestra pro…" with :clap:', True, False),
        ('Removed a ❤️ reaction from "En nuestra pro..."', True, True),
        ("A réagi à « En nuestra pro… » avec 👍", True, False),
        ('A supprimé une réaction 👍 de "En nuestra pro..."', True, True),
        ('Reaccionó a "En nuestra pro..." con 1️⃣', True, False),
        ('Quitó una reacción 👍 de "En nuestra pro..."', True, True),
        ("Reacted to the news with anger", False, False),
        ('Reacted to "the plan" with great care', False, False),
        ("Removed a bench from the square", False, False),
    ],
)
def test_a_reaction_is_no_message_and_a_message_no_reaction(text, is_reaction, is_removal):
    chat = [Said("10:00:00", "Ana", "En nuestra provincia"), Said("10:00:09", "Grace", text)]

    entry = read(E.write(chat)).records[1]

    assert (entry.kind is EntryKind.REACTION, entry.is_removal) == (is_reaction, is_removal)
    assert entry.text == text
    assert entry.parent == (0 if is_reaction else None)


def test_the_latest_message_that_begins_so_is_the_parent_and_a_reaction_never_is():
    chat = [
        Said("10:00:00", "Ana", "The land is ours, today"),
        Said("10:00:01", "Grace", "The land is ours,\ntomorrow"),
        Said("10:00:02", "Ω", 'Reacted to "The land is ours, ..." with 👍'),
        Said("10:00:03", "Ana", 'Replying to "The land is ours, ..."\n\nAnd the water'),
        Said("10:00:04", "Ω", 'Replying to "And the water"\n\nyes'),
        Said("10:00:05", "Ω", 'Replying to "never said"\n\nno'),
    ]

    assert [e.parent for e in read(E.write(chat)).records] == [None, None, 1, 1, 3, None]


def test_lines_of_no_entry_are_listed_with_their_numbers():
    written = (
        "09:00:00 From  Ana  to  Everyone:\n\tone\n"
        "--- page 2 ---\n\tstill one\n"
        "09:00:05 From  Grace :: nobody\n\tlost\n\tlost too\n"
        "09:00:09 From  Grace  to  Everyone:\n\ttwo\n"
        "09:00:10 From  Grace  to  Everyone:\n\tthree\n"
        "09:00:11 From  Grace  to  Everyone:\n\tfour\n"
    )

    reading = read(written.encode())

    assert [entry.text for entry in reading.records] == ["one\nstill one", "two", "three", "four"]
    assert [(f.phrase, f.line, f.values["n"]) for f in reading.problems] == [
        ("intake.unread_lines", 3, 1),
        ("intake.unread_lines", 5, 3),
    ]


@pytest.mark.parametrize(
    ("written", "phrase", "line"),
    [
        (b"Dear all,\nthe chat is attached.\n", "intake.no_chat", 1),
        (
            b"junk\njunk\njunk\n09:00:00 From  Ana  to  Everyone:\n\tone\n",
            "intake.mostly_unread",
            1,
        ),
        (b"09:00:00 From  Ana  to  Everyone:\n\tone\n09:00:09 From  Gr", "intake.cut_chat", 3),
        (b"09:00:00 From  Ana  to  Everyone:\n\tone\n09:0", "intake.cut_chat", 3),
        (
            b"09:00:00 From  A  to  Everyone:\n\tx\n09:00:09 From  B  to  Everyone:\n",
            "intake.cut_chat",
            3,
        ),
        (b"09:00:00\t From  Ana : one\n09:00:09\t From  Gra", "intake.cut_chat", 2),
        (b"00:00:01\tAna:\tone\n00:00:09\tGra", "intake.cut_chat", 2),
    ],
)
def test_a_chat_that_cannot_be_taken_is_refused_with_its_line(written, phrase, line):
    with pytest.raises(BadFile) as refused:
        read(written)

    assert (refused.value.phrase, refused.value.line) == (phrase, line)


def test_a_last_line_without_an_end_is_taken_and_doubted():
    reading = read(E.write([Said("09:00:00", "Ana", "one and tw")]).rstrip(b"\n"))

    assert [entry.text for entry in reading.records] == ["one and tw"]
    assert [(f.phrase, f.line) for f in reading.problems] == [("intake.maybe_cut", 2)]


@pytest.mark.parametrize("run", [" ", "  to  ", " :", ":", '" ', "(", "\u00a0"])
@pytest.mark.parametrize("start", ["From  x", "\t From  x", "\t From x"])
def test_a_line_of_nothing_but_separators_is_read_or_listed(start, run):
    """Tried from each of its places, such a line would take minutes."""
    said = E.write(
        [Said("09:00:05", "Ana", "one"), Said("09:00:06", "Luz", f"Reacted to {run * 9_000}x")]
    )
    hostile = f"09:00:00{start}{run * 9_000}:\n".encode()

    assert len(read(said + hostile + said).records) >= 2


def test_a_header_longer_than_names_can_be_is_no_header():
    said = E.write([Said("09:00:05", "Ana", "one"), Said("09:00:06", "Luz", "two")])
    long = E.write([Said("09:00:00", "Ana" * 200, "lost")])

    assert [f.line for f in read(said + long + said).problems] == [5]


def test_five_thousand_messages_are_all_there():
    chat = [
        Said(
            f"{9 + n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}",
            f"Person {n % 150}",
            f"Idea {n}\nso",
        )
        for n in range(5_000)
    ]

    assert sayings(E, E.write(chat)) == meant(E, chat)
