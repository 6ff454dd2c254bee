"""The rehearsal session at the desk, in a real browser: from the raw record to the signed report,
and the files of it opened by other programs than those that wrote them."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from docx import Document
from playwright.sync_api import Locator, Page, expect

from facilitation.model import Doubt, Role, TranslationState
from facilitation.phrases import in_language, name_of
from tests.rehearsed import conclude as write_beside, desk, rehearsed
from tests.rooms import Room
from tests.servers import needs
from tests.tables import translate
from tests.test_desk_browser import at_tab, card, drag, press, say
from tests.test_pages_browser import Staff, new_staff as new_staff, staff as staff

pytestmark = pytest.mark.trial

LANGUAGE = "en"
LANGUAGES = ("en", "es", "fr")
WIDTH, MARGIN = 596, 405  # points of a page, and where its margin of notes begins
PATIENCE = 60_000  # ms: a busy machine is no failure
OURS = desk()["conclusion"][1]  # what the rapporteur writes and drags evidence to


def said(key: str, **values: object) -> str:
    return say(key, LANGUAGE, **values)


# -- at the desk -----------------------------------------------------------------------------------


def confirm_page(page: Page) -> None:
    """All suggestions of the lines that are shown."""
    page.get_by_label(said("desk.all")).check()
    page.get_by_label(said("desk.act")).select_option("confirm")
    press(page, "desk.apply", LANGUAGE)
    expect(page.get_by_role("button", name=said("desk.undo"))).to_be_visible()


def settle_doubts(page: Page, room: Room) -> None:
    """The queue opens on what is doubted; one text is right, the other is worded anew."""
    at_tab(page, "queue", LANGUAGE)
    expect(page.locator(".line .translation.machine")).to_have_count(2)
    press(page.locator(".line").first, "desk.is_right", LANGUAGE)
    expect(page.locator(".line .translation.machine")).to_have_count(1)
    line = page.locator(".line").filter(has=page.locator(".translation.machine")).first
    line.locator("summary").first.click()
    line.locator("textarea").first.fill("Six thousand women members and not one chair.")
    line.get_by_role("button", name=said("desk.save")).first.click()
    expect(page.locator(".line .translation.machine")).to_have_count(0)
    made = [one for told in told_of(room) for one in told.translations]
    assert {one.state for one in made} == {TranslationState.CHECKED}


def told_of(room: Room) -> list[Any]:
    return room.store.contributions(room.session.id)


def write_own(page: Page) -> None:
    page.get_by_text(said("desk.write"), exact=True).click()
    page.get_by_label(said("desk.text"), exact=True).fill(OURS["en"])
    page.get_by_role("button", name=said("desk.add"), exact=True).click()


def word(inside: Locator, language: str, text: str) -> None:
    """Write a conclusion in another language."""
    spoken = name_of(language, LANGUAGE)
    box = inside.get_by_label(said("desk.text_in", language=spoken))
    if not box.is_visible():
        inside.locator(f'summary[data-does="edit{language}"]').click()
    box.fill(text)
    inside.locator(f'[data-does="save{language}"]').click()
    expect(inside.locator(f'.statement .said[lang="{language}"]')).to_have_text(text)


def show(page: Page, states: str) -> None:
    """Which conclusions are listed."""
    page.locator('select[name="desk.states"]').select_option(states)


def drag_in(page: Page, number: int, into: Locator) -> None:
    """With the mouse, from what was said to what a conclusion rests on."""
    n = into.locator(".evidence li").count()
    drag(page, number, into)
    expect(into.locator(".evidence li")).to_have_count(n + 1)


def seek(page: Page, words: str) -> None:
    box = page.get_by_label(said("desk.search_quotes"))
    box.fill(words)
    box.press("Enter")
    expect(page.locator(".quote")).to_have_count(1)


def conclude(page: Page, room: Room) -> None:
    """Drafts of the first question are offered, one of Ronda's is taken; one is written anew."""
    at_tab(page, "conclusions", LANGUAGE)
    press(page, "desk.offer", LANGUAGE)
    expect(page.locator(".conclusion.offered").first).to_be_visible()
    first = page.locator(".conclusion.offered").first.get_attribute("data-number")
    assert first
    offered = card(page, int(first))
    press(offered, "desk.take_up", LANGUAGE)
    expect(offered.locator(".acts button", has_text=said("desk.move_up"))).to_be_visible()
    press(offered, "desk.approve", LANGUAGE)
    expect(offered).to_have_class(re.compile("approved"))

    show(page, "open")
    write_own(page)
    ours = page.locator(".conclusion", has_text=OURS["en"])
    expect(ours).to_be_visible()
    press(ours, "desk.approve", LANGUAGE)  # nothing carries it yet
    number = int(ours.get_attribute("data-number") or 0)
    expect(page.get_by_text(said("error.no_evidence", number=number))).to_be_visible()
    for number, words in ((22, "censo de ausentes"), (49, "absent is a finding")):
        seek(page, words)
        drag_in(page, number, ours)
    word(ours, "es", OURS["es"] + " Son 7.")
    expect(ours.locator(".note")).to_contain_text("7")
    word(ours, "fr", OURS["fr"])


def sign(page: Page) -> None:
    """In each language by name: one that says another number cannot be signed."""
    at_tab(page, "sign", LANGUAGE)
    for language in ("en", "fr"):
        press_sign(page, language)
    spanish = page.get_by_role("button", name=sign_label("es"))
    expect(spanish).to_be_disabled()
    at_tab(page, "conclusions", LANGUAGE)
    show(page, "kept")
    word(page.locator(".conclusion", has_text=OURS["en"]), "es", OURS["es"])
    at_tab(page, "sign", LANGUAGE)
    press_sign(page, "es")


def sign_label(language: str) -> str:
    return said("desk.sign", language=name_of(language, LANGUAGE))


def press_sign(page: Page, language: str) -> None:
    button = page.get_by_role("button", name=sign_label(language))
    expect(button).to_be_enabled()
    button.click()
    expect(page.get_by_text("Nkechi Adeyemi").nth(0)).to_be_visible()
    expect(button).to_be_disabled()


def download(page: Page, to: str, folder: Path) -> Path:
    """A file in every language, prepared and taken home."""
    page.get_by_test_id("stRadio").get_by_text(said(f"file.format.{to}"), exact=True).click()
    page.get_by_role("button", name=said("file.prepare")).click()
    with page.expect_download() as taken:
        page.get_by_test_id("stDownloadButton").get_by_role("button").click()
    path = folder / taken.value.suggested_filename
    taken.value.save_as(path)
    return path


# -- the files -------------------------------------------------------------------------------------


def check_files(files: dict[str, Path], room: Room) -> None:
    """Every citation is in the record, and each format says the same of each conclusion."""
    record = json.loads(files["json"].read_text("utf-8"))
    evidence = {
        one["number"]: one["evidence"] for one in record["conclusions"] if one["approved_at"]
    }
    numbers = {one["number"] for one in record["contributions"]}
    assert all(set(cited) <= numbers and cited for cited in evidence.values())
    assert numbers == set(range(1, 241))
    cited = sorted(evidence.values())
    assert sorted(in_workbook(files["xlsx"]).values()) == cited
    for text in (in_pdf(files["pdf"]), in_document(files["docx"])):
        for language in LANGUAGES:
            begins = re.escape(in_language(language).say("report.evidence"))
            found = re.findall(rf"{begins}\s+(\d+(?:,\s+\d+)*)", text)
            assert sorted([int(n) for n in one.split(",")] for one in found) == cited, language
        for one in record["conclusions"]:
            if one["approved_at"]:
                for statement in one["statements"]:
                    assert closed(statement["said"]["text"]) in closed(text)
    with ZipFile(files["all"]) as pack:
        assert pack.testzip() is None
        assert pack.read(files["json"].name) == files["json"].read_bytes()
        assert len(pack.namelist()) == 20


def closed(text: str) -> str:
    """Without blanks and hyphens, which lines are broken at."""
    return re.sub(r"[\s\u00ad-]+", "", text)


def in_workbook(path: Path) -> dict[int, list[int]]:
    """The numbers behind each conclusion, from the sheet that has a row for each."""
    rows = openpyxl.load_workbook(path).worksheets[2].iter_rows(min_row=2, values_only=True)
    found: dict[int, list[int]] = {}
    for conclusion, contribution in rows:
        found.setdefault(int(str(conclusion)), []).append(int(str(contribution)))
    return found


def in_pdf(path: Path) -> str:
    """The column of text, then that of the notes beside it: they are set line by line together."""
    columns = ((0, MARGIN), (MARGIN, WIDTH - MARGIN))
    crops = [["-x", str(x), "-y", "0", "-W", str(w), "-H", "842"] for x, w in columns]
    tool = needs("poppler")
    runs = [subprocess.run([tool, *c, path, "-"], capture_output=True, check=True) for c in crops]
    return "".join(run.stdout.decode() for run in runs)


def in_document(path: Path) -> str:
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    lines = Document(str(path)).element.body.iter(f"{w}p")
    return "\n".join("".join(one.text or "" for one in line.iter(f"{w}t")) for line in lines)


def test_the_rehearsal_is_taken_from_its_raw_record_to_a_signed_report(
    staff: Staff, tmp_path: Path
) -> None:
    staff.room = rehearsed(staff.room.store)
    room, told = staff.room, told_of(staff.room)
    for number, text in ((50, "6000 women and not one chair"), (111, "Within ninety days")):
        state = TranslationState.MACHINE
        translate(room, told[number - 1], "en", text, state, Doubt("truncated"))
    page = staff.open(Role.RAPPORTEUR, LANGUAGE)
    page.set_default_timeout(PATIENCE)
    name = page.get_by_label(said("desk.name"))
    name.fill("Nkechi Adeyemi")
    name.press("Enter")
    settle_doubts(page, room)
    at_tab(page, "record", LANGUAGE)
    confirm_page(page)
    conclude(page, room)
    write_beside(room, (one for one in desk()["conclusion"] if one is not OURS))
    press(page.locator(".conclusion", has_text=OURS["en"]), "desk.approve", LANGUAGE)
    sign(page)
    at_tab(page, "files", LANGUAGE)
    files = {to: download(page, to, tmp_path) for to in ("pdf", "docx", "xlsx", "json", "all")}
    check_files(files, room)
