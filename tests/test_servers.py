"""The ground the other tests stand on."""

import psycopg
import pytest
from playwright.sync_api import Error, Page

from tests.pictures import picture
from tests.servers import TOOLS, needs


def test_each_test_gets_an_empty_postgresql_database(postgres) -> None:
    with postgres.fresh_database() as first, postgres.fresh_database() as second:
        with psycopg.connect(first) as connection:
            connection.execute("CREATE TABLE trace (n BIGINT)")
        tables = "SELECT count(*) FROM pg_tables WHERE tablename = 'trace'"
        with psycopg.connect(first) as one, psycopg.connect(second) as other:
            found = [c.execute(tables).fetchone() for c in (one, other)]

    assert found == [(1,), (0,)]


def test_a_database_goes_away_although_somebody_is_still_connected(postgres) -> None:
    with postgres.fresh_database() as url:
        forgotten = psycopg.connect(url)

    with pytest.raises(psycopg.OperationalError):
        forgotten.execute("SELECT 1")
    forgotten.close()


def test_postgresql_answers_on_loopback_only_and_writes_to_disk(postgres_url) -> None:
    with psycopg.connect(postgres_url) as connection:
        asked = ("listen_addresses", "fsync", "server_encoding")
        told = [connection.execute(f"SHOW {name}".encode()).fetchone() for name in asked]

    assert told == [("127.0.0.1",), ("on",), ("UTF8",)]


@pytest.mark.parametrize(
    ("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)]
)
def test_a_missing_tool_is_a_failure_in_ci_and_a_skip_on_a_laptop(monkeypatch, ci, outcome) -> None:
    monkeypatch.setitem(TOOLS, "abacus", lambda: None)
    monkeypatch.setenv("CI", ci)

    with pytest.raises(outcome, match="abacus is not installed"):
        needs("abacus")


def test_the_browser_reaches_this_machine_and_nothing_else(page: Page) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")


def test_a_picture_has_signs_for_every_script_people_write_in(page: Page, monkeypatch, tmp_path):
    """Accents, an emoji and Chinese each draw something else than the box of a missing sign."""
    monkeypatch.setenv("RONDA_PICTURES", str(tmp_path))
    drawn = {}
    for name, sign in {"missing": "\U000f0000", "ñ": "ñ", "œ": "œ", "🎉": "🎉", "语": "语"}.items():
        page.set_content(f"<p style='font: 40px sans-serif'>{sign}</p>")
        drawn[name] = picture(page, "sign").read_bytes()

    assert len(set(drawn.values())) == len(drawn)


def test_a_killed_server_comes_back_at_its_address_with_its_record(new_server):
    server = new_server()
    before = server.asked("/healthz").json()
    server.kill()

    server.start()

    assert server.asked("/healthz").json() == before
