"""Organisers come in by the account of their organisation: a real provider, a real browser."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from facilitation import accounts
from facilitation.access import Keys
from facilitation.accounts import Standing, standing
from facilitation.engine import is_postgres
from facilitation.phrases import in_language
from facilitation.settings import listed_accounts
from facilitation.store import Store
from tests.doors import browser as visitor, installation_of
from tests.rooms import Room
from tests.servers import Server, free_port, tied_to_us

SOON = 60_000  # ms: a busy machine is no failure
NOW = datetime(2026, 5, 26, 9, 0, tzinfo=UTC)
LISTED = "ana@regions.example"
COOKIE = "2|1:0|10:1|made-up"
USERS = [
    {"sub": "ana", "email": "Ana@Regions.example", "email_verified": True},
    {"sub": "eve", "email": "eve@elsewhere.example", "email_verified": True},
    {"sub": "mallory", "email": LISTED, "email_verified": False},
]
SECRETS = """[auth]
redirect_uri = "{ours}/oauth2callback"
cookie_secret = "a secret of this test alone, 32 characters"
client_id = "ronda"
client_secret = "another secret of this test alone"
server_metadata_url = "{theirs}/.well-known/openid-configuration"
"""


# -- with a provider -----------------------------------------------------------------------------


@contextmanager
def running_provider() -> Iterator[str]:
    """An OpenID provider, built on Authlib, that signs in whoever says who they are."""
    port = free_port()
    words = ["-m", "oidc_provider_mock", "--port", str(port)]
    for user in USERS:
        words += ["--user-claims", json.dumps(user)]
    process = subprocess.Popen([*tied_to_us(), sys.executable, *words], stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(1_200):
            with suppress(httpx.TransportError):
                httpx.get(f"{url}/.well-known/openid-configuration", trust_env=False)
                break
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(60)


@pytest.fixture(scope="module")
def provided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The application beside a provider of accounts; one address is on the operator's list."""
    folder = tmp_path_factory.mktemp("server")
    with running_provider() as theirs:
        server = Server(folder, RONDA_ORGANISERS=f"{LISTED}, luz@regions.example")
        (folder / ".streamlit").mkdir()
        written = SECRETS.format(ours=server.url, theirs=theirs)
        (folder / ".streamlit" / "secrets.toml").write_text(written)
        server.start()
        yield server
        server.kill()
    assert server.tracebacks() == []


@pytest.fixture
def screen(provided: Server, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="es")
    context.set_default_timeout(SOON)
    yield context.new_page()
    context.close()


def sign_in(screen: Page, server: Server, who: str) -> None:
    screen.goto(f"{server.url}/enter")
    press(screen, "account.sign_in")
    screen.get_by_role("button", name=who, exact=True).click()
    expect(screen).to_have_url(f"{server.url}/sign-in")


def press(screen: Page, key: str) -> None:
    screen.get_by_role("button", name=in_language("es").say(key), exact=True).click()


def refusals(server: Server) -> list[str]:
    store = Store.open(server.database)
    told = [
        row["subject"] for row in store.audit(store.sessions()[0].id) if row["verb"] == "refused"
    ]
    store.close()
    return told


def test_an_account_on_the_list_opens_the_organiser_s_page_and_signing_out_closes_it(
    provided: Server, screen: Page
) -> None:
    sign_in(screen, provided, "ana")
    screen.get_by_role("button", name=in_language("es").say("account.open")).click()
    organiser = in_language("es").say("organiser.links")
    expect(screen.get_by_role("tab", name=organiser)).to_be_visible()
    address = screen.url
    assert "/organiser?s=" in address

    more = in_language("es").say("account.more", who="Ana@Regions.example")
    screen.get_by_role("link", name=more).click()
    press(screen, "account.sign_out")
    screen.get_by_role("button", name="End session").click()  # the provider's own page
    expect(screen).to_have_url(f"{provided.url}/j")
    screen.goto(address)

    expect(screen.get_by_text(in_language("es").say("page.refused"))).to_be_visible()


@pytest.mark.parametrize("who", ["eve", "mallory"])
def test_an_account_that_is_not_on_the_list_is_refused_and_audited(
    provided: Server, screen: Page, who: str
) -> None:
    before = len(refusals(provided))
    sign_in(screen, provided, who)
    said = in_language("es").say("account.stranger", who="@")

    expect(screen.get_by_role("alert")).to_contain_text(said.split("@", 1)[1])
    opening = screen.get_by_role("button", name=in_language("es").say("account.open"))
    expect(opening).to_have_count(0)
    assert refusals(provided)[before:] == ["enter:account"]
    if not is_postgres(provided.database):
        assert LISTED not in Path(provided.database).read_bytes().decode("latin-1")


# -- without a provider ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({}, Standing.ORGANISER),
        ({"email": " ANA@regions.example "}, Standing.ORGANISER),
        ({"email_verified": None}, Standing.STRANGER),
        ({"email_verified": "false"}, Standing.STRANGER),
        ({"email": "ana@regions.example.evil.example"}, Standing.STRANGER),
        ({"email": ["ana@regions.example"]}, Standing.STRANGER),
        ({"email": ""}, Standing.STRANGER),
        ({"iat": NOW.timestamp() - 13 * 3600}, Standing.NOBODY),
        ({"iat": "now"}, Standing.NOBODY),
        ({"is_logged_in": False}, Standing.NOBODY),
    ],
)
def test_what_an_account_is_here(claims: dict[str, object], expected: Standing) -> None:
    said = {"is_logged_in": True, "iat": NOW.timestamp(), "email": LISTED, **claims}

    assert standing({LISTED}, said, NOW) is expected


def test_a_ticket_is_good_in_its_browser_and_for_a_few_minutes() -> None:
    keys = Keys("a secret of this test")
    held = accounts.ticket(keys, COOKIE, NOW)

    assert accounts.is_good(keys, held, COOKIE, NOW + timedelta(minutes=9))
    assert not accounts.is_good(keys, held, COOKIE, NOW + timedelta(minutes=11))
    assert not accounts.is_good(keys, held, COOKIE + "x", NOW)
    assert not accounts.is_good(keys, accounts.ticket(keys, "", NOW), "", NOW)
    assert not accounts.is_good(keys, keys.sign("enter", "x"), COOKIE, NOW)


def test_without_a_provider_there_is_no_such_door(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    store = Store.open(str(tmp_path / "ronda.db"))
    Room.prepared(store)
    http = visitor(installation_of(store, RONDA_ORGANISERS=LISTED))

    assert http.get("/enter").status_code == 404
    assert http.post("/enter/account", data={"ticket": "x"}).status_code == 404
    assert http.post("/enter/out").status_code == 404
    http.cookies.set(accounts.ACCOUNT_COOKIE, COOKIE)
    assert str(http.get("/").url).endswith("/j")
    store.close()


def test_a_made_up_ticket_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text(SECRETS)
    store = Store.open(str(tmp_path / "ronda.db"))
    room = Room.prepared(store)
    installation = installation_of(store, RONDA_ORGANISERS=LISTED)
    http = visitor(installation)
    http.cookies.set(accounts.ACCOUNT_COOKIE, COOKIE)
    good = accounts.ticket(installation.keys, COOKIE, datetime.now(UTC))

    def enter(ticket: str, **headers: str) -> str:
        form = {"ticket": ticket, "code": room.session.code}
        answer = http.post("/enter/account", data=form, headers=headers, follow_redirects=False)
        return str(answer.headers["Location"])

    assert enter("made up") == "/sign-in"
    assert enter(good, Origin="https://elsewhere.example") == "/sign-in"
    assert enter(good) == f"/organiser?s={room.session.code}"
    store.close()


@pytest.mark.parametrize("written", ["", "[other]\n", "[auth", "auth = 1\n"])
def test_a_list_without_a_provider_is_no_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text(written)

    assert listed_accounts({"RONDA_ORGANISERS": LISTED}) == frozenset()
