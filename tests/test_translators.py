"""The engines: a real Apertium, a real server of LibreTranslate's protocol, and what can fail."""

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from deep_translator.constants import BASE_URLS

from facilitation.translation.apertium import Apertium
from facilitation.translation.renderings import Permanent, Rendering, Transient, Unavailable
from facilitation.translation.translators import (
    EngineSettings,
    Google,
    LibreTranslate,
    Off,
    open_translator,
    what_is_missing,
)
from tests.libretranslate import libretranslate, send, translated
from tests.servers import needs, wait_until

PATIENCE = 60  # s: a busy machine is no failure

# -- Apertium ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def apertium() -> Iterator[Apertium]:
    needs("apertium")
    engine = Apertium(patience=PATIENCE)
    yield engine
    engine.close()


def test_apertium_translates_and_names_its_route_and_version(apertium: Apertium) -> None:
    made = apertium.translate("Local governments need more money.", "en", "es")

    version = apertium.version
    expected = "Los gobiernos locales necesitan más dinero."
    assert made == Rendering(expected, "apertium", version, "en>es")
    assert version.count(".") == 2


def test_english_and_french_go_by_way_of_spanish_and_say_so(apertium: Apertium) -> None:
    there = apertium.translate("The region supports the universities.", "en", "fr")
    back = apertium.translate("La région soutient les universités.", "fr", "en")

    assert (there.route, back.route) == ("en>es>fr", "fr>es>en")
    assert there.text == "La région soutient les universités."


WHOLE = [
    "{name}",
    "{{count}}",
    "%1$s",
    "https://example.org/a?b=c&d=e#f",
    "someone@example.org",
    "<b>",
    "</b>",
    "[x](https://example.org)",
    "$\\frac{1}{2}$",
    '=HYPERLINK("http://example.org","ok")',
    "@mayor",
    "#SDG_11",
    "&amp;",
    "👩‍🌾",
    "^ $ @ / \\ < > [ ] { } * ~ # + | _",
    "[[term]]",
    "`code here`",
]


@pytest.mark.parametrize("text", ["The house ^", "^ The house", "The house $^", "The \0house^\x01"])
def test_no_sign_stops_the_engine(apertium: Apertium, text: str) -> None:
    made = apertium.translate(text, "en", "es").text

    assert "casa" in made
    assert made.count("^") == text.count("^")


@pytest.mark.parametrize("literal", WHOLE)
@pytest.mark.parametrize("pair", [("en", "es"), ("es", "en"), ("fr", "es"), ("es", "fr")])
def test_what_is_no_language_comes_back_whole(
    apertium: Apertium, pair: tuple[str, str], literal: str
) -> None:
    words = {"en": ("The house", "today"), "es": ("La casa", "hoy"), "fr": ("La maison", "demain")}
    before, after = words[pair[0]]

    made = apertium.translate(f"{before} {literal} {after}", *pair).text

    assert literal in made
    assert before not in made


def test_line_breaks_and_blanks_stay_where_they_were(apertium: Apertium) -> None:
    made = apertium.translate("  - the house\n\n\t- the city  \n...\n", "en", "es").text

    assert made == "  - la casa\n\n\t- la ciudad  \n...\n"


def test_typographic_apostrophes_and_quotes_are_read(apertium: Apertium) -> None:
    made = apertium.translate("L’eau n’est pas « un luxe » !", "fr", "es").text

    assert made == "El agua no es « un lujo » !"


def test_a_text_of_2000_characters_comes_back_to_its_last_word(apertium: Apertium) -> None:
    text = "The universities and the towns share the data. " * 42 + "We have houses"

    made = apertium.translate(text, "en", "fr").text

    assert made.count("universités") == text.count("universities")
    assert made.endswith("maisons")


def test_a_line_of_many_pieces_comes_back_to_its_last_word(apertium: Apertium) -> None:
    text = "The water is clean. " * 500 + "We have bicycles"

    made = apertium.translate(text, "en", "es").text

    assert made.count("agua") == 500
    assert made.endswith("bicicletas")


def test_words_the_engine_does_not_know_are_told_and_carry_no_mark(apertium: Apertium) -> None:
    made = apertium.translate("The stakeholders see a zorblax.", "en", "es")

    assert "zorblax" in made.unknown
    assert "*" not in made.text


def test_a_typed_asterisk_is_no_unknown_word(apertium: Apertium) -> None:
    made = apertium.translate("*the house* @house #house", "en", "es")

    assert made.text == "*la casa* @house #house"
    assert made.unknown == ()


@pytest.mark.parametrize("text", ["", "   ", "12 345", "😀", "https://example.org", "...\n\n"])
def test_a_text_without_words_stays_as_it_is(apertium: Apertium, text: str) -> None:
    assert apertium.translate(text, "es", "fr").text == text


def test_threads_get_their_own_text_back(apertium: Apertium) -> None:
    """Each text carries a number; no answer may carry another's."""
    texts = [f"The house number {n} is big." for n in range(120)]
    pairs = [("en", "es"), ("en", "fr")]

    with ThreadPoolExecutor(8) as pool:
        made = list(
            pool.map(lambda n: apertium.translate(texts[n], *pairs[n % 2]).text, range(120))
        )

    assert [str(n) in text.split() for n, text in enumerate(made)] == [True] * 120


def stages_of(pid: int, program: str) -> list[int]:
    """The processes of ours that run `program`."""
    found = subprocess.run(
        ["ps", "-o", "pid=,comm=", "--ppid", str(pid)], capture_output=True, text=True, check=True
    ).stdout.split("\n")
    rows = [row.split() for row in found if row.strip()]
    return [int(row[0]) for row in rows if row[1].startswith(program[:15])]


@pytest.mark.parametrize("program", ["lt-proc", "apertium-transf", "apertium-tagger"])
def test_a_killed_stage_is_noticed_and_the_pipe_started_anew(program: str) -> None:
    needs("apertium")
    before = set(stages_of(os.getpid(), program))
    engine = Apertium(patience=PATIENCE)
    expected = engine.translate("The house is big.", "en", "es").text
    victim = min(set(stages_of(os.getpid(), program)) - before)

    os.kill(victim, signal.SIGKILL)
    os.waitid(os.P_PID, victim, os.WEXITED | os.WNOWAIT)  # it is gone, and left to the engine
    answers = [engine.translate("The house is big.", "en", "es").text for _ in range(2)]
    engine.close()

    assert answers == [expected, expected]


def test_a_frozen_stage_is_transient_and_leaves_nothing_for_the_next_text() -> None:
    needs("apertium")
    before = set(stages_of(os.getpid(), "apertium-tagger"))
    engine = Apertium(patience=PATIENCE)
    engine.translate("One house.", "en", "es")
    frozen = min(set(stages_of(os.getpid(), "apertium-tagger")) - before)
    (pipe,) = engine._pipes.values()

    os.kill(frozen, signal.SIGSTOP)
    pipe._patience = 1  # however long: there is no answer. To start anew takes its time, though
    with pytest.raises(Transient):
        engine.translate("The secret text.", "en", "es")
    pipe._patience = PATIENCE
    after = engine.translate("The house.", "en", "es").text
    engine.close()

    assert after == "La casa."


def test_closing_ends_every_program_it_started() -> None:
    needs("apertium")
    before = stages_of(os.getpid(), "lt-proc")
    engine = Apertium()
    engine.translate("The house.", "en", "fr")
    while_open = stages_of(os.getpid(), "lt-proc")
    engine.close()

    assert len(while_open) > len(before)
    assert stages_of(os.getpid(), "lt-proc") == before


def test_a_pair_without_a_way_is_permanent(apertium: Apertium) -> None:
    with pytest.raises(Permanent):
        apertium.translate("Guten Tag", "de", "es")


def test_apertium_that_is_not_installed_says_how_to_install_it(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as caught:
        Apertium(modes=tmp_path).translate("The house", "en", "es")

    assert "apt-get install" in str(caught.value)
    assert caught.value.phrase == "engine.trouble.apertium_missing"


def test_a_mode_whose_programs_are_gone_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "eng-spa.mode").write_text("no-such-program 'x.bin' | lt-proc $1 'y.bin'")

    with pytest.raises(Unavailable):
        Apertium(modes=tmp_path).translate("The house", "en", "es")


# -- LibreTranslate ------------------------------------------------------------------------------

Answer = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


def answering(body: bytes, status: int = 200, kind: str = "application/json", **h: str) -> Answer:
    return lambda handler, _: send(handler, body, status, kind, **h)


def test_libretranslate_is_asked_by_post_with_the_text_in_the_body_only() -> None:
    with libretranslate(answering(translated("Nous sommes d'accord."))) as server:
        engine = LibreTranslate(server.url + "/", key="k3y")
        made = engine.translate("We agree & sign?", "en", "fr")
        engine.close()

    assert made == Rendering("Nous sommes d'accord.", "libretranslate", "", "en>fr")
    assert server.paths == ["/translate"]
    body = {"q": "We agree & sign?", "source": "en", "target": "fr", "format": "text"}
    assert server.asked == [body | {"api_key": "k3y"}]


def test_a_server_without_keys_is_sent_none() -> None:
    with libretranslate(answering(translated("Sí"))) as server:
        engine = LibreTranslate(server.url)
        engine.translate("Yes", "en", "es")
        engine.close()

    assert "api_key" not in server.asked[0]


def test_a_text_without_words_is_not_sent() -> None:
    with libretranslate(answering(b"{}")) as server:
        engine = LibreTranslate(server.url)
        text = engine.translate("... 😀 42", "en", "es").text
        engine.close()

    assert (text, server.asked) == ("... 😀 42", [])


PAGE = b"<!doctype html><title>Sign in</title>"
HALF = translated("La casa es grande.")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (answering(b'{"error":"slow down"}', 429), Transient),
        (answering(b'{"error":"broken"}', 500), Transient),
        (answering(PAGE, 502, "text/html"), Transient),
        (answering(b"", 503), Transient),
        (answering(PAGE, 200, "text/html"), Unavailable),
        (answering(PAGE, 200), Unavailable),
        (answering(PAGE, 404, "text/html"), Unavailable),
        (answering(b"", 302, location="http://127.0.0.1:9/"), Unavailable),
        (answering(b'{"error":"Invalid API key"}', 403), Unavailable),
        (answering(b'{"error":"Please get an API key"}', 400), Unavailable),
        (answering(b'{"error":"de is not supported"}', 400), Permanent),
        (answering(b'{"error":"too long"}', 413), Permanent),
        (answering(translated("")), Transient),
        (answering(translated(" \n")), Transient),
        (answering(b'{"translatedText": null}'), Unavailable),
        (answering(b'{"status": "ok"}'), Unavailable),
        (answering(b"[]"), Unavailable),
        (answering(HALF[:-9]), Transient),
        (answering(HALF[:-9], content_length=str(len(HALF))), Transient),
        (answering(b"\xff\xfe\x00"), Transient),
    ],
)
def test_a_bad_answer_is_the_right_kind_of_trouble(answer: Answer, kind: type[Exception]) -> None:
    with libretranslate(answer) as server:
        engine = LibreTranslate(server.url, key="k3y", seconds=PATIENCE)
        with pytest.raises(kind) as caught:
            engine.translate("A secret sentence.", "en", "es")
        engine.close()

    assert len(server.asked) == 1
    assert "secret" not in str(caught.value)
    assert "k3y" not in str(caught.value)


def test_a_server_that_asks_for_a_pause_is_given_it() -> None:
    began = datetime.now(UTC)
    later = format_datetime(began + timedelta(seconds=100), usegmt=True)
    pauses = []
    for asked in ("17", later, "999999999", "-5", "nan", "soon", ""):
        with libretranslate(answering(b"{}", 429, Retry_After=asked)) as server:
            engine = LibreTranslate(server.url)
            with pytest.raises(Transient) as caught:
                engine.translate("A house", "en", "es")
            engine.close()
        pauses.append(caught.value.retry_after)

    assert pauses[0] == 17
    assert pauses[1] is not None
    assert 99 - (datetime.now(UTC) - began).total_seconds() < pauses[1] <= 100
    assert pauses[2:] == [3_600, 0, None, None, None]


def test_a_server_that_accepts_and_never_answers_is_transient() -> None:
    released = threading.Event()
    with libretranslate(lambda *_: (released.wait(PATIENCE), None)[1]) as server:
        engine = LibreTranslate(server.url, seconds=0.2)
        with pytest.raises(Transient):
            engine.translate("A house", "en", "es")
        released.set()
        engine.close()


def test_an_answer_that_drips_for_ever_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every single read is in time; the whole is not."""
    stopped = threading.Event()

    def drip(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not stopped.wait(0.02):
            try:
                handler.wfile.write(b" ")
                handler.wfile.flush()
            except OSError:
                return

    monkeypatch.setattr("facilitation.translation.translators.CONNECT_SECONDS", 0.1)
    with libretranslate(drip) as server:
        engine = LibreTranslate(server.url, seconds=0.3)
        with pytest.raises(Transient):
            engine.translate("A house", "en", "es")
        stopped.set()
        engine.close()


def test_an_endless_answer_is_not_read_into_memory() -> None:
    with libretranslate(answering(b'{"translatedText":"' + b"x" * 1_100_000 + b'"}')) as server:
        engine = LibreTranslate(server.url)
        with pytest.raises(Unavailable):
            engine.translate("A house", "en", "es")
        engine.close()


def test_a_server_that_is_not_there_is_transient() -> None:
    engine = LibreTranslate("http://127.0.0.1:9", seconds=1)
    with pytest.raises(Transient):
        engine.translate("A house", "en", "es")
    engine.close()


@pytest.mark.parametrize("url", ["", "not an address", "ftp://127.0.0.1/", "http://"])
def test_an_address_that_cannot_be_used_is_unavailable(url: str) -> None:
    engine = LibreTranslate(url)
    with pytest.raises(Unavailable):
        engine.translate("A house", "en", "es")
    engine.close()


def test_the_environment_cannot_divert_a_text_through_a_proxy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with (
        libretranslate(answering(translated("La casa"))) as server,
        libretranslate(answering(translated("stolen"))) as proxy,
    ):
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        engine = LibreTranslate(server.url)
        text = engine.translate("The house", "en", "es").text
        engine.close()

    assert (text, proxy.asked) == ("La casa", [])


def test_eight_threads_get_their_own_text_from_libretranslate() -> None:
    def echo(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        send(handler, translated("es " + body["q"]))

    with libretranslate(echo) as server:
        engine = LibreTranslate(server.url)
        with ThreadPoolExecutor(8) as pool:
            made = pool.map(lambda n: engine.translate(f"text {n}", "en", "es").text, range(80))
            texts = list(made)
        engine.close()

    assert texts == [f"es text {n}" for n in range(80)]


# -- Google through deep-translator --------------------------------------------------------------


@pytest.fixture
def online(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Answer], Any]]:
    """Points deep-translator at a server of ours, which answers GETs as the public page does."""
    opened = []

    def point_at(answer: Answer) -> Any:
        running = libretranslate(answer)
        server = running.__enter__()
        opened.append(running)
        monkeypatch.setitem(BASE_URLS, "GOOGLE_TRANSLATE", server.url + "/m")
        return server

    yield point_at
    for running in opened:
        running.__exit__(None, None, None)


def page(text: str) -> bytes:
    return f'<html><div class="result-container">{text}</div></html>'.encode()


def test_google_translates_line_by_line_and_names_itself(online: Any) -> None:
    online(lambda handler, asked: send(handler, page("es " + asked["q"]), kind="text/html"))

    made = Google(seconds=PATIENCE).translate("one\n\ntwo 2", "en", "es")

    assert made == Rendering("es one\n\nes two 2", "google", "deep-translator 1.11.4", "en>es")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (answering(b"", 429), Transient),
        (answering(b"", 503), Transient),
        (answering(page(""), 200, "text/html"), Transient),
        (answering(b"<html>Before you continue</html>", 200, "text/html"), Unavailable),
    ],
)
def test_google_in_trouble_is_the_right_kind(
    online: Any, answer: Answer, kind: type[Exception]
) -> None:
    online(answer)

    with pytest.raises(kind) as caught:
        Google(seconds=PATIENCE).translate("A secret sentence", "en", "es")

    assert "secret" not in str(caught.value)


def test_google_does_not_take_a_language_it_does_not_know(online: Any) -> None:
    with pytest.raises(Permanent):
        Google(seconds=PATIENCE).translate("A house", "en", "qqq")


def test_google_that_hangs_is_left_behind_and_not_asked_without_end(online: Any) -> None:
    """deep-translator has no time-out of its own; four may hang, the fifth is not started."""
    released = threading.Event()
    server = online(lambda *_: (released.wait(PATIENCE), None)[1])
    engine = Google(seconds=0.2)

    for _ in range(5):
        with pytest.raises(Transient):
            engine.translate("A house", "en", "es")
    wait_until(lambda: len(server.asked) >= 4)  # those left behind may only now get there
    released.set()

    assert len(server.asked) == 4


def test_eight_threads_get_their_own_text_from_google(online: Any) -> None:
    online(lambda handler, asked: send(handler, page("es " + asked["q"]), kind="text/html"))
    engine = Google(seconds=PATIENCE)

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda n: engine.translate(f"text {n}", "en", "es").text, range(60)))

    assert made == [f"es text {n}" for n in range(60)]


# -- choosing ------------------------------------------------------------------------------------


def test_off_translates_nothing() -> None:
    with pytest.raises(Unavailable) as caught:
        Off().translate("A house", "en", "es")

    assert caught.value.phrase == "engine.trouble.off"


def test_every_engine_of_the_list_can_be_opened() -> None:
    settings = EngineSettings.read({})
    names = ["off", "apertium", "libretranslate", "google"]

    opened = [open_translator(name, settings) for name in names]
    for engine in opened:
        engine.close()

    assert [engine.name for engine in opened] == names


def test_an_engine_that_is_not_set_up_says_how() -> None:
    bare = EngineSettings.read({})
    set_up = EngineSettings.read({"RONDA_LIBRETRANSLATE_URL": "http://127.0.0.1:5000/"})

    assert what_is_missing("libretranslate", bare) == "engine.trouble.libretranslate_missing"
    assert what_is_missing("libretranslate", set_up) == ""
    assert set_up.libretranslate_url == "http://127.0.0.1:5000"
    assert what_is_missing("google", bare) == ""
