"""`import` as an operator types it: records to the one stream, sentences to the other."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from facilitation.__main__ import ronda
from facilitation.installation import installed
from facilitation.model import ContributionState
from tests.meeting_files import CHAT_SHAPES, SAMPLES, Said, as_csv

E = next(shape for shape in CHAT_SHAPES if shape.name == "E fr")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(ronda, ["import", *map(str, arguments)])


def printed(*arguments: object) -> list[dict[str, object]]:
    result = run("--dry-run", "--json", *arguments)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    file = tmp_path / "chat.txt"
    file.write_bytes(
        E.write(
            [
                Said("09:00:00", "Zoé", "Une idée\nen deux lignes"),
                Said("09:00:01", "Luz", 'En réponse à "Une idée..."\n\noui'),
                Said("09:00:02", "Luz", "secret", to="Zoé"),
                Said("09:00:03", "Zoé", 'A réagi à "oui" avec 👍'),
            ]
        )
    )
    return file


def test_a_chat_is_printed_entry_by_entry_in_file_order(chat):
    assert [tuple(record.items()) for record in printed(chat)] == [
        tuple(zip(("time", "sender", "to", "text", "private", "kind"), values, strict=True))
        for values in (
            ("09:00:00", "Zoé", "Everyone", "Une idée\nen deux lignes", False, "message"),
            ("09:00:01", "Luz", "Everyone", "oui", False, "reply"),
            ("09:00:02", "Luz", "Zoé", "secret", True, "message"),
            ("09:00:03", "Zoé", "Everyone", 'A réagi à "oui" avec 👍', False, "reaction"),
        )
    ]


def test_what_is_private_is_counted_on_the_other_stream(chat):
    result = run("--dry-run", "--json", chat)

    assert result.stderr == (
        "chat.txt, line 8: 1 message is not addressed to everyone: "
        "it is marked private and will not be imported.\n"
    )


def test_how_many_were_not_approved_is_said_on_the_other_stream():
    result = run("--dry-run", "--json", SAMPLES / "registration.csv")

    assert result.stderr.startswith("Approved: 21. Not counted: 3 pending, 1 denied.\n")


@pytest.mark.parametrize(
    ("name", "keys", "records"),
    [
        ("chat_shape_E.txt", ["time", "sender", "to", "text", "private", "kind"], 27),
        ("transcript.vtt", ["start", "end", "speaker", "text"], 20),
        ("participants.csv", ["name", "minutes", "joins"], 14),
        ("registration.csv",
         ["name", "email", "organisation", "actor", "language", "status"], 25),
    ],
)  # fmt: skip
def test_each_kind_has_its_keys(name, keys, records):
    found = printed(SAMPLES / name)

    assert [list(record) for record in found] == [keys] * records


def test_turns_join_the_cues_of_a_speaker():
    found = printed("--turns", SAMPLES / "transcript.vtt")

    assert len(found) == 12
    assert found[1] == {
        "start": "00:00:15.200",
        "end": "00:00:31.880",
        "speaker": "Prefectura Norte",
        "text": "Gracias. Nosotros empezamos por un convenio marco, aprobado en cada concejo, "
        "con un anexo presupuestario. Sin el anexo, el convenio es una fotografía.",
    }


def test_several_chats_are_one(chat, tmp_path):
    again = tmp_path / "again.txt"
    again.write_bytes(chat.read_bytes())

    assert printed(chat, again) == printed(chat)


def test_files_of_several_kinds_are_read_together(chat):
    found = printed(chat, SAMPLES / "participants.csv")

    assert [len(record) for record in found] == [6] * 4 + [3] * 14


def test_the_kind_may_be_said(tmp_path):
    table = tmp_path / "people.csv"
    table.write_text(as_csv([["Name", "Email", "Idea"], ["Ana", "a@x.example", "More trams"]]))

    assert printed("--kind", "registrations", table)[0]["name"] == "Ana"
    assert printed("--kind", "contributions", table)[0]["text"] == "More trams"


def test_other_languages_of_the_chat_come_in_a_file(tmp_path):
    words = tmp_path / "words.toml"
    words.write_text(
        '[ca]\nsender=["De"]\nrecipient=["per a"]\neveryone=["Tothom"]\nprivate=["x"]\n'
    )
    chat = tmp_path / "xat.txt"
    chat.write_text("10:00:00 De  Núria  per a  Tothom:\n\tBon dia\n", encoding="utf-8")

    assert [r["to"] for r in printed("--clients", words, chat)] == ["Everyone"]
    words.write_text("[ca]\nsender = 1\n")
    assert run("--dry-run", "--clients", words, chat).exit_code == 1


def test_a_bad_file_stops_everything_with_one_sentence(chat, tmp_path):
    cut = tmp_path / "cut.csv"
    cut.write_text("Name,User Email,Duration (Minutes)\nAna,,4\nLuz,")

    result = run("--dry-run", "--json", chat, cut)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "Error: cut.csv, line 3: the row has 2 cells where the header has 3: it was cut, or a "
        "separator is missing or too many. Correct it, or export the file again.\n"
    )


@pytest.fixture
def record(tmp_path, monkeypatch):
    """A record of this test's own, with the default session."""
    monkeypatch.setenv("RONDA_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("RONDA_DATABASE", raising=False)
    installed.cache_clear()
    yield installed()
    installed().store.close()
    installed.cache_clear()


def test_what_is_read_is_stored_once_and_undone(record, chat):
    def heard():
        session = record.default_session()
        found = record.store.contributions(session.id)
        return [one.words.text for one in found if one.state is ContributionState.RECEIVED]

    result = run(chat)
    assert result.exit_code == 0
    assert result.stdout == "chat: new people 2, known people 0, contributions 2, shared 1\n"
    assert heard() == ["Une idée\nen deux lignes", "oui"]

    assert "new" in run(chat).stdout
    assert len(heard()) == 2

    assert run("--undo").stdout == (
        "Undone: everything that came from chat.txt is out of the record.\n"
    )
    assert heard() == []
    assert run("--undo").exit_code == 1


def test_a_corrected_list_says_how_many_it_has_otherwise(record, tmp_path):
    table = tmp_path / "list.csv"
    table.write_text(
        "Name,Email,Approval Status\nAna,a@x.example,approved\nLuz,l@x.example,approved\n"
    )
    assert run(table).exit_code == 0
    table.write_text(table.read_text().replace("x.example,approved", "x.example,denied", 1))

    result = run(table)

    assert "1 person is in the record otherwise than in this file." in result.stderr
    assert "1 person is in the record as this list says now." in result.stdout
    assert record.store.registered_by_actor(record.default_session().id) == {None: 1}


def test_a_bad_file_among_good_ones_stores_nothing(record, chat, tmp_path):
    bad = tmp_path / "photo.csv"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")

    result = run(chat, bad)

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: photo.csv, line 1: ")
    assert record.store.imports(record.default_session().id) == []


def test_the_turns_of_a_transcript_wait_for_a_person(record):
    transcript = SAMPLES / "transcript.vtt"

    assert run(transcript).exit_code == 1
    assert "q9" in run("--question", "q9", transcript).stderr
    assert "contributions 12" in run("--question", "q2", transcript).stdout


def test_without_json_the_counts_are_printed(chat):
    assert run("--dry-run", chat).stdout == "chat: 4 read\n"
