"""`/healthz` says whether this process can serve; `/healthz/live` only that it runs."""

import logging

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from facilitation.installation import Installation
from facilitation.web.headers import HEADERS_NOT_KEPT as HEADERS
from facilitation.web.live import Live

log = logging.getLogger(__name__)


def health_routes(installation: Installation, live: Live) -> list[Route]:
    def ready(request: Request) -> Response:
        if live.has_ended:  # a proxy sends newcomers to the other processes
            return JSONResponse({"ready": False}, status_code=503, headers=HEADERS)
        try:
            sessions = len(installation.store.revisions())
            is_ready = installation.store.is_writable()
        except Exception as problem:  # whatever the database's driver raises
            log.warning("The record does not answer: %s", type(problem).__name__)
            return JSONResponse({"ready": False}, status_code=503, headers=HEADERS)
        told = {"ready": is_ready, "sessions": sessions, "streams": live.streams}
        return JSONResponse(told, status_code=200 if is_ready else 503, headers=HEADERS)

    async def alive(request: Request) -> Response:
        return JSONResponse({"live": True}, headers=HEADERS)

    return [
        Route("/healthz", ready),
        Route("/healthz/ready", ready),
        Route("/healthz/live", alive),
    ]
