"""Two processes behind nginx on one PostgreSQL, as deploy/ sets them up."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import httpx
import psycopg
import pytest

from bench.clusters import CONFIGURATION, Cluster, cluster, nginx, nginx_as
from bench.scenarios import faults
from tests.doors import Page, played
from tests.servers import free_port, needs, wait_until

SAID = "Falta agua en Zacatecoluca"


@pytest.fixture(scope="module")
def here() -> Iterator[Cluster]:
    with cluster(2) as running:
        yield running


def test_with_every_process_away_nginx_says_so_in_three_languages() -> None:
    with nginx([free_port()]) as (url, _):
        kept = httpx.get(f"{url}/metrics", trust_env=False).headers["set-cookie"]
        asked = httpx.get(f"{url}/j/ABCDEF", trust_env=False)
        sent = httpx.post(f"{url}/j/ABCDEF/say", data={"text": SAID}, trust_env=False)

    assert (asked.status_code, sent.status_code) == (503, 503)
    assert "Secure" not in kept  # which a browser would drop here
    for words in ("this page with it", "Ronda vuelve en un momento", "Ronda revient"):
        assert words in asked.text
    assert 'http-equiv="refresh"' in asked.text
    assert 'http-equiv="refresh"' not in sent.text  # what was sent is not sent again unasked


@pytest.fixture
def phones(here: Cluster) -> Iterator[list["Phone"]]:
    there = [Phone(here) for _ in range(8)]
    yield there
    for phone in there:
        phone.http.close()


class Phone:
    """A browser at the door behind nginx. Its answers go as the script sends them."""

    def __init__(self, here: Cluster) -> None:
        self.address = f"{here.url}/j/{here.room.session.code}"
        self.http = httpx.Client(trust_env=False, timeout=30, follow_redirects=True)
        form = self.form("join")
        self.http.post(f"{self.address}/join", data={**form, "actor": "university"})

    def form(self, name: str) -> dict[str, str]:
        return Page(self.http.get(self.address).text).forms[name]

    def say(self, form: dict[str, str], text: str) -> httpx.Response:
        said = {**form, "text": text, "language": "es"}
        return self.http.post(f"{self.address}/say", data=said, headers={"X-Door": "1"})


@pytest.mark.trial
def test_a_visit_stays_at_one_process_by_a_cookie_of_its_own(phones: list[Phone]) -> None:
    kept = {phone.http.cookies["ronda_visit"] for phone in phones}

    assert len(kept) == len(phones)
    again = phones[0].http.get(phones[0].address)
    assert "ronda_visit" not in again.headers.get("set-cookie", "")


@pytest.mark.trial
def test_metrics_and_their_like_do_not_pass_the_proxy(here: Cluster) -> None:
    assert httpx.get(f"{here.url}/metrics", trust_env=False).status_code == 404
    straight = [one.asked("/metrics") for one in here.servers]
    assert ["ronda_record_up 1.0" in one.text for one in straight] == [True, True]


@pytest.mark.trial
def test_one_first_session_was_prepared_and_the_logs_are_json_without_links(here: Cluster) -> None:
    assert len(here.room.installation.store.sessions()) == 1
    links = here.servers[0].command("links").split()
    secrets = [word.rpartition("/")[2] for word in links if "/k/" in word]
    for server in here.servers:
        log = server.log.read_text()
        assert {"at", "level", "from", "what"} <= json.loads(log.splitlines()[0]).keys()
        assert [json.loads(line)["level"] for line in log.splitlines()]
        assert secrets
        assert [one for one in (*secrets, "agua") if one in log] == []


@pytest.mark.trial
def test_a_row_that_somebody_holds_is_told_of_within_seconds(
    here: Cluster, phones: list[Phone]
) -> None:
    form = phones[0].form("say")
    with psycopg.connect(here.servers[0].database) as held:
        held.execute("SELECT * FROM session FOR UPDATE")
        began = monotonic()
        refused = phones[0].say(form, SAID)
        waited = monotonic() - began

    assert refused.status_code == 503
    assert waited < 15  # five by the lock; without it until the other one is done
    assert phones[0].say(form, SAID).status_code == 200


@pytest.mark.trial
def test_a_database_that_hangs_is_one_that_does_not_answer(here: Cluster) -> None:
    with here.postgres.hanging():
        asked = [
            httpx.get(f"{one.url}/healthz", timeout=20, trust_env=False) for one in here.servers
        ]

    assert [one.status_code for one in asked] == [503, 503]
    wait_until(lambda: all(one.asked("/healthz").status_code == 200 for one in here.servers))


@pytest.mark.trial
def test_one_process_is_killed_and_its_visits_go_on_at_the_other(
    here: Cluster, phones: list[Phone]
) -> None:
    forms = [phone.form("say") for phone in phones]
    before = len(here.room.installation.store.contributions(here.room.session.id))

    def all_say() -> list[httpx.Response]:
        return [
            phone.say(form, f"{SAID} {n}")
            for n, (phone, form) in enumerate(zip(phones, forms, strict=True))
        ]

    told = all_say()
    here.servers[0].kill()

    again = all_say()
    after = [phone.say(phone.form("say"), f"{SAID} {n} después") for n, phone in enumerate(phones)]

    assert {answer.status_code for answer in (*told, *again, *after)} == {200}
    held = here.room.installation.store.contributions(here.room.session.id)
    assert len(held) - before == 2 * len(phones)
    assert sorted(one.number for one in held) == list(range(1, len(held) + 1))


def test_nginx_takes_the_configuration_with_tls_and_its_cookie_stays_there(tmp_path: Path) -> None:
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x"]
    subprocess.run([*make, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    text = CONFIGURATION.read_text()
    text = text.replace("/etc/letsencrypt/live/ronda.example.org", str(tmp_path))
    main = tmp_path / "nginx.conf"
    (tmp_path / "ronda.conf").write_text(text)
    main.write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} "
        f"http {{ include {tmp_path}/ronda.conf; }}"
    )

    tried = subprocess.run(
        [needs("nginx"), "-t", "-p", tmp_path, "-c", main], capture_output=True, text=True
    )

    assert "test is successful" in tried.stderr, tried.stderr

    port, plain = free_port(), free_port()
    text = re.sub(r"listen \[::\].*;", "", text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};")
    text = text.replace("listen 443 ", f"listen 127.0.0.1:{port} ")
    with nginx_as(text, port):
        asked = httpx.get(f"https://127.0.0.1:{port}/metrics", verify=False, trust_env=False)
        elsewhere = httpx.get(f"http://127.0.0.1:{plain}/j", trust_env=False)

    assert asked.headers["set-cookie"].startswith("ronda_visit=")
    assert "Secure" in asked.headers["set-cookie"].split("; ")
    assert elsewhere.headers["location"].startswith("https://")
    assert "set-cookie" not in elsewhere.headers


@pytest.mark.parametrize("rounds", [3, pytest.param(6, marks=pytest.mark.trial)])
def test_faults_at_random_lose_nothing_that_was_confirmed(rounds: int) -> None:
    """Six are every kind of fault once."""
    outcome = played(faults.play(rounds=rounds, n=8, seed=3))

    assert outcome.lost == ()
