"""The second coder's tab: coded blind, compared, settled."""

from streamlit.testing.v1 import AppTest

from facilitation import themes
from facilitation.model import Axis, CodingState, Role
from facilitation.phrases import in_language
from facilitation.ui.tabs import tab_name
from tests.rooms import MODERATOR
from tests.test_pages import House, drawn, house, texts  # noqa: F401  (house is a fixture)


def say(key: str, **values: object) -> str:
    return in_language("es").say(key, **values)


def press(page: AppTest, key: str) -> None:
    next(button for button in page.button if button.label == say(key)).click().run()
    assert [problem.message for problem in page.exception] == []


def tick(page: AppTest, *labels: str) -> None:
    for box in page.checkbox:
        if box.label in labels:
            box.check()


def test_a_sample_is_drawn_coded_compared_and_settled(house: House) -> None:  # noqa: F811
    house.give(Role.RAPPORTEUR)
    house.room.step("one")
    told = house.room.say(house.room.join(), "Falta agua")
    decided = (told.id, Axis.THEME, "water", CodingState.CONFIRMED)
    themes.decide(house.room.store, house.session, *decided, MODERATOR)
    page = house.open(Role.RAPPORTEUR)
    page.session_state["tabs"] = tab_name(say("rapporteur.second"))
    page.run()

    press(page, "second.draw")
    assert "Falta agua" in texts(page)
    assert "Agua" not in texts(page)  # nothing of what the first hand gave
    tick(page, "Caminos")
    press(page, "second.save")

    assert say("second.first_hand") in texts(page)
    (table,) = drawn(page, "table")
    assert [cell["text"] for cell in table["rows"][0]] == ["Agua", "0", "1", "0", "0\u00a0%", "0"]
    tick(page, "Agua", "Caminos")
    press(page, "second.settle")

    (now,) = house.room.store.contributions(house.session.id)
    assert {one.code_id: one.state for one in now.codings} == {
        "water": CodingState.CONFIRMED,
        "roads": CodingState.CONFIRMED,
    }
    assert say("second.first_hand") not in texts(page)
