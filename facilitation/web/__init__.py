"""Our own routes, beside Streamlit's: the door, the staff links, the event streams, health."""

from collections.abc import Callable
from typing import Any

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from facilitation.errors import Unreachable
from facilitation.installation import Installation
from facilitation.web.answers import no_record
from facilitation.web.compression import KeptCompressed
from facilitation.web.door import Door
from facilitation.web.headers import SafeHeaders
from facilitation.web.health import health_routes
from facilitation.web.lifespan import living
from facilitation.web.live import Live
from facilitation.web.measuring import Measuring
from facilitation.web.metrics import metrics_routes
from facilitation.web.organisers import OrganisersDoor
from facilitation.web.staff import staff_routes
from facilitation.web.streams import stream_routes


class Web:
    """What the application adds to Streamlit, on one installation."""

    def __init__(self, installation: Installation) -> None:
        live = Live(installation.store)
        self.routes: list[BaseRoute] = [
            *Door(installation).routes(),
            *staff_routes(installation),
            *OrganisersDoor(installation).routes(),
            *stream_routes(installation, live),
            *health_routes(installation, live),
            *metrics_routes(installation, live),
        ]
        self.middleware: list[Middleware] = [
            Middleware(Measuring),
            Middleware(SafeHeaders, is_https=installation.settings.is_https),
            Middleware(KeptCompressed),
        ]
        self.exception_handlers: dict[Any, Callable[..., Any]] = {Unreachable: no_record}
        self.lifespan: Callable[[Any], Any] = living(installation, live)
