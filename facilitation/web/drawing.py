"""Our own pages, drawn from the templates. Everything people wrote is escaped by the template."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from facilitation.phrases import Phrases, name_of
from facilitation.web.headers import fingerprint

HERE = Path(__file__).parent
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Ccircle cx='8' cy='8' r='5.5' fill='none' stroke='%230b5f6e' stroke-width='3' "
    "stroke-dasharray='9.5 2'/%3E%3C/svg%3E"
)

_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


@cache
def asset(name: str) -> str:
    """A style or a script as it is put into the page: without indents and without comments."""
    text = (HERE / "assets" / name).read_text(encoding="utf-8")
    if name.endswith(".css"):
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        return re.sub(r"\s*([{}:;,>])\s*", r"\1", re.sub(r"\s+", " ", text)).strip()
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


@cache
def policy() -> str:
    """What our own pages may do: run the one script, wear the one style, speak to this host."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {fingerprint(asset('door.js'))}",
            f"style-src {fingerprint(asset('door.css'))}",
            "img-src data:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def safe_headers() -> dict[str, str]:
    """For every answer of ours. `same-origin`, since `no-referrer` would make browsers hide the
    origin of a form from us as well."""
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy(),
        "Referrer-Policy": "same-origin",
    }


def drawn(template: str, phrases: Phrases, **values: Any) -> str:
    """The text of a page in a language."""
    return _templates.get_template(template).render(
        say=phrases.say,
        phrases=phrases,
        name_of=name_of,
        lang=phrases.language,
        style=asset("door.css"),
        script=asset("door.js"),
        icon=ICON,
        **values,
    )


def page(template: str, phrases: Phrases, status: int = 200, **values: Any) -> HTMLResponse:
    """An answer with a page in it."""
    text = drawn(template, phrases, **values)
    headers = {**safe_headers(), "Content-Language": phrases.language}
    return HTMLResponse(text, status_code=status, headers=headers)
