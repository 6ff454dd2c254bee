"""The organiser changes the codebook on the page: form, buttons, undo."""

import pytest
from streamlit.testing.v1 import AppTest

from facilitation import themes
from facilitation.model import Axis, CodingState, Role
from facilitation.phrases import in_language
from facilitation.ui.codebook.editor import Chosen
from tests.rooms import MODERATOR
from tests.test_pages import House, drawn, house, texts  # noqa: F401  (house is a fixture)

WATER = Chosen(Axis.THEME, "water")


def say(key: str, **values: object) -> str:
    return in_language("es").say(key, **values)


@pytest.fixture
def coded(house: House) -> House:  # noqa: F811
    """One contribution about water, confirmed; the organiser is let in."""
    house.give(Role.ORGANISER)
    house.room.step("one")
    told = house.room.say(house.room.join(), "Falta agua")
    decided = (told.id, Axis.THEME, "water", CodingState.CONFIRMED)
    themes.decide(house.room.store, house.session, *decided, MODERATOR)
    return house


def opened(house: House, chosen: Chosen = WATER) -> AppTest:  # noqa: F811
    page = house.open(Role.ORGANISER)
    page.selectbox(key="codebook.chosen").set_value(chosen).run()
    return page


def press(page: AppTest, key: str) -> None:
    next(button for button in page.button if button.label == say(key)).click().run()
    assert [problem.message for problem in page.exception] == []


def box(page: AppTest, name: str, language: str = "es"):
    boxes = [*page.text_input, *page.text_area]
    return next(one for one in boxes if one.key and one.key.endswith(f".{language}.{name}"))


def states(house: House) -> dict[str, CodingState]:  # noqa: F811
    (told,) = house.room.store.contributions(house.session.id)
    return {coding.code_id: coding.state for coding in told.codings}


def labels(house: House) -> list[str]:  # noqa: F811
    return [code.label.texts["es"] for code in house.session.plan.themes if not code.is_retired]


def test_a_wording_is_changed_and_the_change_undone(coded: House) -> None:
    page = opened(coded)
    box(page, "label").set_value("Ríos y riego")
    box(page, "include").set_value("Pozos\n\n Acequias ")
    press(page, "codebook.save")

    water = themes.codebook_of(coded.session).themes[0]
    assert labels(coded) == ["Ríos y riego", "Caminos"]
    assert water.include == {"es": ("Pozos", "Acequias")}
    assert water.cues["fr"].strong == ("eau", "irrigation")
    assert say("codebook.done", n=0) in texts(page)

    press(page, "codebook.undo")

    assert labels(coded) == ["Agua", "Caminos"]


def test_a_theme_is_merged_and_its_codings_come_along(coded: House) -> None:
    page = opened(coded)
    press(page, "codebook.merge_now")

    assert states(coded) == {"roads": CodingState.CONFIRMED}
    assert say("codebook.moved", n=1) in texts(page)


def test_a_theme_is_split_in_two(coded: House) -> None:
    page = opened(coded)
    boxes = [one for one in page.text_input if one.key and ".split.label." in one.key]
    boxes[0].set_value("Grifos")
    boxes[1].set_value("Ríos")
    press(page, "codebook.split_now")

    assert labels(coded) == ["Grifos", "Ríos", "Caminos"]
    assert states(coded)["water"] is CodingState.CONFIRMED
    assert states(coded)["rios"] is CodingState.SUGGESTED


def test_a_new_theme_is_added_and_suggests_at_once(coded: House) -> None:
    page = opened(coded, Chosen(Axis.THEME, ""))
    box(page, "label").set_value("Carencias")
    box(page, "strong").set_value("falta*")
    press(page, "codebook.add")

    assert states(coded)["carencias"] is CodingState.SUGGESTED


def test_a_language_without_a_name_is_refused_and_nothing_typed_is_lost(coded: House) -> None:
    page = opened(coded)
    box(page, "label", "fr").set_value("")
    box(page, "full", "fr").set_value("Tout ce qui coule")
    press(page, "codebook.save")

    assert say("error.label_missing") in texts(page)
    assert box(page, "full", "fr").value == "Tout ce qui coule"
    assert labels(coded) == ["Agua", "Caminos"]


def test_an_earlier_version_is_put_back(coded: House) -> None:
    page = opened(coded)
    press(page, "codebook.retire_now")
    assert labels(coded) == ["Caminos"]

    press(page, "codebook.put_back")

    assert labels(coded) == ["Agua", "Caminos"]


def test_every_theme_can_be_read_with_what_the_codebook_says_of_it(coded: House) -> None:
    (guide,) = drawn(coded.open(Role.ORGANISER), "codes")

    assert [code["label"]["text"] for code in guide["axes"][0]["codes"]] == ["Agua", "Caminos"]
