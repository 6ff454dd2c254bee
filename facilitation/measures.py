"""What this process counts of its own work, for `/metrics`: never whose, never in which words.

What is known beforehand stands at 0 from the start: a rate over a series that begins with its first
event does not see that event.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import Counter, Histogram, disable_created_metrics

from facilitation.errors import FacilitationError
from facilitation.lifecycles import Source

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

WAYS = (Source.DOOR, Source.PAGE)  # by which answers are submitted
WHYS = (  # an answer may be refused; any other is counted from its first
    "error.bad_key",
    "error.blocked",
    "error.choose_language",
    "error.empty",
    "error.intake_closed",
    "error.key_taken",
    "error.moved_on",
    "error.no_record",
    "error.not_allowed",
    "error.not_found",
    "error.not_revisable",
    "error.session_closed",
    "error.too_long",
)
for _way in WAYS:
    SUBMISSIONS.labels(_way.value)
for _why in WHYS:
    REFUSALS.labels(_why)


@contextmanager
def submission(way: str) -> Iterator[None]:
    """Time an answer that came by one of the ways in; count it as refused where it was."""
    try:
        with SUBMISSIONS.labels(way).time():
            yield
    except FacilitationError as problem:
        REFUSALS.labels(problem.phrase).inc()
        raise
