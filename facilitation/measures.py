"""What this process counts of its own work, for `/metrics`: never whose, never in which words."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import Counter, Histogram, disable_created_metrics

from facilitation.errors import FacilitationError

disable_created_metrics()  # type: ignore[no-untyped-call]

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SUBMISSIONS = Histogram(
    "ronda_submission_seconds",
    "From asking the record to keep an answer until it is durable.",
    ["way"],
    buckets=SECONDS,
)
REFUSALS = Counter(
    "ronda_refusals", "Answers that were not taken, by the phrase that says why.", ["why"]
)
REQUESTS = Histogram(
    "ronda_request_seconds",
    "From a request to the end of its answer, without the event streams.",
    ["what"],
    buckets=SECONDS,
)
FAILURES = Counter("ronda_failures", "Answers with a status of 500 and above.", ["what"])


@contextmanager
def submission(way: str) -> Iterator[None]:
    """Time an answer that came by one of the ways in; count it as refused where it was."""
    try:
        with SUBMISSIONS.labels(way).time():
            yield
    except FacilitationError as problem:
        REFUSALS.labels(problem.phrase).inc()
        raise
