"""What one process works with: its settings, its store and its keys, put together in one place."""

from dataclasses import dataclass
from functools import cache

from facilitation import plans, sessions
from facilitation.access import Keys
from facilitation.model import Session
from facilitation.settings import Settings
from facilitation.store import Store


@dataclass(frozen=True, slots=True)
class Installation:
    settings: Settings
    store: Store
    keys: Keys

    @classmethod
    def of(cls, settings: Settings) -> "Installation":
        """Open the database; the schema is brought up to date."""
        return cls(settings, Store.open(settings.database), Keys(settings.secret))

    def default_session(self) -> Session:
        """The session this installation starts with, prepared at the first start."""
        return sessions.default_session(self.store, plans.read_plan(self.settings.default_session))


@cache
def installed() -> Installation:
    """The installation of this process, as its environment describes it."""
    return Installation.of(Settings.read())
