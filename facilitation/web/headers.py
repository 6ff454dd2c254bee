"""The headers that keep a browser safe, on our own pages and on Streamlit's."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS_NOT_KEPT = {"Cache-Control": "no-store"}


def fingerprint(inline: str) -> str:
    """An inline script or style, as a Content-Security-Policy names it."""
    return f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'"


def streamlit_policy(host: str) -> str:
    """What Streamlit's pages may do: run their own scripts, speak to this host, nothing else.

    They build styles and the components' scripts at run time (inline, `blob:`). The host is named
    for its web socket because older phones do not take 'self' to include it.
    """
    sockets = f"ws://{host} wss://{host}" if re.fullmatch(r"[\w.:\[\]-]+", host) else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob: 'wasm-unsafe-eval' {' '.join(_streamlit_scripts())}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self' {sockets} data: blob:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


@cache
def _streamlit_scripts() -> tuple[str, ...]:
    """The inline scripts of Streamlit's one page, by their fingerprint."""
    installed = find_spec("streamlit")
    if installed is None or installed.origin is None:
        return ()
    page = (Path(installed.origin).parent / "static" / "index.html").read_text()
    return tuple(map(fingerprint, re.findall(r"<script>(.*?)</script>", page, re.DOTALL)))


class SafeHeaders:
    """Adds to each answer what it does not say itself."""

    def __init__(self, app: ASGIApp, is_https: bool = False) -> None:
        self._app = app
        self._defaults = {
            "X-Content-Type-Options": "nosniff",
            # Addresses hold keys and tokens: no other site, and no log of one, may see them.
            "Referrer-Policy": "no-referrer",
            "X-Frame-Options": "DENY",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        }
        if is_https:
            self._defaults["Strict-Transport-Security"] = "max-age=31536000"
            self._defaults["Cross-Origin-Opener-Policy"] = "same-origin"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in self._defaults.items():
                    headers.setdefault(name, value)
                if headers.get("content-type", "").startswith("text/html"):
                    host = Headers(scope=scope).get("host", "")
                    headers.setdefault("Content-Security-Policy", streamlit_policy(host))
            await send(message)

        await self._app(scope, receive, send_safely)
