"""The addresses of a session: the participants' door, and one secret link for each staff role."""

import io

import segno

from facilitation.access import participant_token, staff_keys
from facilitation.installation import Installation
from facilitation.model import Role, Session


def links(installation: Installation, session: Session) -> dict[Role, str]:
    """The link of every role, as they are good now. All but the participants' are secrets."""
    keys = staff_keys(installation.store, installation.keys, session)
    base = installation.settings.public_url
    return {
        **{role: f"{base}/k/{key}" for role, key in keys.items()},
        Role.PARTICIPANT: door(installation, session),
    }


def door(installation: Installation, session: Session) -> str:
    """Where participants enter; the QR code holds it."""
    return f"{installation.settings.public_url}/j/{session.code}"


def personal(installation: Installation, session: Session, participant_id: str) -> str:
    """The door for one registered person, with what they registered filled in. It lets whoever
    holds it join in their name, once."""
    token = participant_token(installation.keys, session, participant_id)
    return f"{door(installation, session)}?p={token}"


def qr(address: str) -> str:
    """An address as a QR code: SVG, one unit for each module, with its quiet zone."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=4, xmldecl=False, svgns=True, nl=False, omitsize=True
    )
    return drawn.getvalue().decode()
