"""How the whole record stands, in a few numbers: for whoever watches the installation."""

from dataclasses import dataclass
from datetime import datetime

from facilitation.model import JobState, SessionState
from facilitation.store import rows
from facilitation.store.reads import Reads


@dataclass(frozen=True, slots=True)
class Standing:
    """Of every session together."""

    sessions: dict[SessionState, int]
    contributions: int  # that were ever given a number
    jobs: dict[JobState, int]  # without those that are done
    oldest_job: datetime | None  # since when the job that waits longest is due


class StandingReads(Reads):
    """The part of the record's reading that an operator asks for."""

    def standing(self) -> Standing:
        sessions = self._engine.read(
            "SELECT state, COUNT(*) AS n, SUM(last_number) AS given FROM session GROUP BY state"
        )
        jobs = self._engine.read(
            """SELECT state, COUNT(*) AS n, MIN(not_before) AS since FROM job
               WHERE state IN ('pending', 'running', 'failed') GROUP BY state"""
        )
        waiting = [row["since"] for row in jobs if row["state"] == JobState.PENDING]
        return Standing(
            sessions={SessionState(row["state"]): row["n"] for row in sessions},
            contributions=sum(int(row["given"]) for row in sessions),
            jobs={JobState(row["state"]): row["n"] for row in jobs},
            oldest_job=rows.to_time(waiting[0]) if waiting else None,
        )

    def connections(self) -> dict[str, int]:
        """Of the pool of a database server: how many there are, free, and waited for."""
        return self._engine.connections()

    def is_writable(self) -> bool:
        """Whether changes are taken. A full disk is read as ever, and only writing tells of it."""
        return self._engine.is_writable()
