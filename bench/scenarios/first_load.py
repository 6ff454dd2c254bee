"""The first time on a phone: a slow network, a slow processor, nothing in the cache."""

from dataclasses import dataclass
from statistics import median
from time import perf_counter

from playwright.async_api import Browser, BrowserContext, CDPSession

from bench import servers
from bench.browsers import PATIENCE, chromium
from bench.doors import DoorVisit
from bench.people import people
from bench.servers import Room
from bench.tables import Line, Outcome
from facilitation.model import Role

PHONE = {"width": 390, "height": 844}
SLOW_4G = {"latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
SLOWER = 4  # times slower than this processor
DOOR_LIMIT = 3.0  # s


@dataclass(frozen=True, slots=True)
class Loaded:
    """One page, cold and then again: seconds until it could be used, kilobytes, requests."""

    cold: float
    received: float
    requests: float
    warm: float
    received_again: float


@dataclass
class Traffic:
    """What a tab received."""

    received: float = 0.0
    requests: int = 0

    def watch(self, devtools: CDPSession) -> None:
        devtools.on("Network.loadingFinished", self._loaded)
        devtools.on("Network.requestWillBeSent", self._asked)
        devtools.on("Network.webSocketFrameReceived", self._framed)

    def _loaded(self, event: dict) -> None:
        self.received += event["encodedDataLength"]

    def _asked(self, event: dict) -> None:
        self.requests += 1

    def _framed(self, event: dict) -> None:
        # Binary frames are told in base64.
        self.received += len(event["response"]["payloadData"]) * 3 / 4


async def play(times: int) -> Outcome:
    """Every way in, beside a bare Streamlit page and the plain alternative; the median of some."""
    async with chromium() as browser:
        with servers.ronda() as room:
            door = f"{room.url}/j/{room.session.code}"
            greeting = await _median(browser, door, "form button", times)
            cookie = await _joined(room)
            question = await _median(browser, door, "#text", times, cookie)
            page = f"{room.url}/{Role.PARTICIPANT.value}?s={room.session.code}"
            full = await _median(browser, page, "textarea", times, cookie)
        with servers.empty_page() as other:
            empty = await _median(browser, other.url, "text=ready", times)
        with servers.plain() as other:
            plain = await _median(browser, other.url, "textarea", times)
    ours = {"the door": greeting, "the door, joined": question, "the full page": full}
    lines = [line for name, one in ours.items() for line in _lines(name, one, empty, plain)]
    return Outcome("first load, Slow 4G, processor 4 times slower", tuple(lines))


def _lines(name: str, ours: Loaded, empty: Loaded, plain: Loaded) -> list[Line]:
    limit = DOOR_LIMIT if "door" in name else None
    return [
        Line(f"{name}: usable, cold", ours.cold, "s", limit, empty.cold, plain.cold),
        Line(f"{name}: received", ours.received, "KB", None, empty.received, plain.received),
        Line(f"{name}: requests", ours.requests, "", None, empty.requests, plain.requests),
        Line(f"{name}: usable, again", ours.warm, "s", None, empty.warm, plain.warm),
        Line(
            f"{name}: received again",
            ours.received_again,
            "KB",
            None,
            empty.received_again,
            plain.received_again,
        ),
    ]


async def _median(
    browser: Browser, url: str, usable: str, times: int, cookie: tuple[str, str] | None = None
) -> Loaded:
    runs = [await _loaded(browser, url, usable, cookie) for _ in range(times)]
    return Loaded(
        *(median(getattr(run, part) for run in runs) for part in Loaded.__dataclass_fields__)
    )


async def _loaded(
    browser: Browser, url: str, usable: str, cookie: tuple[str, str] | None
) -> Loaded:
    """A new phone opens `url`, and opens it again, until what `usable` selects is there."""
    context = await browser.new_context(viewport=PHONE, locale="fr-FR", is_mobile=True)
    if cookie:
        await context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": url}])
    first, second = Traffic(), Traffic()
    cold = await _until(context, url, usable, first)
    warm = await _until(context, url, usable, second)
    await context.close()
    return Loaded(cold, first.received / 1024, first.requests, warm, second.received / 1024)


async def _until(context: BrowserContext, url: str, usable: str, traffic: Traffic) -> float:
    tab = await context.new_page()
    devtools = await context.new_cdp_session(tab)
    await devtools.send("Network.enable")
    await devtools.send("Network.emulateNetworkConditions", {"offline": False, **SLOW_4G})
    await devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    traffic.watch(devtools)
    began = perf_counter()
    await tab.goto(url, wait_until="commit", timeout=PATIENCE)
    await tab.locator(usable).first.wait_for(timeout=PATIENCE)
    took = perf_counter() - began
    await tab.close()
    return took


async def _joined(room: Room) -> tuple[str, str]:
    """The cookie of somebody who said who they are."""
    (who,) = people(room.session, 1)
    door = DoorVisit(room.url, room.session.code, who)
    await door.join()
    await door.close()
    name, _, value = door.line.headers["Cookie"].partition("=")
    return name, value
