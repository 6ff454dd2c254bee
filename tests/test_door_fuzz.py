"""Anything at all sent to the door's routes is answered, and never by an error of ours."""

from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from facilitation.store import Store
from facilitation.web.acts import ACTS
from tests.doors import Page, browser, installation_of
from tests.rooms import Room

FIELDS = ("form", "key", "part", "text", "language", "actor", "name", "id", "number", "renewed")
WORDS = st.text(max_size=60) | st.sampled_from(["", "one", "farmer", "es", "1", "\0", "=1+1"])
QUERIES = st.dictionaries(st.sampled_from(["p", "n", "lang", "who", "code", "s"]), WORDS)


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, Room]]:
    store = Store.open(str(tmp_path_factory.mktemp("fuzz") / "ronda.db"))
    room = Room.prepared(store)
    room.step("one")
    http = browser(installation_of(store))
    http.follow_redirects = False
    yield http, room
    store.close()


@pytest.mark.trial
@settings(max_examples=3_000, suppress_health_check=list(HealthCheck))
@given(
    act=st.sampled_from([act.__name__ for act in ACTS]),
    fields=st.dictionaries(st.sampled_from(FIELDS), WORDS),
    query=QUERIES,
    is_ours=st.booleans(),
)
def test_no_form_whatever_is_in_it_is_an_error_of_ours(
    visitor: tuple[httpx.Client, Room],
    act: str,
    fields: dict[str, str],
    query: dict[str, str],
    is_ours: bool,
) -> None:
    http, room = visitor
    address = f"/j/{room.session.code}"
    if is_ours:
        forms = Page(http.get(address).text).forms
        fields = {**next(iter(forms.values())), **fields, "form": _signed(forms)}

    answer = http.post(f"{address}/{act}", data=fields, params=query)

    assert answer.status_code < 500


def _signed(forms: dict[str, dict[str, str]]) -> str:
    return next(form["form"] for form in forms.values() if "form" in form)


@pytest.mark.trial
@settings(max_examples=3_000, suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from(["/j", "/j/{}", "/j/{}/stage", "/live/{}", "/k/{}", "/enter", "/healthz"]),
    code=st.text(max_size=30) | st.just("right"),
    query=QUERIES,
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]),
)
def test_no_address_is_an_error_of_ours(
    visitor: tuple[httpx.Client, Room], path: str, code: str, query: dict[str, str], method: str
) -> None:
    http, room = visitor
    code = room.session.code if code == "right" else quote(code, safe="")
    if path == "/live/{}" and code == room.session.code:
        return  # a stream that lets its reader in does not end

    answer = http.request(method, path.format(code), params=query)

    assert answer.status_code < 500
