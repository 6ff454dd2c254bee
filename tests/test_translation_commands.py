"""`translate` and `doubts` on the command line: JSON lines, in order, bad lines named."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from facilitation.__main__ import ronda
from tests.libretranslate import libretranslate, send, translated
from tests.servers import needs

GLOSSARY = str(Path(__file__).parent.parent / "data" / "glossary.csv")


def run(*words: str, entered: str = "") -> Result:
    return CliRunner().invoke(ronda, list(words), input=entered)


def answers(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def records(*some: Any) -> str:
    return "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in some)


def test_translate_answers_each_line_with_text_engine_route_and_doubts() -> None:
    needs("apertium")
    entered = records(
        {"id": "a", "text": "Los gobiernos locales no tienen competencias.", "language": "es"},
        {"id": 2, "text": "Déjà en français", "language": "fr"},
    )

    result = run(
        "translate", "--engine", "apertium", "--to", "fr", "--glossary", GLOSSARY, entered=entered
    )

    assert result.exit_code == 0
    expected = "Les gouvernements locaux n'ont pas des compétences."
    assert answers(result) == [
        {"id": "a", "text": expected, "engine": "apertium", "route": "es>fr", "doubts": []},
        {"id": 2, "text": "Déjà en français", "engine": "", "route": "", "doubts": []},
    ]


def test_translate_says_what_is_doubtful() -> None:
    needs("apertium")
    entered = records({"id": 1, "text": "The zorblax is big.", "language": "en"})

    result = run("translate", "--engine", "apertium", "--to", "es", entered=entered)

    assert answers(result)[0]["doubts"] == [
        {"kind": "unknown_words", "why": "Words the engine does not know: zorblax."}
    ]


def test_a_bad_line_is_named_and_the_good_ones_are_answered() -> None:
    needs("apertium")
    entered = records(
        "not json",
        {"id": 1, "text": "La casa.", "language": "es"},
        {"id": 2, "text": 5, "language": "es"},
        {"id": 3, "text": "Das Haus", "language": "de"},
        {"id": 4, "text": "La ciudad.", "language": "es"},
    )

    result = run("translate", "--engine", "apertium", "--to", "en", entered=entered)

    assert result.exit_code == 1
    assert [answer["id"] for answer in answers(result)] == [1, 4]
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == [
        "line 1",
        "line 3",
        "line 4",
    ]


def test_what_is_odd_is_answered_or_named_and_a_line_without_an_id_goes_by_its_number() -> None:
    needs("apertium")
    whole = "{0} %s <b>x</b> =SUM(A1:A3) ^$@ 👍🏽 https://a.example/?b=1&c=2"
    entered = records(
        {"text": "La casa.", "language": "es-EC"},
        {"id": "blank", "text": " \n", "language": "ES"},
        "",
        {"text": f"La casa {whole}", "language": "es"},
        {"id": "long", "text": "La casa grande. " * 125, "language": "es"},
        {"text": "La casa.", "language": "klingon"},
        '{"text": "half \\ud83d", "language": "es"}',
        {"text": "La casa\0 grande.", "language": "es"},
    )

    result = run("translate", "--to", "EN", entered=entered)

    told = answers(result)
    assert [answer["id"] for answer in told] == ["line 1", "blank", "line 4", "long", "line 8"]
    assert (told[1]["text"], told[1]["engine"]) == (" \n", "")
    assert whole in told[2]["text"]
    assert told[3]["text"].split(".")[:-1] == ["The big house", *[" The big house"] * 124]
    assert "house" in told[4]["text"]
    assert result.stderr.splitlines() == [
        "line 6: \"language\" must be the code of a language, such as fr: 'klingon'",
        'line 7: "text" holds half a character (a lone surrogate)',
    ]


def test_a_language_to_translate_into_has_to_be_a_code() -> None:
    result = run("translate", "--to", "Spanish", entered="")

    assert result.exit_code == 2
    assert "must be the code of a language" in result.stderr


def test_translate_with_libretranslate_reads_its_address_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entered = records({"id": 1, "text": "The house.", "language": "en"})
    with libretranslate(lambda h, _: send(h, translated("La maison."))) as server:
        monkeypatch.setenv("RONDA_LIBRETRANSLATE_URL", server.url)
        result = run("translate", "--engine", "libretranslate", "--to", "fr", entered=entered)

    answer = answers(result)[0]
    assert (answer["text"], answer["engine"], answer["route"]) == (
        "La maison.",
        "libretranslate",
        "en>fr",
    )


@pytest.mark.parametrize("engine", ["off", "libretranslate"])
def test_an_engine_that_cannot_be_used_ends_the_command_with_its_reason(
    engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RONDA_LIBRETRANSLATE_URL", raising=False)
    entered = records({"id": 1, "text": "The house.", "language": "en"})

    result = run("translate", "--engine", engine, "--to", "fr", entered=entered)

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert result.stdout == ""


def test_a_glossary_that_cannot_be_used_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("en,es\nonly english,\n")

    result = run("translate", "--to", "es", "--glossary", str(path))

    assert result.exit_code == 1
    assert "line 2" in result.stderr


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nous soutenons la proposition de 20 %.", []),
        ("Nous rejetons la proposition de 20 %.", ["stance"]),
        ("Nous soutenons la proposition de 30 %.", ["numbers"]),
    ],
)
def test_doubts_are_told_with_their_kind_and_a_sentence(text: str, found: list[str]) -> None:
    source = "We support the proposal of 20%."
    record = {"id": 7, "source": source, "source_language": "en", "text": text, "language": "fr"}

    result = run("doubts", entered=records(record))

    answer = answers(result)[0]
    assert result.exit_code == 0
    assert (answer["id"], [doubt["kind"] for doubt in answer["doubts"]]) == (7, found)
    assert [set(doubt) for doubt in answer["doubts"]] == [{"kind", "why"}] * len(found)
    assert [doubt["why"].endswith(".") for doubt in answer["doubts"]] == [True] * len(found)


def test_doubts_names_a_line_without_its_fields() -> None:
    result = run("doubts", entered=records({"id": 1, "source": "x", "text": "y"}))

    assert result.exit_code == 1
    assert result.stderr.startswith("line 1: ")
