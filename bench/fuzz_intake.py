"""Feed one reader of uploaded files with whatever makes it take a new path: atheris, on libFuzzer.

    python -m bench.fuzz_intake chat --seconds 600

A reader may return what it read or raise BadFile. Anything else, an input that takes longer than
ten seconds, or a finding that cannot be said, is a defect: the input is kept under bench/out/fuzz
and the run ends with an error.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["facilitation.intake", "facilitation.texts"]):
    from facilitation.commands.intake import shown
    from facilitation.intake.attendance import present_each_minute, read_attendance
    from facilitation.intake.chat_merging import merge
    from facilitation.intake.findings import BadFile, Reading
    from facilitation.intake.meetings import read_meeting
    from facilitation.intake.recognition import recognise
    from facilitation.intake.registrations import read_registrations
    from facilitation.intake.spreadsheets import read_contributions
    from facilitation.intake.vtt import read_transcript, turns
    from facilitation.intake.workbooks import read_sheets
    from facilitation.intake.zoom_chat import contributions, read_chat
from facilitation.phrases import in_language
from tests.meeting_files import CHAT_SHAPES, CLOUD, SAMPLES, Said, as_csv, as_workbook

OUT = Path(__file__).parent / "out" / "fuzz"
SECONDS_FOR_ONE = 10
MEMORY_MB = 3_000
LONGEST = 6_000  # bytes: longer inputs explore no new path, only slower

TALK = [
    Said("10:00:00", "Ana", "We need one\nshared fund"),
    Said("10:00:09", "Link to Future", 'Replying to "We need one..."\n\nAgreed'),
    Said("10:00:10", "Luz", 'Reacted to "We need one..." with 👍'),
    Said("10:00:11", "Luz", 'Removed a 👍 reaction from "We need one..."'),
    Said("10:01:00", "Mesa 3: Luz", "From A to B: one ticket", to="Ana (UCLG)"),
]
LISTS = [
    [["Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)"],
     ["Ana", "a@x.example", "05/20/2021 09:48:03 AM", "05/20/2021 09:50:03 AM", "2"]],
    [["Prénom", "Nom", "Courriel", "Statut", "Organisation", "Type d'acteur", "Langue"],
     ["Zoé", "Ñ", "z@x.example", "approuvé", "Univ.", "Université", "français"]],
    [["Fecha", "Nombre", "Idioma", "Comentario"], ["2021-05-01", "Luz", "es", "Más tranvías"]],
]  # fmt: skip
WORDS = [
    "From  ", "  to  ", "Everyone", "(Direct Message)", "(Privately)", " : ", ":\n\t", "\t",
    "De  ", "  à  ", "Tout le monde", "  a  ", "Todos", "10:00:00", "2026-09-23 ", "…",
    'Replying to "', 'Reacted to "', '" with 👍', "WEBVTT\n\n", "<v Ana>", "NOTE ", "Ana: ",
    "00:00:01.000 --> 00:00:02.000\n", "Name", "User Email", "Join Time", "Leave Time",
    "Duration (Minutes)", "First Name", "Last Name", "Email", "Approval Status", "Organization",
    "Comment", "05/20/2021 09:48:03 AM", "sep=;\n", '""',
]  # fmt: skip


def _chat(data: bytes) -> Reading:
    reading = read_chat(data, "f")
    assert not any(entry.is_private for entry in contributions(reading.records))
    assert all(e.parent is None or e.parent < n for n, e in enumerate(reading.records))
    again = merge([reading, reading])
    assert len(again.records) <= 2 * len(reading.records)
    return reading


def _merged(data: bytes) -> Reading:
    """Two chats of one meeting in one input, with a form feed between them."""
    first, _, second = data.partition(b"\x0c")
    return merge([read_chat(first, "saved"), read_chat(second, "log")])


def _transcript(data: bytes) -> Reading:
    reading = read_transcript(data, "f")
    assert len(turns(reading.records)) <= len(reading.records)
    return reading


def _attendance(data: bytes) -> Reading:
    reading = read_attendance(data, "f")
    present_each_minute(reading.records[:20])
    return reading


def _workbook(data: bytes) -> Reading:
    return Reading(tuple(row for _, rows in read_sheets(data, "f") for row in rows))


def _any(data: bytes) -> Reading:
    recognise(data, "f")
    (reading,) = read_meeting([("f", data)]).values()
    return reading


READERS: dict[str, Callable[[bytes], Reading]] = {
    "chat": _chat,
    "chats": _merged,
    "vtt": _transcript,
    "participants": _attendance,
    "registrations": lambda data: read_registrations(data, "f"),
    "contributions": lambda data: read_contributions(data, "f"),
    "workbook": _workbook,
    "any": _any,
}


def seeds() -> list[bytes]:
    chats = [shape.write(TALK) for shape in CHAT_SHAPES] + [CLOUD.write(TALK)]
    tables = [as_csv(rows, delimiter=d).encode() for rows in LISTS for d in ",;\t"]
    books = [as_workbook(rows) for rows in LISTS]
    both = [b"\x0c".join((chats[5], chats[0]))]
    files = [path.read_bytes()[:LONGEST] for path in SAMPLES.iterdir() if path.suffix != ".md"]
    return [*chats, *tables, *books, *both, *files, TALK[0].text.encode("utf-16")]


def check(reader: Callable[[bytes], Reading], data: bytes) -> None:
    try:
        reading = reader(data)
    except BadFile as refusal:
        in_language("en").say(refusal.phrase, **refusal.values)
        return
    for finding in (*reading.problems, *reading.left_out):
        finding.say(in_language("en"))
    for record in reading.records:
        if not isinstance(record, tuple):
            json.dumps(shown(record)).encode()


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", choices=READERS)
    parser.add_argument("--seconds", type=int, default=600)
    chosen = parser.parse_args(arguments)
    folder = OUT / chosen.reader
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds()):
        (folder / f"seed-{number}").write_bytes(seed)
    words = OUT / "words.dict"
    quoted = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in WORDS)
    words.write_text("".join(f'"{word}"\n' for word in quoted))
    reader = READERS[chosen.reader]
    options = [
        f"-max_total_time={chosen.seconds}",
        f"-timeout={SECONDS_FOR_ONE}",
        f"-rss_limit_mb={MEMORY_MB}",
        f"-max_len={LONGEST}",
        f"-dict={words}",
        f"-artifact_prefix={OUT / chosen.reader}-",
        "-print_final_stats=1",
        "-verbosity=0",
        str(folder),
    ]
    atheris.Setup([sys.argv[0], *options], lambda data: check(reader, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
