"""`/healthz` says whether this process can serve; `/healthz/live` only that it runs."""

import asyncio
import logging

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from facilitation.installation import Installation
from facilitation.store import Store
from facilitation.web.headers import HEADERS_NOT_KEPT as HEADERS
from facilitation.web.live import Live

log = logging.getLogger(__name__)
PATIENCE = 5.0  # seconds; a database that hangs is one that does not answer


def _sessions(store: Store) -> int | None:
    """How many sessions the record holds; None while it does not answer or takes no changes."""
    try:
        sessions = len(store.revisions())
        return sessions if store.is_writable() else None
    except Exception as problem:  # whatever the database's driver raises
        log.warning("The record does not answer: %s", type(problem).__name__)
        return None


def health_routes(installation: Installation, live: Live) -> list[Route]:
    asking: asyncio.Task[int | None] | None = None

    async def ready(request: Request) -> Response:
        nonlocal asking
        if live.has_ended:  # a proxy sends newcomers to the other processes
            return JSONResponse({"ready": False}, status_code=503, headers=HEADERS)
        if asking is None or asking.done():  # of a database that hangs nobody asks twice
            asking = asyncio.create_task(asyncio.to_thread(_sessions, installation.store))
        done, _ = await asyncio.wait({asking}, timeout=PATIENCE)
        sessions = asking.result() if done else None
        if sessions is None:
            return JSONResponse({"ready": False}, status_code=503, headers=HEADERS)
        told = {"ready": True, "sessions": sessions, "streams": live.streams}
        return JSONResponse(told, headers=HEADERS)

    async def alive(request: Request) -> Response:
        return JSONResponse({"live": True}, headers=HEADERS)

    return [
        Route("/healthz", ready),
        Route("/healthz/ready", ready),
        Route("/healthz/live", alive),
    ]
