"""What every answer tells the browser to beware of, on our own pages and on Streamlit's."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request

from facilitation.model import Role
from facilitation.store import Store
from facilitation.web.headers import streamlit_policy
from facilitation.web.inlined import script, style
from tests.doors import Visitor, installation_of
from tests.rooms import Room
from tests.servers import ROOT, Server

OURS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    store = Store.open(str(tmp_path / "ronda.db"))
    room = Room.prepared(store)
    room.step("one")
    yield Visitor(installation_of(store), room.session.code)
    store.close()


@pytest.mark.parametrize("address", ["/j", "/j/{code}", "/j/zzzzzz", "/k/wrong", "/j/{code}/stage"])
def test_our_pages_are_kept_nowhere_and_trust_nobody(visitor: Visitor, address: str) -> None:
    visitor.join()
    answer = visitor.http.get(address.format(code=visitor.code))

    assert {name: answer.headers[name] for name in OURS} == OURS
    assert answer.headers["Content-Security-Policy"].startswith(
        "default-src 'none'; script-src 'sha256-"
    )
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_a_form_that_is_refused_has_the_same_headers(visitor: Visitor) -> None:
    visitor.join()
    visitor.say("Falta agua", form="")

    assert {name: visitor.answer.headers[name] for name in OURS} == OURS


def test_the_first_page_is_small_and_so_is_its_script(visitor: Visitor) -> None:
    first = visitor.http.get(f"/j/{visitor.code}").content
    visitor.join()
    second = visitor.http.get(f"/j/{visitor.code}").content

    assert max(len(first), len(second)) < 15_000
    assert len(gzip.compress(second)) < 5_000
    assert len(script()) < 3_000


def test_the_accent_is_the_theme_s(visitor: Visitor) -> None:
    theme = (ROOT / ".streamlit" / "config.toml").read_text("utf-8")
    accents = re.findall(r'primaryColor = "(#\w+)"', theme)

    assert re.findall(r"--accent:(#\w+)", style()) == accents


def test_a_host_that_is_none_gets_into_no_policy() -> None:
    assert "evil" not in streamlit_policy("evil.example; script-src *")


@pytest.mark.parametrize("address", ["/start", "/moderator", "/participant"])
def test_streamlit_s_pages_may_run_only_what_is_theirs(server: Server, address: str) -> None:
    headers = server.asked(address).headers

    policy = headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert "'unsafe-eval'" not in policy
    assert headers["Referrer-Policy"] == "no-referrer"


def test_streamlit_s_scripts_are_sent_compressed_and_kept(server: Server) -> None:
    page = server.asked("/start").text
    (name,) = re.findall(r'<script type="module" crossorigin src="\.(/static/js/[^"]+)', page)
    plain = server.asked(name, **{"Accept-Encoding": "identity"})

    for _ in range(2):
        packed = server.asked(name, **{"Accept-Encoding": "gzip"})
        assert packed.content == plain.content
        assert packed.headers["Content-Encoding"] == "gzip"
        assert int(packed.headers["Content-Length"]) < len(plain.content) / 2
        assert "immutable" in packed.headers["Cache-Control"]
        assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.parametrize("headers", [{"Range": "bytes=0-9"}, {"Accept-Encoding": "identity"}])
def test_who_asks_for_a_part_or_for_plain_text_gets_that(
    server: Server, headers: dict[str, str]
) -> None:
    page = server.asked("/start").text
    name = re.findall(r'src="\.(/static/js/[^"]+)', page)[0]

    answer = server.asked(name, **headers)

    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("role", list(Role))
def test_no_page_breaks_its_policy_or_asks_another_host(
    server: Server, page: Page, role: Role
) -> None:
    links = dict(line.split() for line in server.command("links").splitlines()[1:])
    refusals: list[str] = []
    hosts: set[str] = set()

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            refusals.append(message.text)

    def remember(request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            hosts.add(request.url.split("/")[2])

    page.set_default_timeout(60_000)  # ms: a busy machine is no failure
    page.on("console", note)
    page.on("request", remember)
    page.goto(links[role.value])
    page.wait_for_load_state("networkidle")

    assert refusals == []
    assert hosts == {server.url.removeprefix("http://")}
