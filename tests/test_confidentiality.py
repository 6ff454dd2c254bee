"""What is shown of an author, under each rule."""

from dataclasses import replace

import pytest

from facilitation.confidentiality import shown_author
from facilitation.model import Author, Confidentiality, Origin, Participant

ROSA = Participant("p", "s", Origin.LINK, "farmer", "Doña Rosa", "Junta de riego", "Cayambe", "es")


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        (Confidentiality.ON_RECORD, Author("farmer", "Doña Rosa", "Junta de riego", "Cayambe")),
        (Confidentiality.ORGANISATION_ONLY, Author("farmer", "", "Junta de riego")),
        (Confidentiality.ACTOR_ONLY, Author("farmer")),
    ],
)
def test_each_rule_shows_what_it_says_and_no_more(rule: Confidentiality, shown: Author) -> None:
    assert shown_author(ROSA, "farmer", rule) == shown


@pytest.mark.parametrize("rule", Confidentiality)
def test_somebody_we_do_not_know_is_a_kind_of_actor(rule: Confidentiality) -> None:
    assert shown_author(None, "farmer", rule) == Author("farmer")


def test_the_actor_is_the_one_they_spoke_as() -> None:
    now_mayor = replace(ROSA, actor_id="mayor")

    assert shown_author(now_mayor, "farmer", Confidentiality.ACTOR_ONLY) == Author("farmer")
