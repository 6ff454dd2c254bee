"""Numbers are the same number however a language writes them, and a changed one is noticed."""

import json
import random
from decimal import Decimal
from pathlib import Path

import pytest
import regex

from facilitation.translation.numbers import are_swapped, numbers_in, shares, unmatched

PAIRS = Path(__file__).parent / "samples" / "translation_pairs.jsonl"


def readings(text: str, language: str) -> list[set[Decimal]]:
    return [set(n.readings) for n in numbers_in(text, language) if n.is_certain]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("2 500", "fr", "2500"),
        ("2\u00a0500", "fr", "2500"),
        ("2\u202f500", "fr", "2500"),
        ("2,500", "en", "2500"),
        ("2.500", "es", "2500"),
        ("2'500", "fr", "2500"),
        ("1.234.567,89", "es", "1234567.89"),
        ("1,234,567.89", "en", "1234567.89"),
        ("1,5 million", "fr", "1500000"),
        ("1.5 million", "en", "1500000"),
        ("2 millones", "es", "2000000"),
        ("3 mil millones", "es", "3000000000"),
        ("dos mil millones", "es", "2000000000"),
        ("two billion", "en", "2000000000"),
        ("deux milliards", "fr", "2000000000"),
        ("two hundred and fifty", "en", "250"),
        ("treinta y cinco", "es", "35"),
        ("quatre-vingt-dix-sept", "fr", "97"),
        ("soixante-quinze", "fr", "75"),
        ("twenty-five", "en", "25"),
        ("0.75", "en", "0.75"),
        ("05", "es", "5"),
        ("2 pm", "en", "14"),
    ],
)
def test_a_number_is_read_as_its_value(text: str, language: str, value: str) -> None:
    assert [Decimal(value) in found for found in readings(text, language)] == [True]


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("9:55 - 11:25", "en", [9, 55, 11, 25]),
        ("9 h 55", "fr", [9, 55]),
        ("26/05/2021", "es", [26, 5, 2021]),
        ("table 1.1.1", "en", [1, 1, 1]),
        ("two, three and four", "en", [2, 3, 4]),
        ("tres de los siete", "es", [3, 7]),
        ("35 por ciento", "es", [35]),
        ("https://example.org/2021/05", "en", []),
        ("one and once", "en", []),
    ],
)
def test_numbers_are_parted_where_people_part_them(
    text: str, language: str, values: list[int]
) -> None:
    found = readings(text, language)

    assert len(found) == len(values)
    assert [Decimal(value) in one for value, one in zip(values, found, strict=True)] == [
        True
    ] * len(values)


@pytest.mark.parametrize(
    ("original", "source", "translation", "target"),
    [
        ("On 26 May 2021", "en", "El 26/05/2021", "es"),
        ("the 21st century", "en", "el siglo XXI", "es"),
        ("le XXIe siècle", "fr", "the 21st century", "en"),
        ("one school", "en", "1 école", "fr"),
        ("both regions", "en", "les deux régions", "fr"),
        ("half of the 120 towns", "en", "el 50 % de los 120 municipios", "es"),
        ("two thirds", "en", "dos tercios", "es"),
        ("a dozen towns", "en", "12 municipios", "es"),
        ("eighteen months", "en", "un an et demi", "fr"),
        ("año y medio", "es", "18 months", "en"),
        ("two and a half million", "en", "dos millones y medio", "es"),
        ("deux semaines", "fr", "quince días", "es"),
        ("media hora", "es", "30 minutes", "fr"),
        ("ten years", "en", "une décennie", "fr"),
        ("un presupuesto de cero", "es", "un budget nul", "fr"),
        ("une part, vérifiée par un tiers", "fr", "una parte, verificada por otros", "es"),
        ("une part pour les tiers-lieux", "fr", "una parte para estos espacios", "es"),
        ("une part, chez un tiers de confiance", "fr", "una parte, en manos de otros", "es"),
    ],
)
def test_a_number_may_be_worded_otherwise(
    original: str, source: str, translation: str, target: str
) -> None:
    numbers = numbers_in(original, source), numbers_in(translation, target)

    assert unmatched(*numbers) == ([], [])


@pytest.mark.parametrize(
    ("original", "source", "translation", "target"),
    [
        ("eighteen months", "en", "medio año", "es"),
        ("quinze jours", "fr", "two years", "en"),
        ("half of the seats", "en", "una cuarta parte de los puestos", "es"),
        ("ten years", "en", "un an", "fr"),
        ("un tiers des sièges", "fr", "half of the seats", "en"),
        ("les deux tiers", "fr", "two quarters", "en"),
        ("baissé d’un tiers.", "fr", "down by half.", "en"),
        ("half done for two years", "en", "à moitié fait pendant deux mois", "fr"),
        ("the first reform, drafted in a week", "en", "la tercera reforma, en una semana", "es"),
    ],
)
def test_another_span_or_share_is_another_number(
    original: str, source: str, translation: str, target: str
) -> None:
    numbers = numbers_in(original, source), numbers_in(translation, target)

    assert unmatched(*numbers) != ([], [])


def test_two_hours_and_forty_minutes_may_change_places() -> None:
    hours_first = numbers_in("de dos horas a cuarenta minutos", "es")

    assert not are_swapped(hours_first, numbers_in("forty minutes instead of two hours", "en"))


def test_figures_that_changed_places_are_noticed_and_years_may_move() -> None:
    said = numbers_in("from 3 to 7 towns", "en")

    assert are_swapped(said, numbers_in("de 7 a 3 municipios", "es"))
    assert not are_swapped(
        numbers_in("In 2020, 35 towns", "en"), numbers_in("35 communes en 2020", "fr")
    )


def test_a_share_that_became_a_count_is_noticed() -> None:
    assert (shares("35 % of 7"), shares("35 por ciento"), shares("35 towns")) == (1, 1, 0)


def test_no_changed_figure_goes_unnoticed() -> None:
    """Every figure of the kept sentences, changed in one digit, in every direction."""
    choose = random.Random(7)
    unnoticed = []
    pairs = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    for pair in pairs:
        for source in ("en", "es", "fr"):
            for target in {"en", "es", "fr"} - {source}:
                for digit in regex.finditer(r"\d", pair[target]):
                    other = choose.choice([d for d in "123456789" if d != digit[0]])
                    changed = pair[target][: digit.start()] + other + pair[target][digit.end() :]
                    numbers = numbers_in(pair[source], source), numbers_in(changed, target)
                    if unmatched(*numbers) == ([], []) and not are_swapped(*numbers):
                        unnoticed.append((pair["id"], source, changed))

    assert unnoticed == []
