"""What makes a machine text doubtful: each kind with its reason, few of them about good texts."""

import json
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from facilitation.translation.doubts import DoubtKind, Pair, find_doubts
from facilitation.translation.inversions import find_inversion
from facilitation.translation.stances import knows, read

SAMPLES = Path(__file__).parent / "samples"
LANGUAGES = ("en", "es", "fr")


def sample(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLES / name).read_text("utf-8").splitlines()]


def kinds(original: str, source: str, text: str, target: str, **told: Any) -> list[str]:
    return [str(doubt.kind) for doubt in find_doubts(Pair(original, source, text, target, **told))]


# -- each kind -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("original", "source", "text", "target", "kind"),
    [
        ("We need water.", "en", " \n", "es", "empty"),
        (
            "The regional plan needs more money.",
            "en",
            "The regional plan needs more money.",
            "es",
            "copy",
        ),
        (
            "We came early. The regional plan needs more money.",
            "en",
            "Llegamos temprano. The regional plan needs more money.",
            "es",
            "copy",
        ),
        (
            "Il faut ouvrir les données de la région aux habitants.",
            "fr",
            "It is necessary to open the data of the region to everyone.",
            "es",
            "language",
        ),
        (
            "The council opened the data of the region to its inhabitants.",
            "en",
            "Le conseil a ouvert les données de la région à ses habitants.",
            "es",
            "language",
        ),
        ("We got 15 % of 2,500.", "en", "Recibimos el 15 % de 3.500.", "es", "numbers"),
        ("Three towns came.", "en", "Vinieron cuatro municipios.", "es", "numbers"),
        ("35 % of towns came.", "en", "Vinieron 35 municipios.", "es", "numbers"),
        ("From 3 to 7 million.", "en", "De 7 a 3 millones.", "es", "numbers"),
        ("Nobody asked us.", "en", "Nos preguntaron.", "es", "negation"),
        ("On nous a consultés.", "fr", "They did not consult us.", "en", "negation"),
        ("Vamos con ellos.", "es", "We go without them.", "en", "negation"),
        ("We support the dam.", "en", "Nous nous opposons au barrage.", "fr", "stance"),
        ("Menos discursos y más agua.", "es", "Plus de discours et moins d'eau.", "fr", "stance"),
        ("Un marché stable.", "fr", "Un mercado inestable.", "es", "stance"),
        ("It never works.", "en", "Siempre funciona.", "es", "stance"),
        (
            "The mayors must answer to the universities at last.",
            "en",
            "Las universidades deben responder por fin ante los alcaldes.",
            "es",
            "actors",
        ),
        (
            "The mayor should be evaluated by residents.",
            "en",
            "Es el alcalde quien debe evaluar a los residentes.",
            "es",
            "actors",
        ),
        (
            "We invite the ministry to visit the valley.",
            "en",
            "Le ministère nous invite à visiter la vallée.",
            "fr",
            "actors",
        ),
        (
            "The problem is not technical but political.",
            "en",
            "Es un problema técnico y no político.",
            "es",
            "negation_moved",
        ),
        (
            "I support the reform, what I do not want is the debt.",
            "en",
            "Je suis contre la réforme, ce que je veux, c'est la dette.",
            "fr",
            "stance",
        ),
        ("Everyone came.", "en", "Nadie vino.", "es", "stance"),
        ("Hello {name}, see https://a.example/x", "en", "Hola, vea", "es", "placeholder"),
        ("Thanks 👍", "en", "Gracias", "es", "placeholder"),
    ],
)
def test_a_bad_translation_is_doubted_for_its_reason(
    original: str, source: str, text: str, target: str, kind: str
) -> None:
    assert kind in kinds(original, source, text, target)


def test_another_language_than_the_one_wanted_is_doubted() -> None:
    original = "La région doit publier le budget de chaque commune."
    text = "The region has to publish the budget of every town."

    assert kinds(original, "fr", text, "es") == ["language"]


def test_half_a_text_is_doubted() -> None:
    original = "We asked for water. We asked for roads. We asked for a school, and got a statue."

    assert "truncated" in kinds(original, "en", "Pedimos agua. Pedimos", "es")
    assert "truncated" in kinds(original, "en", "Pedimos agua. Pedimos carreteras.", "es")


def test_a_text_far_too_long_is_doubted() -> None:
    original = "We need water in the upper part of the valley."

    assert kinds(original, "en", "Necesitamos agua en la parte alta del valle. " * 3, "es") == [
        "length"
    ]


def test_what_the_engine_tells_is_doubted_with_the_words() -> None:
    doubts = find_doubts(
        Pair(
            "The zorblax of Quito",
            "en",
            "El zorblax de Quito",
            "es",
            unknown=("zorblax", "Quito", "gone"),
            missed=("powers",),
        )
    )

    assert {str(doubt.kind): doubt.values for doubt in doubts} == {
        "glossary": {"words": "powers"},
        "unknown_words": {"words": "zorblax"},
    }


def test_every_kind_has_its_plain_sentence() -> None:
    assert [kind for kind in DoubtKind if not kind.value.islower()] == []
    doubts = find_doubts(Pair("It costs 5 euros.", "en", "Cuesta 6 euros.", "es"))

    assert [(doubt.phrase, doubt.why) for doubt in doubts] == [
        ("doubt.numbers", "Numbers differ: original 5; translation 6.")
    ]


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_to_translate_is_nothing_to_doubt(text: str) -> None:
    assert kinds(text, "en", "", "es") == []


def test_a_text_in_its_own_language_is_not_doubted() -> None:
    assert kinds("We do not agree.", "en", "We do not agree.", "en") == []


@pytest.mark.parametrize(
    "text", ["😀" * 500, "\u0301" * 50, "a" * 5_000, "no " * 700, "((((" * 300, "1 " * 900]
)
def test_awkward_texts_are_read_without_complaint(text: str) -> None:
    kinds(text, "en", text[::-1], "es")
    kinds("Hola", "es", text, "fr")


# -- saying no -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("nobody came and nothing happened", "en", 2),
        ("We don't want it, and won't.", "en", 2),
        ("not only roads but also bridges", "en", 0),
        ("no vino nadie", "es", 1),
        ("no solo carreteras, también puentes", "es", 0),
        ("Ninguna alianza sin evaluación", "es", 2),
        ("il n'y a rien ni personne", "fr", 1),
        ("La loi ne reconnaît que les associations", "fr", 0),
        ("une personne sur deux, pas à pas", "fr", 0),
        ("on ne veut plus de réunions mais plus de décisions", "fr", 1),
        ("qui évalue ? personne, voilà", "fr", 1),
        ("quand personne du sud ne peut venir", "fr", 1),
        ("une personne du sud ne peut venir", "fr", 0),
        ("No. 5", "en", 0),
    ],
)
def test_denials_are_counted_as_a_reader_would(text: str, language: str, count: int) -> None:
    assert len(read(text, language).denials) == count


@pytest.mark.parametrize(
    ("original", "source", "text", "target"),
    [
        ("It is not allowed.", "en", "C'est interdit.", "fr"),
        ("It is not possible.", "en", "Es imposible.", "es"),
        ("Nos falta personal.", "es", "We do not have enough staff.", "en"),
        ("Ils refusent de payer.", "fr", "They do not want to pay.", "en"),
        ("Unless it is guaranteed", "en", "Si no se garantiza", "es"),
        ("The minutes cannot be found.", "en", "Les comptes rendus sont introuvables.", "fr"),
        ("No faltan ideas.", "es", "There are plenty of ideas.", "en"),
        ("Le son n'arrête pas de couper.", "fr", "The sound keeps cutting out.", "en"),
        ("No recibe ni el 2 %.", "es", "Elle reçoit moins de 2 %.", "fr"),
        (
            "Une personne le dit, aucune autre personne.",
            "fr",
            "One person says so, no other.",
            "en",
        ),
        (
            "Since the province buys here, our cooperative grows.",
            "en",
            "Nuestra cooperativa crece desde que la provincia compra aquí.",
            "es",
        ),
        (
            "The mayor is evaluated by the residents.",
            "en",
            "Ce sont les habitants qui évaluent le maire.",
            "fr",
        ),
        ("It was set up by farmers.", "en", "On l'a montée ensuite, entre paysans.", "fr"),
    ],
)
def test_the_same_sense_in_other_words_is_not_doubted(
    original: str, source: str, text: str, target: str
) -> None:
    assert find_inversion(original, source, text, target) is None


def test_a_language_without_word_lists_is_not_judged() -> None:
    assert not knows("de")
    assert kinds("Wir sind dagegen.", "de", "We agree.", "en") == []


def test_two_changes_in_two_sentences_do_not_cancel_out() -> None:
    original = "We do not want the road. We want the bridge."
    text = "Queremos la carretera. No queremos el puente."

    assert kinds(original, "en", text, "es") == ["negation"]


# -- measured on the kept sets -------------------------------------------------------------------


def directed() -> Iterator[tuple[dict[str, Any], str, str]]:
    for pair in sample("translation_pairs.jsonl"):
        for source, target in permutations(LANGUAGES, 2):
            yield pair, source, target


def test_at_most_a_tenth_of_good_translations_are_doubted() -> None:
    doubted = [
        bool(kinds(pair[source], source, pair[target], target))
        for pair, source, target in directed()
    ]

    assert len(doubted) == 528
    assert sum(doubted) / len(doubted) <= 0.10


def test_nine_planted_inversions_of_ten_are_doubted() -> None:
    pairs = {pair["id"]: pair for pair in sample("translation_pairs.jsonl")}
    planted = sample("inversions.jsonl")
    found = [
        kinds(
            pairs[p["pair"]][p["source_language"]], p["source_language"], p["text"], p["language"]
        )
        for p in planted
    ]

    assert len(planted) >= 80
    assert sum(map(bool, found)) / len(found) >= 0.9


def test_eight_of_ten_inversions_kept_aside_are_doubted_and_few_of_their_good_twins() -> None:
    kept = sample("inversions_kept.jsonl")

    def doubted(field: str) -> float:
        found = [kinds(k["source"], k["source_language"], k[field], k["language"]) for k in kept]
        return sum(map(bool, found)) / len(found)

    assert doubted("inverted") >= 0.8
    assert doubted("correct") <= 0.1


def test_what_is_turned_round_is_doubted_and_free_translations_are_not() -> None:
    """In all six directions: denials, contraries, numbers in words, ordinals, shares, dates."""
    doubted: dict[bool, list[bool]] = {True: [], False: []}
    for pair in sample("meaning_pairs.jsonl"):
        found = kinds(pair["source"], pair["source_language"], pair["text"], pair["language"])
        doubted[bool(pair["turned"])].append(bool(found))

    assert (len(doubted[True]), len(doubted[False])) == (108, 102)
    assert sum(doubted[True]) / len(doubted[True]) >= 0.95
    assert sum(doubted[False]) / len(doubted[False]) <= 0.05


def test_free_translations_of_what_people_say_are_seldom_doubted_and_turned_ones_are() -> None:
    """Whole comments, translated as a person would, and each once more with one thing turned."""
    pairs = sample("free_pairs.jsonl")

    def doubted(field: str) -> float:
        found = [kinds(p["source"], p["source_language"], p[field], p["language"]) for p in pairs]
        return sum(map(bool, found)) / len(found)

    assert len(pairs) == 315
    assert doubted("right") <= 0.09
    assert doubted("turned") >= 0.89
