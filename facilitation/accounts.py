"""The organiser by an account of their organisation (OpenID Connect), where an operator set it up.

Streamlit speaks with the provider and keeps a signed cookie of its own. What is decided here is
whether that account is on the operator's list; and how the page, which cannot set a cookie, tells
our route that it is: by a ticket that is good for a few minutes, and only in that browser.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from facilitation.access import Keys

ACCOUNT_COOKIE = "_streamlit_user"  # Streamlit's, set when the provider sent somebody back
FRESH = timedelta(hours=12)  # Streamlit keeps it 30 days; an account closed meanwhile opens nothing
TICKET = timedelta(minutes=10)


class Standing(StrEnum):
    """What an account is here."""

    NOBODY = "nobody"  # not signed in, or too long ago
    STRANGER = "stranger"  # signed in, and not on the list
    ORGANISER = "organiser"


def standing(organisers: Collection[str], claims: Mapping[str, object], now: datetime) -> Standing:
    """What the provider says of somebody, held against the list of e-mail addresses.

    `claims` are those of the ID token (OpenID Connect Core 1.0, 2 and 5.1). An address that the
    provider says it has not verified is nobody's; when it signed the token (`iat`) must be recent.
    """
    signed = claims.get("iat")
    if not claims.get("is_logged_in") or not isinstance(signed, int | float):
        return Standing.NOBODY
    if now.timestamp() - signed > FRESH.total_seconds():
        return Standing.NOBODY
    is_theirs = claims.get("email_verified", True) in (True, "true")
    address = str(claims.get("email") or "").strip().casefold()
    is_listed = is_theirs and address in organisers
    return Standing.ORGANISER if is_listed else Standing.STRANGER


def ticket(keys: Keys, cookie: str, now: datetime) -> str:
    """What the page hands to the browser of an organiser, for our route to open a session with."""
    return keys.sign("account", _print(cookie), int((now + TICKET).timestamp()))


def is_good(keys: Keys, held: str, cookie: str, now: datetime) -> bool:
    """Whether a ticket is ours, of this browser, and not too old."""
    match keys.signed(held):
        case ("account", str(whose), int(until)):
            return bool(cookie) and whose == _print(cookie) and now.timestamp() <= until
    return False


def _print(cookie: str) -> str:
    return sha256(cookie.strip('"').encode()).hexdigest()[:32]
