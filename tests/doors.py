"""People at the door, without a browser: forms are read, filled in and sent as pages show them."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from typing import Any, TypeVar

import httpx
from starlette.applications import Starlette

from facilitation.access import Keys
from facilitation.installation import Installation
from facilitation.settings import Settings
from facilitation.store import Store
from facilitation.web import Web

HOST = "http://door.example"
T = TypeVar("T")


def installation_of(store: Store, **environment: str) -> Installation:
    """An installation on this store, with a secret of its own."""
    told = {"RONDA_SECRET": "not a secret at all, only as long as one", "RONDA_PUBLIC_URL": HOST}
    settings = Settings.read({**told, **environment})
    return Installation(settings, store, Keys(settings.secret))


def played(scene: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on a thread of its own: with a browser open, this one has a loop already."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, scene).result()


class InProcess(httpx.BaseTransport):
    """Sends requests to our routes without a network."""

    def __init__(self, web: Web) -> None:
        app = Starlette(
            routes=web.routes,
            middleware=web.middleware,
            exception_handlers=web.exception_handlers,
        )
        self._transport = httpx.ASGITransport(app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        async def answer() -> httpx.Response:
            request.stream = httpx.ByteStream(request.read())
            response = await self._transport.handle_async_request(request)
            content = await response.aread()
            return httpx.Response(response.status_code, headers=response.headers, content=content)

        return played(answer())


def browser(installation: Installation, **headers: str) -> httpx.Client:
    """A browser without JavaScript: it follows redirects and keeps cookies."""
    return httpx.Client(
        transport=InProcess(Web(installation)),
        base_url=HOST,
        headers=headers,
        follow_redirects=True,
    )


def spaced(text: str) -> str:
    """With single spaces of the common kind: French has several."""
    return " ".join(text.split())


class Page(HTMLParser):
    """What a page says and holds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language = ""
        self.forms: dict[str, dict[str, str]] = {}  # by their id, or the last word of their address
        self.acts: dict[str, str] = {}
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._form: dict[str, str] | None = None
        self._area: str | None = None
        self._is_silent = False
        self.feed(html)

    @property
    def text(self) -> str:
        """All it says, with single spaces of the common kind."""
        return spaced(" ".join(self.texts))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.tags.append((tag, told))
        if tag == "html":
            self.language = told["lang"]
        elif tag == "form":
            act = told["action"].split("?")[0].split("/")[-1]
            name = told.get("id", act)
            self.acts.setdefault(name, act)
            self._form = self.forms.setdefault(name, {})
        elif tag in ("style", "script", "template"):
            self._is_silent = True
        elif tag == "textarea":
            self._area = told.get("name", "")
        self._keep_field(tag, told)

    def _keep_field(self, tag: str, told: dict[str, str]) -> None:
        if self._form is None:
            return
        if tag == "input" and (told.get("type") != "radio" or "checked" in told):
            self._form[told.get("name", "")] = told.get("value", "")
        elif tag == "option" and "selected" in told:
            self._form["language"] = told["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag in ("style", "script", "template"):
            self._is_silent = False
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._is_silent:
            return
        if self._area is not None and self._form is not None:
            self._form[self._area] = self._form.get(self._area, "") + data
        else:
            self.texts.append(data)


class Visitor:
    """Somebody at the door of a session."""

    def __init__(self, installation: Installation, code: str, **headers: str) -> None:
        self.http = browser(installation, **headers)
        self.code = code

    def look(self, **query: str | int) -> Page:
        self.answer = self.http.get(f"/j/{self.code}", params=query)
        return Page(self.answer.text)

    def send(self, page: Page, name: str, /, **fields: str) -> Page:
        """Fill in a form of a page and send it."""
        form, act = {**page.forms[name], **fields}, page.acts[name]
        form = {name: value.removeprefix("\n") for name, value in form.items()}
        self.answer = self.http.post(f"/j/{self.code}/{act}", data=form)
        return Page(self.answer.text)

    def join(self, actor: str = "farmer", **fields: str) -> Page:
        return self.send(self.look(), "join", actor=actor, **fields)

    def say(self, text: str, **fields: str) -> Page:
        return self.send(self.look(), "say", text=text, **fields)
