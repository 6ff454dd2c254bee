"""The queue of work done after a submission. It is in the record: a crash loses none of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from facilitation.engine import Engine, Row
from facilitation.model import Job, JobState, Trouble

_DUE = """((state = 'pending' AND not_before <= :now)
          OR (state = 'running' AND lease_until < :now))"""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why `n` jobs are not done; `again_at` is when the next is tried, None where they failed."""

    trouble: Trouble
    n: int
    again_at: datetime | None


class Jobs:
    """Leased, never taken out: a worker that dies gives its job back when the lease runs out."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def lease(self, worker: str, now: datetime, seconds: int) -> Job | None:
        """The next job that is due, held by `worker` for so many seconds."""
        if not self._engine.read(f"SELECT 1 FROM job WHERE {_DUE} LIMIT 1", now=now.isoformat()):
            return None  # asked after every change: nobody's answer waits for that
        sql = f"""UPDATE job SET state = 'running', attempts = attempts + 1,
                  lease_until = :until, leased_by = :worker WHERE id = (
                      SELECT id FROM job WHERE {_DUE}
                      ORDER BY not_before, id LIMIT 1 {self._engine.skip_locked})
                  RETURNING *"""
        until = now + timedelta(seconds=seconds)
        params = {"worker": worker, "now": now.isoformat(), "until": until.isoformat()}
        with self._engine.write() as tx:
            leased = list(tx.query(sql, params))
        return _to_job(leased[0]) if leased else None

    def postpone(self, job: Job, until: datetime, trouble: Trouble) -> None:
        """Try again later."""
        self._settle(job, JobState.PENDING, trouble, until.isoformat())

    def fail(self, job: Job, trouble: Trouble) -> None:
        """It will not pass by itself; a person has to look."""
        self._settle(job, JobState.FAILED, trouble)

    def drop(self, job: Job) -> None:
        """There is nothing left to do for it."""
        self._settle(job, JobState.DONE)

    def states(self, session_id: str) -> Mapping[JobState, int]:
        """How many jobs of a session wait, run, are done, have failed."""
        sql = "SELECT state, COUNT(*) AS n FROM job WHERE session_id = :session GROUP BY state"
        found = self._engine.read(sql, session=session_id)
        return {JobState(row["state"]): row["n"] for row in found}

    def obstacles(self, session_id: str) -> list[Obstacle]:
        """What stands in the way of unfinished jobs, of how many; what failed first."""
        sql = """SELECT state, problem, COUNT(*) AS n, MIN(not_before) AS next FROM job
                 WHERE session_id = :session AND state IN ('pending', 'failed')
                 AND problem <> '' GROUP BY state, problem ORDER BY state, n DESC, problem"""
        return [
            Obstacle(
                Trouble(row["problem"]),
                row["n"],
                datetime.fromisoformat(row["next"]) if row["state"] == JobState.PENDING else None,
            )
            for row in self._engine.read(sql, session=session_id)
        ]

    def made_since(self, session_id: str, since: datetime) -> list[tuple[datetime, datetime]]:
        """Of each machine's text made after `since`: when its original was written, and when it
        was made."""
        sql = """SELECT e.written_at, t.made_at FROM translation t
                 JOIN contribution c ON c.id = t.contribution_id
                 JOIN edition e ON e.contribution_id = t.contribution_id AND e.edition = t.edition
                 WHERE c.session_id = :session AND t.is_checked = 0 AND t.made_at > :since"""
        found = self._engine.read(sql, session=session_id, since=since.isoformat())
        moments = ((row["written_at"], row["made_at"]) for row in found)
        return [(datetime.fromisoformat(w), datetime.fromisoformat(m)) for w, m in moments]

    def _settle(self, job: Job, state: JobState, problem: str = "", not_before: str = "") -> None:
        sql = """UPDATE job SET state = :state, problem = :problem, lease_until = NULL,
                 not_before = :not_before WHERE id = :id AND state = 'running'"""
        params = {"id": job.id, "state": state, "problem": problem, "not_before": not_before}
        with self._engine.write() as tx:
            tx.execute(sql, params)


def _to_job(row: Row) -> Job:
    return Job(
        id=row["id"],
        session_id=row["session_id"],
        contribution_id=row["contribution_id"],
        edition=row["edition"],
        target=row["target"],
        attempts=row["attempts"],
    )
