"""A chat of thousands of messages as whoever brings it in waits for it, in Chromium."""

import asyncio
from statistics import median
from time import perf_counter

from playwright.async_api import Browser, Page

from bench import servers
from bench.browsers import PATIENCE, chromium
from bench.scenarios.importing import LIMIT, long_chat
from bench.servers import Room
from bench.tables import Line, Outcome
from facilitation.model import Role
from facilitation.phrases import in_language

SCREEN = {"width": 1280, "height": 800}
ENGLISH = in_language("en")
# The page's own clock: a finger needs no time to find the button and see that it stands still.
PRESSED = "addEventListener('click', () => { window.pressed = performance.now() }, true)"
DONE = """() => {
  const roots = [...document.querySelectorAll("*")].map((one) => one.shadowRoot ?? one)
  const told = roots.some((one) => [...one.querySelectorAll("[role=status]")].some(
    (status) => status.textContent.includes("In the record now")))
  return told && performance.now() - window.pressed
}"""


async def play(n: int, look: float, times: int) -> Outcome:
    """From the file to its preview, and from the button to the record, after a look of so many
    seconds; and with a finger already on the button. A new server each time, medians."""
    chat = long_chat(n)
    async with chromium() as browser:
        looked = [await _bring_in(browser, chat, n, look) for _ in range(times)]
        at_once = [await _bring_in(browser, chat, n, 0) for _ in range(times)]
    preview = median(waited for waited, _ in (*looked, *at_once))
    done = "from the button until all are in the record"
    lines = (
        Line("from the file to its preview", preview, "s", LIMIT),
        Line(f"{done}, after {look:.0f} s", median(took for _, took in looked), "s", LIMIT),
        Line(f"{done}, at once", median(took for _, took in at_once), "s"),
    )
    return Outcome(f"brought in by a person, {n} messages", lines)


async def _bring_in(browser: Browser, chat: bytes, n: int, look: float) -> tuple[float, float]:
    """How long the preview and how long the record let them wait."""
    with servers.ronda() as room:
        page = await _organiser(browser, room)
        files = page.get_by_label(ENGLISH.say("imports.choose"))
        await files.wait_for(state="attached")
        began = perf_counter()
        await files.set_input_files({"name": "chat.txt", "mimeType": "text/plain", "buffer": chat})
        bring = ENGLISH.say("imports.bring.contributions", n=n)
        button = page.locator("button:enabled").filter(has_text=bring)
        await (
            button.wait_for()
        )  # watched by the page itself: what is asked for waits up to a second
        previewed = perf_counter() - began
        await asyncio.sleep(look)
        await button.click()
        waited = await page.wait_for_function(DONE, polling=50, timeout=PATIENCE)
        took = await waited.json_value() / 1000
        await page.context.close()
        if len(room.installation.store.contributions(room.session.id)) != n:
            raise RuntimeError("not all of the chat is in the record")
        return previewed, took


async def _organiser(browser: Browser, room: Room) -> Page:
    context = await browser.new_context(viewport=SCREEN, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    name, _, value = (await room.cookie(Role.ORGANISER)).partition("=")
    await context.add_cookies([{"name": name, "value": value, "url": room.url}])
    await context.add_init_script(PRESSED)
    page = await context.new_page()
    await page.goto(f"{room.url}/{Role.ORGANISER.value}?s={room.session.code}&lang=en")
    await page.get_by_role("tab", name=ENGLISH.say("organiser.people")).click()
    return page
