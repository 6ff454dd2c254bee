"""The one style and the one script of our own pages, put into each page: one request draws it."""

import re
from functools import cache
from pathlib import Path

from facilitation.model import Actor, Plan
from facilitation.palette import GROUP_COLOURS, NO_GROUP
from facilitation.web.headers import fingerprint

ASSETS = Path(__file__).parent / "assets"


@cache
def script() -> str:
    """Without comments and needless blanks, and `let` for `const`, which is longer. What stands in
    quotes is kept; each statement of the source ends with a semicolon or a brace."""
    code = re.sub(r"^\s*//.*$", "", _read("door.js"), flags=re.MULTILINE)
    pieces = re.split(r'("[^"\n]*"|`[^`]*`)', code)
    kept = (p if p[:1] in ('"', "`") else _close(p, "=<>,{}();:?&|+-*[]!") for p in pieces)
    code = re.sub(r"\bconst\b", "let", "".join(kept))
    return re.sub(r"(?<!async)\((\w+)\)=>", r"\1=>", code)


@cache
def style() -> str:
    """Without comments and needless blanks, and with the colours of the groups."""
    by_day = _colour_rules([colour.light for colour in (*GROUP_COLOURS, NO_GROUP)])
    by_night = _colour_rules([colour.dark for colour in (*GROUP_COLOURS, NO_GROUP)])
    written = re.sub(r"/\*.*?\*/", "", _read("door.css"), flags=re.DOTALL)
    night = f"@media (prefers-color-scheme:dark){{{by_night}}}"
    return _close(written, "{}:;,>").strip() + by_day + night


def colour_class(plan: Plan, actor: Actor) -> str:
    """The class that gives an actor the colour of its group."""
    colours = {group.id: group.colour % len(GROUP_COLOURS) for group in plan.groups}
    return f"g{colours.get(actor.group or '', len(GROUP_COLOURS))}"


@cache
def policy() -> str:
    """What our own pages may do: run the one script, wear the one style, speak to this host."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {fingerprint(script())}",
            f"style-src {fingerprint(style())}",
            "img-src data:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _read(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def _close(code: str, signs: str) -> str:
    """Code without the blanks around its signs."""
    code = re.sub(rf"\s*([{re.escape(signs)}])\s*", r"\1", re.sub(r"\s+", " ", code))
    return code.replace(";}", "}")


def _colour_rules(colours: list[str]) -> str:
    return "".join(f".g{n}{{--group:{colour}}}" for n, colour in enumerate(colours))
