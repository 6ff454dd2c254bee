"""The names of the cookies that browsers keep: one for each session and role.

A browser may hold several roles and sessions at once. The values are `access.role_token` and
`access.participant_token`; our own routes set them, the screens read them.
"""

from facilitation.model import Role, Session


def role_cookie(session: Session, role: Role) -> str:
    """The cookie that holds a staff role in a session."""
    return f"ronda-{session.code}-{role}"


def participant_cookie(session: Session) -> str:
    """The cookie that says who a participant is in a session."""
    return role_cookie(session, Role.PARTICIPANT)
