"""The rapporteurs' desk in a real browser: worked on by several, readable by all."""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from facilitation import plans, themes
from facilitation.conclusions import writing
from facilitation.conclusions.nouns import Conclusion, Said
from facilitation.conclusions.writing import Draft
from facilitation.lifecycles import ConclusionKind
from facilitation.model import Axis, CodingState, Role
from facilitation.phrases import in_language
from facilitation.settings import ROOT
from facilitation.store import By
from tests.looks import in_every_look
from tests.pictures import wait_for_rest
from tests.rooms import MODERATOR, Room
from tests.test_pages_browser import STANDARDS, Staff, new_staff as new_staff, staff as staff

RAPPORTEUR = By(Role.RAPPORTEUR, "1")
TABS = ("queue", "record", "conclusions", "sign")


def say(key: str, spoken: str = "es", **values: object) -> str:
    return in_language(spoken).say(key, **values)


def at_tab(page: Page, tab: str, language: str = "es") -> Page:
    page.get_by_role("tab", name=say(f"rapporteur.{tab}", language), exact=True).click()
    return page


def confirmed(room: Room, actor: str, text: str) -> str:
    told = room.say(room.join(actor), text)
    code = (told.id, Axis.THEME, "water")
    themes.decide(room.store, room.now(), *code, CodingState.CONFIRMED, MODERATOR)
    return told.id


def written(room: Room, text: str, *evidence: str) -> Conclusion:
    draft = Draft(ConclusionKind.KEY_POINT, "es", Said(text), "one", evidence=evidence)
    return writing.write(room.store, room.now(), draft, RAPPORTEUR, "Luz")


def card(page: Page, number: int = 1) -> Locator:
    return page.locator(f'.conclusion[data-number="{number}"]')


def press(inside: Page | Locator, key: str, spoken: str = "es") -> None:
    inside.get_by_role("button", name=say(key, spoken)).first.click()


def drag(page: Page, number: int, into: Locator) -> None:
    """With the mouse, from what was said onto a conclusion; both are in sight and hold still."""
    wait_for_rest(page)
    head = into.locator(".head").first
    head.evaluate("node => node.scrollIntoView({block: 'center'})")
    page.locator(f'.quote[data-number="{number}"]').drag_to(head)


# -- working at the desk ---------------------------------------------------------------------------


def test_what_is_typed_stays_when_somebody_else_saves(staff: Staff) -> None:
    told = confirmed(staff.room, "farmer", "Falta agua en la comuna")
    conclusion = written(staff.room, "Falta agua.", told)
    page = at_tab(staff.open(Role.RAPPORTEUR), "conclusions")
    box = card(page).get_by_label(say("desk.text_in", language="español"))
    card(page).locator("summary", has_text=say("desk.edit")).first.click()
    box.fill("Falta agua de riego.")

    theirs = Said("Sobra agua.")
    writing.reword(
        *(staff.room.store, staff.room.now(), conclusion.id, "es", theirs, conclusion.revision),
        RAPPORTEUR,
    )

    expect(card(page).locator(".meanwhile")).to_contain_text("Sobra agua.")
    expect(box).to_have_value("Falta agua de riego.")
    press(card(page), "desk.save")
    expect(card(page).locator(".statement .said").first).to_have_text("Falta agua de riego.")


def test_many_lines_are_hidden_at_once_and_back_with_one_press(staff: Staff) -> None:
    for n in range(3):
        staff.room.say(staff.room.join(), f"Otra cosa {n}")
    page = at_tab(staff.open(Role.RAPPORTEUR), "record")
    expect(page.locator(".line")).to_have_count(3)
    page.get_by_label(say("desk.all")).check()
    page.get_by_label(say("desk.act")).select_option("hide:off_topic")
    press(page, "desk.apply")
    expect(page.locator(".line.hidden")).to_have_count(3)

    press(page, "desk.undo")

    expect(page.locator(".line.received")).to_have_count(3)


def test_what_is_dragged_in_carries_a_conclusion_to_its_signature(staff: Staff) -> None:
    told = confirmed(staff.room, "farmer", "Falta agua en la comuna")
    conclusion = written(staff.room, "Falta agua.")
    page = staff.open(Role.RAPPORTEUR)
    page.get_by_label(say("desk.name")).fill("Luz Vera")
    expect(page.get_by_text("8/60")).to_be_visible()
    expect(page.get_by_text("Press Enter")).to_have_count(0)  # Streamlit's own words: English only
    at_tab(page, "conclusions")
    drag(page, 1, card(page))
    expect(card(page).locator(".evidence li")).to_have_count(1)
    press(card(page), "desk.approve")
    expect(card(page)).to_have_class("conclusion approved")

    at_tab(page, "sign")
    french = page.get_by_role("button", name=say("desk.sign", language="francés"))
    expect(french).to_be_disabled()  # nothing is written in it
    page.get_by_role("button", name=say("desk.sign", language="español")).click()

    expect(page.get_by_text("Luz Vera")).to_be_visible()
    (signed,) = staff.room.store.sign_offs(staff.room.session.id)
    assert (signed.language, signed.name) == ("es", "Luz Vera")
    assert [(one.conclusion_id, one.evidence) for one in signed.content] == [
        (conclusion.id, (told,))
    ]


# -- readable by all -------------------------------------------------------------------------------


@in_every_look
def test_axe_finds_nothing_on_the_desk(
    new_staff: Callable[..., Staff], language: str, theme: str
) -> None:
    staff = new_staff(plans.read_plan(ROOT / "data" / "sessions" / "1.1.1.toml"), "q1")
    told = staff.room.say(staff.room.join("university", "es", "Ana"), "Falta diálogo con redes")
    draft = Draft(ConclusionKind.PROPOSAL, "es", Said("Diálogo."), "q1", evidence=(told.id,))
    writing.write(staff.room.store, staff.room.now(), draft, RAPPORTEUR)
    page = staff.open(Role.RAPPORTEUR, language, color_scheme=theme)
    drawn = {"queue": ".record", "record": ".line", "conclusions": ".conclusion"}

    for tab in TABS:
        at_tab(page, tab, language)
        if tab in drawn:
            expect(page.locator(drawn[tab]).first).to_be_visible()
        else:
            expect(page.get_by_role("heading", name="English")).to_be_visible()
        wait_for_rest(page)  # what is about to be replaced fades
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
        assert [
            (tab, violation["id"], [node["html"][:200] for node in violation["nodes"]])
            for violation in found.response["violations"]
        ] == []
