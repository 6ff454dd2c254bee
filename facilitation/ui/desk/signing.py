"""Sign the conclusions, one language at a time, by name; and see what changed since."""

from collections.abc import Iterator

import streamlit as st

from facilitation.conclusions import sign_off
from facilitation.conclusions.nouns import Conclusion, SignOff, in_report
from facilitation.conclusions.sign_off import Obstacle, Obstruction
from facilitation.model import Language, Words
from facilitation.phrases import name_of
from facilitation.ui.components import Drawn, drawn, show_words
from facilitation.ui.desk import visitor
from facilitation.ui.desk.drawing import both_sides
from facilitation.ui.page import Page
from facilitation.ui.words import sentence

LISTED = 12  # obstacles of a language; the first ones settle many of the others


def show_signing(page: Page) -> None:
    """One column for each language of the session."""
    here = page.now()
    here.show_problem()
    conclusions = here.store.conclusions(here.session.id)
    sign_offs = here.store.sign_offs(here.session.id)
    show_words(
        sentence(here, "desk.sign_means", "quiet", n=len(in_report(conclusions))), key="sign.means"
    )
    languages = here.session.plan.languages
    for column, language in zip(st.columns(len(languages), gap="medium"), languages, strict=True):
        with column:
            _show_language(here, language, conclusions, sign_offs)


def _show_language(
    page: Page, language: Language, conclusions: list[Conclusion], sign_offs: list[SignOff]
) -> None:
    in_the_way = sign_off.obstructions(page.store, page.session, language, conclusions)
    signed = [one for one in sign_offs if one.language == language]
    stands = bool(signed) and sign_off.stands(signed[-1], conclusions)
    heading = drawn(Words(name_of(language), language), "subheading")
    show_words(
        heading,
        *(_obstacle(page, one, language) for one in in_the_way[:LISTED]),
        *_more(page, len(in_the_way) - LISTED),
        *_signatures(page, signed, conclusions),
        key=f"sign.{language}",
    )
    st.button(
        page.say("desk.sign", language=name_of(language, page.language)),
        key=f"sign.button.{language}",
        type="primary",
        disabled=bool(in_the_way) or stands,
        on_click=page.attempt,
        args=(_sign, page, language),
    )


def _sign(page: Page, language: Language) -> None:
    sign_off.sign(page.store, page.session, language, visitor.name(), page.by)


def _obstacle(page: Page, one: Obstruction, language: Language) -> Drawn:
    key = f"desk.obstacle.{one.obstacle.value}"
    if one.obstacle is Obstacle.NOTHING:
        return sentence(page, key, "alert")
    values = {"number": page.phrases.number(one.number)}
    if one.found is not None:
        here, there = both_sides(page, one.found)
        names = {
            "other": name_of(one.other, page.language),
            "own": name_of(language, page.language),
        }
        values |= {**names, "here": here, "there": there}
    return sentence(page, key, "alert", **values)


def _more(page: Page, n: int) -> Iterator[Drawn]:
    if n > 0:
        yield sentence(page, "desk.more_obstacles", "quiet", n=n)


def _signatures(
    page: Page, signed: list[SignOff], conclusions: list[Conclusion]
) -> Iterator[Drawn]:
    """Each version with who signed it, and what is not as it was in the last one."""
    for one in signed:
        day = page.phrases.day(one.at, page.zone)
        clock = page.phrases.clock(one.at, page.zone)
        version = page.phrases.number(one.version)
        yield sentence(
            *(page, "desk.signed", "done"), version=version, name=one.name, day=day, clock=clock
        )
    if signed:
        for change in sign_off.changed_since(signed[-1], conclusions):
            number = page.phrases.number(change.number)
            yield sentence(page, f"desk.changed.{change.kind.value}", "quiet", number=number)
