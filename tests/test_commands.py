"""The command line: JSON lines in and out, sessions prepared, links printed, records exported."""

import csv
import io
import json
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from facilitation import commands
from facilitation.__main__ import MODULES, ronda
from facilitation.installation import installed

SAMPLES = Path(__file__).parent / "samples"
NOT_JSON = b'{"id": \nnot json\n[1]\n{"id": 3}\n\xff\xfe\n'


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Runs a command on an installation of this test's own."""
    monkeypatch.setenv("RONDA_DATA", str(tmp_path))
    monkeypatch.delenv("RONDA_DATABASE", raising=False)
    monkeypatch.setenv("RONDA_PUBLIC_URL", "https://ronda.example")
    installed.cache_clear()

    def run(*words: str, entered: str | bytes = "") -> Result:
        return CliRunner().invoke(ronda, list(words), input=entered)

    yield run
    if installed.cache_info().currsize:
        installed().store.close()
    installed.cache_clear()


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def records(*some: dict[str, Any]) -> str:
    return "".join(json.dumps(one) + "\n" for one in some)


def test_every_command_is_found_by_its_name() -> None:
    brought = {
        command.name: module.name
        for module in pkgutil.iter_modules(commands.__path__)
        for command in getattr(import_module(f"{commands.__name__}.{module.name}"), "commands", ())
    }

    assert brought == dict(MODULES)
    assert list(MODULES) == sorted(MODULES)


@pytest.mark.parametrize(
    ("database", "said"),
    [
        ("mysql://ronda:key@127.0.0.1/x", "“mysql://” is neither"),
        ("postgresql+psycopg://127.0.0.1/x", "“postgresql+psycopg://” is neither"),
        (str(Path(__file__)), "cannot be used: file is not a database"),
        ("/proc/none/ronda.db", "cannot be used"),
    ],
)
def test_a_database_that_is_none_is_refused_in_a_sentence(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database: str, said: str
) -> None:
    monkeypatch.setenv("RONDA_DATABASE", database)
    monkeypatch.chdir(tmp_path)
    result = run("links")

    assert result.exit_code == 1
    assert said in result.stderr
    assert "key" not in result.stderr
    assert not list(tmp_path.glob("mysql*"))


def test_detect_answers_each_line_in_its_order(run: Any) -> None:
    entered = records(
        {"id": "a", "text": "Falta agua en la comuna y nadie responde"},
        {"id": 2, "text": "Il manque de l'eau dans la commune"},
        {"id": None, "text": "12345 !!"},
    )
    result = run("detect", entered=entered)

    assert result.exit_code == 0
    assert [(line["id"], line["language"]) for line in lines(result)] == [
        ("a", "es"),
        (2, "fr"),
        (None, None),
    ]
    assert {tuple(line) for line in lines(result)} == {("id", "language", "confidence", "mixed")}


def test_suggest_gives_at_most_three_themes_with_words_of_the_text(run: Any) -> None:
    text = "Publiquen las cuentas del presupuesto y que la asamblea vecinal vote el plan de agua"
    result = run("suggest", entered=records({"id": "a", "text": text}))
    (answered,) = lines(result)

    assert answered["language"] == "es"
    assert 1 <= len(answered["themes"]) <= 3
    for theme in answered["themes"]:
        assert theme["evidence"]
        assert [word for word in theme["evidence"] if word not in text] == []
    scores = [theme["score"] for theme in answered["themes"]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("command", ["detect", "suggest"])
def test_a_bad_line_is_named_and_the_good_ones_are_answered(run: Any, command: str) -> None:
    good = records({"id": 1, "text": "Falta agua"}).encode()
    result = run(command, entered=good + NOT_JSON + good)

    assert result.exit_code == 1
    assert [line["id"] for line in lines(result)] == [1, 1]
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [
        f"line {n}" for n in range(2, 7)
    ]


@pytest.mark.parametrize("command", ["detect", "suggest"])
def test_whatever_people_type_is_answered(run: Any, command: str) -> None:
    inputs = [
        json.loads(line)["input"]
        for line in (SAMPLES / "bad_inputs.jsonl").read_text("utf-8").splitlines()
    ]
    result = run(command, entered=records(*({"id": n, "text": t} for n, t in enumerate(inputs))))

    assert result.exit_code == 0
    assert [line["id"] for line in lines(result)] == list(range(len(inputs)))


def test_links_of_the_default_session_are_one_for_each_role(run: Any) -> None:
    printed = run("links").stdout.splitlines()

    assert [line.split()[0] for line in printed[1:]] == [
        "organiser",
        "moderator",
        "rapporteur",
        "projector",
        "participant",
    ]
    assert {line.split()[1].rsplit("/", 1)[0] for line in printed[1:]} == {
        "https://ronda.example/k",
        "https://ronda.example/j",
    }
    assert run("links", "--session", "1.1.1").stdout.splitlines() == printed


def test_a_session_that_is_not_there_is_said_in_one_sentence(run: Any) -> None:
    result = run("links", "--session", "nowhere")

    assert result.exit_code == 1
    assert result.stderr == 'Error: no session has the code or reference "nowhere"\n'


def test_prepare_makes_a_session_from_a_file_and_prints_its_links(run: Any) -> None:
    result = run("prepare", str(SAMPLES / "two_languages.toml"))

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 6


def test_prepare_says_what_is_wrong_with_the_line(run: Any, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text('reference = "x"\nlanguages = ["en"\n')
    result = run("prepare", str(broken))

    assert result.exit_code == 1
    assert "line 3" in result.stderr or "line 2" in result.stderr
    assert installed.cache_info().currsize == 0


@pytest.mark.parametrize("separator", [",", ";"])
def test_export_writes_the_record(run: Any, separator: str) -> None:
    run("links")
    words = ["--semicolon"] if separator == ";" else []
    exported = run("export", "1.1.1", "--to", "csv", *words)
    header = next(csv.reader(io.StringIO(exported.stdout.lstrip("\ufeff")), delimiter=separator))

    assert header[:3] == ["number", "received_at", "part"]
    assert json.loads(run("export", "1.1.1", "--to", "json").stdout)["contributions"] == []


def test_export_writes_the_report_and_refuses_a_language_it_is_not_in(
    run: Any, tmp_path: Path
) -> None:
    run("links")
    path = str(tmp_path / "report.pdf")
    made = run("export", "1.1.1", "--to", "pdf", "--language", "fr", "-o", path)
    refused = run("export", "1.1.1", "--to", "pdf", "--language", "de")

    assert made.exit_code == 0
    assert Path(path).read_bytes().startswith(b"%PDF-")
    assert refused.exit_code == 1
    assert 'not in "de": it is in en, es, fr' in refused.output


def test_a_session_is_prepared_from_the_record_of_another(run: Any, tmp_path: Path) -> None:
    run("links")
    record, broken = tmp_path / "record.json", tmp_path / "broken.json"
    run("export", "1.1.1", "--to", "json", "-o", str(record))
    broken.write_text("{}")
    prepared = run("prepare", str(record))
    refused = run("prepare", str(broken))

    assert prepared.exit_code == 0
    assert "/k/" in prepared.output
    assert run("export", "1.1.1", "--to", "json").stdout_bytes == record.read_bytes()
    assert (refused.exit_code, "is not a record" in refused.output) == (1, True)


def test_export_into_a_file_is_the_same(run: Any, tmp_path: Path) -> None:
    run("links")
    run("export", "1.1.1", "--to", "csv", "-o", str(tmp_path / "out.csv"))

    assert (tmp_path / "out.csv").read_bytes() == run("export", "1.1.1", "--to", "csv").stdout_bytes


def test_a_codebook_goes_out_and_another_comes_in(run: Any, tmp_path: Path) -> None:
    run("prepare", "data/sessions/1.1.1.toml")
    taken = tmp_path / "codebook.toml"
    assert run("codebook", "export", "1.1.1", "-o", str(taken)).exit_code == 0
    taken.write_text(taken.read_text("utf-8").replace("Inclusión", "Nadie atrás"), "utf-8")

    checked = run("codebook", "import", "1.1.1", str(taken), "--check")
    done = run("codebook", "import", "1.1.1", str(taken))

    assert checked.stdout == "codebook.toml: 14 themes, 4 points\n"
    assert done.stdout == "codebook.toml: 14 themes, 4 points; 0 contributions coded anew\n"
    assert "Nadie atrás" in run("codebook", "export", "1.1.1", "--to", "csv").stdout
    qdc = run("codebook", "export", "1.1.1", "--to", "qdc", "--language", "es")
    assert "Nadie atrás" in qdc.stdout
    editions = run("codebook", "editions", "1.1.1").stdout.splitlines()
    assert [line.split()[::2] for line in editions] == [
        ["1", "prepare"],
        ["2", "import"],
    ]

    run("codebook", "put-back", "1.1.1", "1")

    assert "Nadie atrás" not in run("codebook", "export", "1.1.1").stdout


def test_a_codebook_that_cannot_be_read_is_refused_in_one_sentence(
    run: Any, tmp_path: Path
) -> None:
    run("prepare", "data/sessions/1.1.1.toml")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("id,label\nNo!,x")

    result = run("codebook", "import", "1.1.1", str(wrong))

    assert result.exit_code == 1
    assert result.output.startswith("Error: wrong.csv, line 2: the id")
