"""The wording of the interface: complete in every language, and nothing of it unused."""

import ast
import re
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from facilitation import errors, phrases
from facilitation.model import (
    Confidentiality,
    ContributionState,
    HideReason,
    Origin,
    Role,
    Source,
    Trouble,
)

ROOT = Path(__file__).parent.parent
CODE = [
    path
    for folder in ("facilitation", "pages")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".py", ".html", ".js")
]
LANGUAGES = phrases.INTERFACE_LANGUAGES
PLACEHOLDER = re.compile(r"\{(\w+)")


@cache
def messages(language: str) -> dict[str, Message]:
    found = {}
    for message in phrases.read_catalogue(language):
        if message.id:
            key = message.id[0] if isinstance(message.id, tuple) else message.id
            found[key] = message
    return found


def forms(message: Message) -> list[str]:
    string = message.string
    return list(string) if isinstance(string, tuple) else [string]


def written_in_code() -> str:
    return "\n".join(path.read_text("utf-8") for path in CODE)


def test_three_languages_are_shipped() -> None:
    assert LANGUAGES == ("en", "es", "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_messages(language: str) -> None:
    assert sorted(messages(language)) == sorted(messages("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_empty_or_unsure(language: str) -> None:
    assert [
        key
        for key, message in messages(language).items()
        if message.fuzzy or not all(form.strip() for form in forms(message))
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_a_message_has_the_same_placeholders(language: str) -> None:
    english = messages("en")

    def placeholders(message: Message) -> set[str]:
        return set().union(*(PLACEHOLDER.findall(form) for form in forms(message))) - {"n"}

    assert [
        key
        for key, message in messages(language).items()
        if placeholders(message) != placeholders(english[key])
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_messages_are_plural_in_every_language(language: str) -> None:
    assert [
        key
        for key, message in messages(language).items()
        if (len(forms(message)) > 1) != (len(forms(messages("en")[key])) > 1)
    ] == []


def test_no_message_is_unused() -> None:
    """A message is used where its key stands, or the part before its last dot with a dot after."""
    code = written_in_code()

    assert [
        key
        for key in messages("en")
        if key not in code and f"{key.rpartition('.')[0]}.{{" not in code
    ] == []


def test_no_message_is_missing() -> None:
    """Every dotted key that is said in the code is in the catalogue."""
    said = set(re.findall(r"""say\(\s*["']([a-z_]+(?:\.[a-z_0-9]+)+)["']""", written_in_code()))

    assert sorted(said - set(messages("en"))) == []


def test_every_error_names_a_phrase_that_exists() -> None:
    raised = set(re.findall(r'"(error\.[a-z_]+)"', written_in_code()))
    declared = {
        kind.default_phrase
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.FacilitationError)
    }

    assert sorted((raised | declared) - set(messages("en"))) == []


def test_every_trouble_of_an_engine_has_a_phrase() -> None:
    told = {key.rpartition(".")[2] for key in messages("en") if key.startswith("engine.trouble.")}

    assert told == set(Trouble)


def test_french_signs_stay_with_their_word() -> None:
    told = phrases.in_language("fr").say("error.plan", problems="a : b")

    assert told == "Ce fichier de séance n'est pas utilisable\u00a0: a : b"


def test_french_counts_nought_as_one_and_english_does_not() -> None:
    en, fr = phrases.in_language("en"), phrases.in_language("fr")

    assert (en.plural_form(0), en.plural_form(1), en.plural_form(2)) == (1, 0, 1)
    assert (fr.plural_form(0), fr.plural_form(1), fr.plural_form(2)) == (0, 0, 1)


def test_a_missing_message_is_never_english_in_silence() -> None:
    with pytest.raises(phrases.MissingPhrase):
        phrases.in_language("fr").say("nowhere.to_be_found")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("fr-CA,fr;q=0.9,en;q=0.5", "fr"),
        ("pt-BR, es;q=0.8, en;q=0.9", "en"),
        ("de", "en"),
        ("", "en"),
        ("*", "en"),
        (";q=x,,,es;q=", "es"),
        ("x" * 100_000, "en"),
    ],
)
def test_the_language_a_browser_prefers(accepted: str, language: str) -> None:
    assert phrases.preferred(accepted, LANGUAGES) == language


def test_numbers_are_written_as_readers_write_them() -> None:
    written = [phrases.in_language(language).number(1234567) for language in LANGUAGES]

    assert written == ["1,234,567", "1.234.567", "1\u202f234\u202f567"]


def test_days_and_spans_are_written_as_readers_write_them() -> None:
    readers = [phrases.in_language(language) for language in LANGUAGES]

    days = [reader.programme_day("2021-05-26") for reader in readers]
    assert days == ["May 26, 2021", "26 de mayo de 2021", "26 mai 2021"]
    assert [readers[0].programme_day(other) for other in ("", "in May")] == ["", "in May"]
    gone = [[reader.ago(timedelta(**{of: 3})) for of in ("minutes", "days")] for reader in readers]
    assert gone == [
        ["3 minutes ago", "3 days ago"],
        ["Hace 3 minutos", "Hace 3 días"],
        ["Il y a 3 minutes", "Il y a 3 jours"],
    ]


STRINGS_ALLOWED = {*map(str, Role), *map(str, Confidentiality), *map(str, ContributionState)}
STRINGS_ALLOWED |= {*map(str, HideReason), *map(str, Origin), *map(str, Source)}


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda p: p.name)
def test_a_page_holds_no_wording(path: Path) -> None:
    """A sentence, or a capital and two words, outside a docstring belongs in a catalogue."""
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }

    assert [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and re.search(r"^[A-ZÀ-Ý¿¡].* |\w+ \w+ \w+", node.value)
    ] == []


def calls(name: str) -> list[str]:
    """The calls of a method, as they are written."""
    return [
        ast.unparse(node)
        for path in CODE
        if path.suffix == ".py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(f".{name}")
    ]


def test_streamlit_says_nothing_of_its_own_in_english() -> None:
    """Under the boxes of a form that a key may send, and where no choice fits what was typed."""
    forms, choices = calls("form"), calls("selectbox")

    assert min(len(forms), len(choices)) >= 9
    assert [one for one in forms if "enter_to_submit=False" not in one] == []
    assert [one for one in choices if "filter_mode=None" not in one] == []
