"""The organiser's passcode: another way in than the secret link, where the operator sets one.

Only its argon2id hash is kept (RFC 9106, the profile for little memory: about 0.2 s and 64 MiB for
each try). That is why its length and the tries at the same moment are bounded: a flood of tries
must not take the room's processor.
"""

from threading import BoundedSemaphore

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError

from facilitation.errors import Refused, TooFast

SHORTEST, LONGEST = 10, 128  # characters
AT_ONCE = 2

_hasher = PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)
_trying = BoundedSemaphore(AT_ONCE)


def hashed(passcode: str) -> str:
    """What the operator sets as RONDA_PASSCODE. Raises Refused for one that is too short."""
    if not SHORTEST <= len(passcode) <= LONGEST:
        raise Refused("error.passcode_length", least=SHORTEST, most=LONGEST)
    return _hasher.hash(passcode)


def is_right(passcode: str, kept: str) -> bool:
    """Whether a passcode is the one whose hash is kept. Raises TooFast while others are tried."""
    if not kept or not passcode or len(passcode) > LONGEST:
        return False
    if not _trying.acquire(blocking=False):
        raise TooFast(seconds=1)
    try:
        return _hasher.verify(kept, passcode)
    except (VerificationError, InvalidHashError):
        return False
    finally:
        _trying.release()
