"""Pictures of the screens, for the documentation and for people to look at."""

import os
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Locator, Page, TimeoutError

from tests.servers import ROOT

# Streamlit marks its page while a script runs; a page of ours has no such mark and is at rest.
AT_REST = """() => document.fonts.status === 'loaded'
  && !document.querySelector('[data-stale=true], '
    + '[data-test-script-state]:not([data-test-script-state=notRunning])')"""
TRIES = 5  # of a screen that others keep moving
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def wait_for_rest(page: Page) -> None:
    """Returns once no script runs, nothing fades and what follows from the last size is drawn."""
    page.wait_for_function(AT_REST)
    page.evaluate(DRAWN)


def pick(page: Page, box: Locator, name: str) -> None:
    """Choose from a list. One that is open closes when the page is drawn anew: it is opened
    again."""
    for _ in range(TRIES):
        wait_for_rest(page)
        box.click()
        with suppress(TimeoutError):
            return page.get_by_role("option", name=name).click(timeout=5_000)
    raise AssertionError(f"{name} cannot be chosen")


def picture(page: Page, name: str, *, whole: bool = False) -> Path:
    """Save what the browser shows as NAME.png, once at rest; `whole` takes the entire page.

    Goes to tests/out, or to the folder named by RONDA_PICTURES, which is how docs/ gets its own.
    """
    path = Path(os.environ.get("RONDA_PICTURES", ROOT / "tests" / "out")) / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    for _ in range(TRIES):
        wait_for_rest(page)
        page.screenshot(path=path, full_page=whole, animations="disabled", caret="hide")
        if page.evaluate(AT_REST):  # else it was drawn again meanwhile, and may have faded
            break
    return path
