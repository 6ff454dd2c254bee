"""The engines a session can choose from. The only module that sends anything over the network.

A text is only ever in the body of a request to the address the operator set (LibreTranslate), or,
for the online service an organiser opted for, in what deep-translator sends. It is never logged.
"""

import math
import queue
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus
from importlib import metadata

import deep_translator
import deep_translator.exceptions as google_errors
import httpx
import requests

from facilitation.model import Language, Trouble
from facilitation.settings import EngineSettings
from facilitation.translation.apertium import Apertium, installed_directions
from facilitation.translation.literals import is_language
from facilitation.translation.renderings import (
    EngineError,
    Permanent,
    Rendering,
    Transient,
    Translator,
    Unavailable,
)

CONNECT_SECONDS = 2.0
ANSWER_LIMIT = 1_000_000  # bytes; a translation of 2,000 characters has a few thousand
LONGEST_PAUSE = 3_600.0  # seconds; what a Retry-After may ask for at most
STUCK_LIMIT = 4  # abandoned requests to the online service that may still hang


class EngineName(StrEnum):
    """What a session can choose."""

    OFF = "off"
    APERTIUM = "apertium"
    LIBRETRANSLATE = "libretranslate"
    GOOGLE = "google"


def open_translator(name: str, settings: EngineSettings) -> Translator:
    """The engine by its name. One per process is enough: each may be used by several threads."""
    match EngineName(name):
        case EngineName.OFF:
            return Off()
        case EngineName.APERTIUM:
            return Apertium(patience=settings.seconds)
        case EngineName.LIBRETRANSLATE:
            return LibreTranslate(
                settings.libretranslate_url, settings.libretranslate_key, settings.seconds
            )
        case EngineName.GOOGLE:
            return Google(settings.seconds)


def what_is_missing(name: str, settings: EngineSettings) -> str:
    """The key of the phrase that says how to set an engine up; "" when it can be chosen."""
    if name == EngineName.APERTIUM and not installed_directions():
        return f"engine.trouble.{Trouble.APERTIUM_MISSING}"
    if name == EngineName.LIBRETRANSLATE and not settings.libretranslate_url:
        return f"engine.trouble.{Trouble.LIBRETRANSLATE_MISSING}"
    return ""


class Off:
    """Translates nothing, and says so."""

    name = "off"

    def translate(self, text: str, source: Language, target: Language) -> Rendering:
        raise Unavailable(Trouble.OFF)

    def close(self) -> None:
        pass


class LibreTranslate:
    """Any server that speaks LibreTranslate's protocol: JSON by POST to `/translate`."""

    name = "libretranslate"

    def __init__(self, url: str, key: str = "", seconds: float = 30.0) -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._seconds = seconds
        # No redirects and no proxies from the environment: the text goes where it was sent.
        self._client = httpx.Client(
            timeout=httpx.Timeout(seconds, connect=CONNECT_SECONDS), trust_env=False
        )

    def translate(self, text: str, source: Language, target: Language) -> Rendering:
        route = f"{source}>{target}"
        if not self._url:
            raise Unavailable(Trouble.LIBRETRANSLATE_MISSING)
        if not is_language(text):
            return Rendering(text, self.name, "", route)
        body = {"q": text, "source": source, "target": target, "format": "text"}
        if self._key:
            body["api_key"] = self._key
        try:
            translated = self._post(body)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError):
            raise Unavailable(Trouble.ADDRESS) from None
        except httpx.TimeoutException:
            raise Transient(Trouble.SLOW) from None
        except httpx.HTTPError:
            raise Transient(Trouble.UNREACHABLE) from None
        return Rendering(translated, self.name, "", route)

    def close(self) -> None:
        self._client.close()

    def _post(self, body: Mapping[str, str]) -> str:
        deadline = time.monotonic() + self._seconds + CONNECT_SECONDS
        with self._client.stream("POST", f"{self._url}/translate", json=body) as response:
            if response.status_code != HTTPStatus.OK:
                raise _refusal(response)
            content = b""
            for part in response.iter_bytes():
                content += part
                if time.monotonic() > deadline:
                    raise Transient(Trouble.SLOW)
                if len(content) > ANSWER_LIMIT:
                    raise Unavailable(Trouble.ADDRESS)
        return _translated(response, content)


def _translated(response: httpx.Response, content: bytes) -> str:
    if "html" in response.headers.get("content-type", "") or content.lstrip()[:1] == b"<":
        raise Unavailable(Trouble.ADDRESS)
    try:
        answer = httpx.Response(HTTPStatus.OK, content=content).json()
    except ValueError:
        raise Transient(Trouble.GARBLED) from None
    translated = answer.get("translatedText") if isinstance(answer, dict) else None
    if not isinstance(translated, str):
        raise Unavailable(Trouble.ADDRESS)
    if not translated.strip():
        raise Transient(Trouble.EMPTY)
    return translated


def _refusal(response: httpx.Response) -> EngineError:
    """What an answer other than 200 means. Its own words are left out: they may quote the text."""
    status = response.status_code
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        pause = _pause(response.headers.get("retry-after", ""))
        return Transient(Trouble.BUSY, pause)
    wants_key = status == HTTPStatus.BAD_REQUEST and b"api key" in response.read().lower()
    if wants_key or status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return Unavailable(Trouble.KEY)
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED) or response.is_redirect:
        return Unavailable(Trouble.ADDRESS)
    return Permanent(Trouble.TURNED_DOWN)


def _pause(asked: str) -> float | None:
    """A Retry-After in seconds, whether given as seconds or as a date."""
    try:
        seconds = float(asked)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return None
    return None if math.isnan(seconds) else min(max(seconds, 0.0), LONGEST_PAUSE)


class Google:
    """Google's public page through deep-translator: online, best effort, the text leaves the room.

    deep-translator has no time-out and mixes up texts when one instance serves two threads: each
    line gets an instance of its own, in a thread that is left behind when it hangs.
    """

    name = "google"

    def __init__(self, seconds: float = 30.0) -> None:
        self._seconds = seconds
        self._free = threading.BoundedSemaphore(STUCK_LIMIT)

    def translate(self, text: str, source: Language, target: Language) -> Rendering:
        lines = [
            self._line(line, source, target) if is_language(line) else line
            for line in text.split("\n")
        ]
        version = f"deep-translator {metadata.version('deep-translator')}"
        return Rendering("\n".join(lines), self.name, version, f"{source}>{target}")

    def close(self) -> None:
        pass

    def _line(self, line: str, source: Language, target: Language) -> str:
        def ask() -> str | None:
            asked = deep_translator.GoogleTranslator(source=source, target=target)
            answer: str | None = asked.translate(line)
            return answer

        translated = self._abandonable(ask)
        if not translated or not translated.strip():
            raise Transient(Trouble.EMPTY)
        return translated

    def _abandonable(self, ask: Callable[[], str | None]) -> str | None:
        if not self._free.acquire(blocking=False):
            raise Transient(Trouble.BUSY, 60)
        answers: queue.SimpleQueue[str | EngineError | None] = queue.SimpleQueue()

        def run() -> None:
            try:
                answer: str | EngineError | None = ask()
            except Exception as problem:
                answer = _google_problem(problem)
            finally:
                self._free.release()  # before the answer: whoever has it may ask again at once
            answers.put(answer)

        threading.Thread(target=run, name="google", daemon=True).start()
        try:
            answer = answers.get(timeout=self._seconds)
        except queue.Empty:
            raise Transient(Trouble.SLOW) from None
        if isinstance(answer, EngineError):
            raise answer
        return answer


def _google_problem(problem: Exception) -> EngineError:
    """deep-translator's errors have two roots, and their messages hold the text: none is kept."""
    match problem:
        case google_errors.TooManyRequests():
            return Transient(Trouble.BUSY, 600)
        case google_errors.TranslationNotFound():
            return Unavailable(Trouble.GARBLED)
        case (
            google_errors.LanguageNotSupportedException()
            | google_errors.InvalidSourceOrTargetLanguage()
            | google_errors.NotValidLength()
            | google_errors.NotValidPayload()
        ):
            return Permanent(Trouble.TURNED_DOWN)
        case google_errors.RequestError() | requests.RequestException():
            return Transient(Trouble.UNREACHABLE)
        case _:
            return Transient(Trouble.UNKNOWN)
