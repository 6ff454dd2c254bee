"""`/metrics`: what this process does and how the record stands, as Prometheus reads it.

Numbers only. Whoever asks is on this machine and came straight, or has the token: how many people
are where is nobody else's business.
"""

import asyncio
import logging
from collections.abc import Iterator, Mapping
from hmac import compare_digest
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from facilitation import backups
from facilitation.installation import Installation
from facilitation.store import now
from facilitation.web.headers import HEADERS_NOT_KEPT
from facilitation.web.live import Live
from facilitation.web.measuring import Measuring

log = logging.getLogger(__name__)
LOOPBACK = ("127.0.0.1", "::1")


def metrics_routes(installation: Installation, live: Live) -> list[Route]:
    registry = CollectorRegistry()
    registry.register(Figures(installation, live))

    async def metrics(request: Request) -> Response:
        if not _may_look(request, installation.settings.metrics_token):
            return Response(status_code=404, headers=HEADERS_NOT_KEPT)
        # Not among the threads of those who wait for a record that hangs.
        told = await asyncio.to_thread(
            lambda: generate_latest(REGISTRY) + generate_latest(registry)
        )
        return Response(told, media_type=CONTENT_TYPE_LATEST, headers=HEADERS_NOT_KEPT)

    return [Route("/metrics", metrics)]


def _may_look(request: Request, token: str) -> bool:
    """With a token set it is needed from everywhere. Else a proxy on this machine must not lend
    its address to the Internet."""
    if token:
        return compare_digest(
            request.headers.get("authorization", "").encode(), f"Bearer {token}".encode()
        )
    is_passed_on = {"x-forwarded-for", "forwarded", "x-real-ip"} & set(request.headers.keys())
    return not is_passed_on and request.client is not None and request.client.host in LOOPBACK


class Figures(Collector):
    """What is looked up at the moment somebody asks."""

    def __init__(self, installation: Installation, live: Live) -> None:
        self._installation = installation
        self._live = live

    def describe(self) -> Iterator[Metric]:
        """Nothing: else registering would ask the record."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        yield _gauge("ronda_page_visits", "Open Streamlit pages.", Measuring.sockets)
        yield _gauge("ronda_participants_here", "People with a screen open.", self._live.people)
        yield _gauges("ronda_streams", "Open event streams.", "topic", self._live.by_topic())
        yield from self._of_backups()
        try:
            yield from [*self._of_record()]
            is_up = self._installation.store.is_writable()
        except Exception as problem:  # whatever the database's driver raises
            log.warning("The record does not answer: %s", type(problem).__name__)
            is_up = False
        yield _gauge("ronda_record_up", "Whether the record answers and takes changes.", is_up)

    def _of_record(self) -> Iterator[Metric]:
        store = self._installation.store
        behind = self._live.behind(store.revisions())
        standing, connections = store.standing(), store.connections()
        since = standing.oldest_job
        waited = max(0.0, (now() - since).total_seconds()) if since else 0.0
        yield _gauge("ronda_revision_lag", "Changes that this process has yet to tell.", behind)
        yield _gauges("ronda_sessions", "Sessions by state.", "state", standing.sessions)
        yield _gauge("ronda_contributions", "Contributions ever received.", standing.contributions)
        yield _gauges("ronda_jobs", "Translations to make.", "state", standing.jobs)
        yield _gauge("ronda_job_wait_seconds", "How long the first of them has been due.", waited)
        yield _gauges("ronda_database", "The pool of connections.", "connections", connections)

    def _of_backups(self) -> Iterator[Metric]:
        if backups.is_elsewhere(self._installation.settings):
            return
        last = backups.newest(self._installation.settings.backups)
        age = (now() - last.made_at).total_seconds() if last else float("inf")
        yield _gauge("ronda_backup_age_seconds", "Since the last backup that is whole.", age)


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)


def _gauges(name: str, told: str, label: str, values: Mapping[Any, int]) -> Metric:
    family = GaugeMetricFamily(name, told, labels=[label])
    for of, value in values.items():
        family.add_metric([str(of)], value)
    return family
