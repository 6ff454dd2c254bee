"""A disk that is full, as the server sees it, without the rights to make one.

No file of the process may grow past so many bytes (RLIMIT_FSIZE, set from outside while it runs):
the kernel refuses what would, as it does where no space is left, and a write is cut in the middle.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import httpx
import psutil

from facilitation.model import Session
from facilitation.phrases import in_language
from tests.doors import Page, spaced
from tests.servers import Server, wait_until

ROOM = 4000  # bytes: less than the log takes for the smallest change
READER = "fr"


@contextmanager
def full_disk(server: Server) -> Iterator[None]:
    """Nothing can be written; afterwards there is room again."""
    process = psutil.Process(server.pid)
    before = process.rlimit(psutil.RLIMIT_FSIZE)
    process.rlimit(psutil.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield
    finally:
        process.rlimit(psutil.RLIMIT_FSIZE, before)


def unclear(server: Server, session: Session) -> list[str]:
    """Meanwhile: what somebody who writes, or who watches the server, is not told."""
    door = f"{server.url}/j/{session.code}"
    headers = {"Accept-Language": READER}
    with httpx.Client(trust_env=False, timeout=30, headers=headers) as phone:
        form = {**Page(phone.get(door).text).forms["join"], "actor": session.plan.actors[0].id}
        answer = phone.post(f"{door}/join", data=form)
    sentence = in_language(READER).say("error.no_record")
    found = {
        f"answered {answer.status_code}, not 503": answer.status_code != 503,
        "the page does not say why": spaced(sentence) not in Page(answer.text).text,
        "said that it is ready": is_ready(server),
    }
    return [what for what, is_so in found.items() if is_so]


def not_whole(server: Server) -> list[str]:
    """Afterwards: what is not as it was before, without a hand."""
    try:
        wait_until(lambda: is_ready(server))
    except TimeoutError:
        return ["did not say that it is ready again"]
    with closing(sqlite3.connect(server.database)) as record:
        told = [row[0] for row in record.execute("PRAGMA integrity_check")]
    return [] if told == ["ok"] else [f"the database is damaged: {told[:3]}"]


def is_ready(server: Server) -> bool:
    return server.asked("/healthz").is_success
