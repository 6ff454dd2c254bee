"""A browser that opens pages as people's do."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

from tests.servers import needs

PATIENCE = 120_000  # ms
CHROMIUM = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=str(needs("chromium")), args=list(CHROMIUM)
        )
        yield browser
        await browser.close()
