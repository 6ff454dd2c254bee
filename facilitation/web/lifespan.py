"""What happens when a process starts and when it is asked to stop."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from types import FrameType
from typing import Any

from facilitation import languages, themes
from facilitation.backups import keep_backups
from facilitation.installation import Installation
from facilitation.phrases import in_language
from facilitation.privacy import keep_terms
from facilitation.translation.jobs import Engines, Worker
from facilitation.web.live import Live
from facilitation.web.logs import tell_waiting_in_one_line, write_json_lines

HEAVY = ("pandas", "plotly.graph_objects", "babel.dates")  # the screens import them at first use


def living(installation: Installation, live: Live) -> Callable[[Any], Any]:
    """The lifespan of the application: ready before the first visit, gone soon after SIGTERM."""

    @asynccontextmanager
    async def lifespan(_app: Any) -> AsyncIterator[None]:
        await asyncio.to_thread(_prepare, installation)
        tell_waiting_in_one_line()
        if installation.settings.logs_json:
            write_json_lines()
        restore = _end_on_signals(live)
        beside = (
            live.watch(),
            live.note_presence(),
            keep_backups(installation.store, installation.settings),
            keep_terms(installation.store),
        )
        tasks = [asyncio.create_task(work) for work in beside]
        engines = Engines(installation.settings.engines)
        translating = Worker(installation.store, engines.of)
        translating.start()
        try:
            yield
        finally:
            live.end()
            translating.stop()
            engines.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            restore()

    return lifespan


def _prepare(installation: Installation) -> None:
    """Load what the first visit would wait for, then take it out of the garbage collector's way."""
    session = installation.default_session()
    languages.preload(session.plan.languages)
    themes.preload(session)
    for language in session.plan.languages:
        in_language(language)
    for name in HEAVY:
        import_module(name)
    gc.collect()
    gc.freeze()


def _end_on_signals(live: Live) -> Callable[[], None]:
    """End the event streams on the signals that stop the server, which else waits for them.

    The server's own handlers are called after ours. Outside the main thread (tests) signals are
    none of our business.
    """
    loop = asyncio.get_running_loop()
    before: dict[int, Any] = {}

    def end(sign: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(live.end)
        handler = before[sign]
        if callable(handler):
            handler(sign, frame)

    def restore() -> None:
        for sign, handler in before.items():
            signal.signal(sign, handler)

    with suppress(ValueError):
        for sign in (signal.SIGTERM, signal.SIGINT):
            before[sign] = signal.getsignal(sign)
            signal.signal(sign, end)
    return restore
