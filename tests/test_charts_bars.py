"""Themes by group as bars: what a machine suggests is hatched, what people typed is text."""

import json
from dataclasses import replace
from typing import Any

import pytest

from facilitation import themes
from facilitation.model import Axis, CodingState, Role
from facilitation.ui.themes import BARS, CHOICE, Choice
from tests.rooms import MODERATOR, Room, both, small_plan
from tests.test_pages import House, house as house


def bars(house: House, language: str) -> list[Any]:
    """The traces of the chart on the console, as plotly is given them."""
    house.give(Role.MODERATOR)
    page = house.open(Role.MODERATOR, language)
    page.session_state[CHOICE] = Choice(kind=BARS)
    page.session_state["tabs"] = page.tabs[1].label
    page.run()
    (chart,) = page.get("plotly_chart")
    return list(json.loads(chart.proto.spec)["data"])


@pytest.mark.parametrize("language", ["es", "fr"])
def test_confirmed_is_filled_and_suggested_hatched(house: House, language: str) -> None:
    house.room.step("one")
    told = house.room.say(house.room.join("farmer"), "Falta agua")
    house.room.say(house.room.join("farmer"), "Agua de riego")
    themes.decide(
        house.installation.store,
        house.session,
        told.id,
        Axis.THEME,
        "water",
        CodingState.CONFIRMED,
        MODERATOR,
    )

    filled, hatched = (one for one in bars(house, language) if one["legendgroup"] == "far")

    assert (list(filled["text"]), list(hatched["text"])) == (["1", ""], ["1", ""])
    assert "shape" not in filled["marker"].get("pattern", {})
    assert hatched["marker"]["pattern"]["shape"] == "/"


def test_a_label_is_text_and_no_markup(house: House) -> None:
    plan = small_plan()
    loud = replace(plan.groups[0], label=both("<b>cerca</b>", "<b>près</b>"))
    groups = (loud, *plan.groups[1:])
    house.room = Room.prepared(house.installation.store, replace(plan, groups=groups))
    house.room.step("one")
    house.room.say(house.room.join("farmer"), "Falta agua")

    names = {one["name"] for one in bars(house, "es")}

    assert names == {"&lt;b&gt;cerca&lt;/b&gt;", "far", "new", "Otros"}
