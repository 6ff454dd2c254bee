"""Which language a text is in: how often we are right, when we keep silent, when we warn."""

import json
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from facilitation.languages import Detection, detect, preload, warns
from facilitation.model import Words

SAMPLES = Path(__file__).parent / "samples"
LANGUAGES = ("en", "es", "fr")


ROWS = [
    json.loads(line)
    for line in (SAMPLES / "language_texts.jsonl").read_text(encoding="utf-8").splitlines()
]
PLAIN = [(row["text"], row["languages"][0]) for row in ROWS if len(row["languages"]) == 1]
MIXED = [(row["text"], row["languages"]) for row in ROWS if len(row["languages"]) > 1]
WORDLESS = [row["text"] for row in ROWS if not row["languages"]]


def share_right(texts: list[tuple[str, str]]) -> float:
    return sum(detect(text).language == language for text, language in texts) / len(texts)


def without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_least_97_in_100_texts_of_1_to_60_words_are_told_right(language: str) -> None:
    texts = [(text, found) for text, found in PLAIN if found == language]
    assert len(texts) == 114
    assert share_right(texts) >= 0.97


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_typed_without_accents_or_capitals_are_told_as_well(language: str) -> None:
    texts = [(without_accents(text).lower(), found) for text, found in PLAIN if found == language]
    assert share_right(texts) >= 0.97


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_of_at_most_three_words_are_told_right_9_times_in_10(language: str) -> None:
    texts = [(text, found) for text, found in PLAIN if found == language and len(text.split()) <= 3]
    assert len(texts) >= 40
    assert share_right(texts) >= 0.9


def test_coded_contributions_are_all_told_right() -> None:
    lines = (SAMPLES / "coded_tune.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    wrong = [row["text"] for row in rows if detect(row["text"]).language != row["lang"]]
    assert wrong == []


@pytest.mark.parametrize("text", WORDLESS)
def test_blanks_figures_pictures_and_addresses_are_in_no_language(text: str) -> None:
    assert detect(text) == Detection(None, 0.0, False)


@pytest.mark.parametrize(
    "text", ["Привет, как дела?", "你好，世界", "مرحبا بالجميع", "\x00", "\u202e"]
)
def test_a_script_that_none_of_the_languages_uses_is_in_no_language(text: str) -> None:
    assert detect(text).language is None


def test_an_address_does_not_speak_for_the_text_around_it() -> None:
    found = detect(
        "gracias https://example.org/the-new-housing-plan-for-the-city the.mayor@city.gov"
    )
    assert found.language == "es"


def test_letters_and_separate_accents_read_the_same() -> None:
    text = "Être consulté n'est pas être écouté"
    assert detect(unicodedata.normalize("NFD", text)).language == "fr"


def test_text_that_cannot_be_encoded_is_read_without_its_broken_parts() -> None:
    assert detect("hola \ud800 a todas y todos").language == "es"


def test_only_the_beginning_of_a_very_long_text_is_read() -> None:
    found = detect("el presupuesto del municipio " * 20_000)
    assert (found.language, found.mixed) == ("es", False)


def test_clauses_in_two_languages_are_called_mixed() -> None:
    assert len(MIXED) == 18
    assert sum(detect(text).mixed for text, _ in MIXED) >= 16


def test_a_mixed_text_is_given_one_of_its_languages() -> None:
    wrong = [text for text, languages in MIXED if detect(text).language not in languages]
    assert wrong == []


def test_a_borrowed_word_or_a_name_does_not_make_a_text_mixed() -> None:
    texts = [text for text, _ in PLAIN]
    assert sum(detect(text).mixed for text in texts) / len(texts) <= 0.02
    assert not detect("El city manager que contrataron no conoce los cerros.").mixed
    assert not detect("We call it a minga: everybody brings a shovel.").mixed


def test_confidence_is_a_share_of_one() -> None:
    for text, _ in PLAIN:
        assert 1 / 3 <= detect(text).confidence <= 1.0


def test_only_the_languages_of_the_session_are_considered() -> None:
    assert detect("Logement pour tous les jeunes", ("en", "es")).language in ("en", "es")
    assert detect("Habitação para todas as pessoas jovens", ("en", "pt")).language == "pt"


def test_languages_lingua_does_not_know_are_left_out() -> None:
    assert detect("Los vecinos quieren decidir", ("en", "es", "qu")).language == "es"


@pytest.mark.parametrize("languages", [(), ("es",), ("es", "qu")])
def test_with_fewer_than_two_known_languages_there_is_nothing_to_tell_apart(
    languages: tuple[str, ...],
) -> None:
    assert detect("Los vecinos quieren decidir", languages).language is None


def test_a_warning_needs_another_language_told_with_confidence() -> None:
    words = Words("Los vecinos quieren decidir", "fr")
    assert warns(words, Detection("es", 0.80))
    assert not warns(words, Detection("es", 0.79))
    assert not warns(words, Detection("fr", 0.99))
    assert not warns(words, Detection(None, 0.0))


def test_two_words_never_raise_a_warning() -> None:
    assert not warns(Words("muchas gracias", "fr"), Detection("es", 0.99))
    assert not warns(Words("muchas gracias 😊 !!", "fr"), Detection("es", 0.99))
    assert warns(Words("muchas gracias amigos", "fr"), Detection("es", 0.99))


def test_a_chosen_language_that_lingua_does_not_know_is_never_doubted() -> None:
    assert not warns(Words("Ñuqanchik llaqtapi tiyanchik", "qu"), Detection("es", 0.99))


def test_nobody_who_chose_the_right_language_is_warned() -> None:
    warned = [text for text, found in PLAIN if warns(Words(text, found), detect(text))]
    assert warned == []


def test_threads_agree_with_one_another() -> None:
    preload(LANGUAGES)
    texts = [text for text, _ in PLAIN[::6]]
    alone = [detect(text).language for text in texts]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda _: [detect(text).language for text in texts], range(8)))
    assert together == [alone] * 8
