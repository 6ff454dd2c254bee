"""What moved is told: who hears of it, who is let in, and how the streams end."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic

import httpx
import pytest

from facilitation import sessions
from facilitation.access import staff_keys
from facilitation.installation import Installation
from facilitation.model import Role
from facilitation.store import Store
from facilitation.web.live import COALESCE_SECONDS, STREAMS_EACH, Live, Topic
from tests.doors import browser, installation_of, played
from tests.rooms import MODERATOR, Room
from tests.servers import Server, wait_until

PATIENCE = 60  # s: a busy machine is no failure


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = Store.open(str(tmp_path / "ronda.db"))
    room = Room.prepared(store)
    room.step("one")
    yield room
    store.close()


class Screen:
    """An open stream and the revisions it has been told."""

    def __init__(
        self, live: Live, room: Room, topic: Topic, participant_id: str = "", language: str = ""
    ) -> None:
        session = room.now()
        self.heard: list[int] = []
        self.questions: list[str] = []
        revision = session.revision if topic is Topic.FEED else session.stage_revision
        self._stream = live.listen(session.id, topic, revision, participant_id, language)
        self.has_ended = False
        self.task = asyncio.create_task(self._listen(self._stream))

    async def _listen(self, stream: AsyncIterator[str]) -> None:
        async for event in stream:
            told = event.partition("data: ")[2].strip()
            if told.isdecimal():
                self.heard.append(int(told))
            elif told:
                self.questions.append(event)
        self.has_ended = True

    async def hears(self, revision: int) -> None:
        """Wait until it was told of a revision."""
        async with asyncio.timeout(PATIENCE):
            while revision not in self.heard:
                await asyncio.sleep(0.01)


def watched(scene: Callable[[Live], Coroutine[None, None, None]], store: Store) -> None:
    """Play a scene while the record is watched."""

    async def play() -> None:
        live = Live(store)
        watching = asyncio.create_task(live.watch())
        try:
            await scene(live)
        finally:
            live.end()
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching

    played(play())


def test_a_new_question_comes_with_its_event_and_once(room: Room) -> None:
    async def scene(live: Live) -> None:
        door = Screen(live, room, Topic.STAGE, language="es")
        page = Screen(live, room, Topic.QUESTION, language="fr")
        await page.hears(room.now().stage_revision)

        await page.hears(room.step("two").stage_revision)
        revealed = sessions.reveal(room.store, room.now(), "two", MODERATOR, revealed=True)
        await page.hears(revealed.stage_revision)
        await door.hears(revealed.stage_revision)

        assert [told.count("<h1>¿Quién?</h1>") for told in door.questions] == [1]
        (told,) = page.questions
        part, _, said = told.partition("\ndata: ")
        lines = json.loads(said)
        assert part == "id: two"
        assert [line["tone"] for line in lines] == ["quiet", "heading", "standing"]
        assert lines[1] == {"text": "Qui ?", "lang": "fr", "tone": "heading"}

    watched(scene, room.store)


def test_a_stream_begins_with_the_revision_as_it_stands(room: Room) -> None:
    async def scene(live: Live) -> None:
        console, phone = Screen(live, room, Topic.FEED), Screen(live, room, Topic.STAGE)
        room.say(room.join(), "Falta agua")
        await console.hears(room.now().revision)
        assert phone.heard == [2]
        assert console.heard[0] == 2

    watched(scene, room.store)


def test_phones_hear_of_the_stage_only_and_the_console_of_everything(room: Room) -> None:
    async def scene(live: Live) -> None:
        console, phone = Screen(live, room, Topic.FEED), Screen(live, room, Topic.STAGE)
        await phone.hears(2)
        told = await asyncio.to_thread(lambda: room.say(room.join(), "Falta agua"))
        await console.hears(told.revision)
        stepped = await asyncio.to_thread(room.step, "two")
        await phone.hears(stepped.stage_revision)
        await console.hears(stepped.revision)
        assert phone.heard == [2, stepped.stage_revision]

    watched(scene, room.store)


def test_a_screen_hears_of_its_own_session_only(room: Room) -> None:
    other = Room.prepared(room.store)

    async def scene(live: Live) -> None:
        console, elsewhere = Screen(live, room, Topic.FEED), Screen(live, other, Topic.FEED)
        stepped = await asyncio.to_thread(room.step, "two")
        await console.hears(stepped.revision)
        assert set(elsewhere.heard) == {1}

    watched(scene, room.store)


def test_a_change_made_by_another_process_is_heard(room: Room, tmp_path: Path) -> None:
    elsewhere = Room(Store.open(str(tmp_path / "ronda.db")), room.session)

    async def scene(live: Live) -> None:
        phone = Screen(live, room, Topic.STAGE)
        await phone.hears(2)
        stepped = await asyncio.to_thread(elsewhere.step, "two")
        await phone.hears(stepped.stage_revision)

    watched(scene, room.store)
    elsewhere.store.close()


def test_a_burst_is_told_in_few_events_and_the_last_is_never_left_out(room: Room) -> None:
    author = room.join()

    async def scene(live: Live) -> None:
        console = Screen(live, room, Topic.FEED)
        began = monotonic()
        for n in range(40):
            await asyncio.to_thread(room.say, author, f"Falta agua {n}")
        await console.hears(room.now().revision)
        intervals = (monotonic() - began) / COALESCE_SECONDS  # a slow machine takes more of them
        assert len(console.heard) <= 3 + intervals

    watched(scene, room.store)


def test_the_oldest_stream_of_a_participant_gives_way(room: Room) -> None:
    async def scene(live: Live) -> None:
        phones = [Screen(live, room, Topic.STAGE, "7") for _ in range(STREAMS_EACH + 1)]
        await phones[-1].hears(2)
        async with asyncio.timeout(PATIENCE):
            await phones[0].task
        assert [phone.has_ended for phone in phones] == [True] + [False] * STREAMS_EACH
        assert live.streams == STREAMS_EACH

    watched(scene, room.store)


def test_a_screen_that_goes_away_is_forgotten(room: Room) -> None:
    async def scene(live: Live) -> None:
        phone = Screen(live, room, Topic.STAGE, "7")
        await phone.hears(2)
        phone.task.cancel()
        with suppress(asyncio.CancelledError):
            await phone.task
        assert live.streams == 0

    watched(scene, room.store)


def test_ending_ends_every_stream(room: Room) -> None:
    async def scene(live: Live) -> None:
        screens = [Screen(live, room, topic) for topic in Topic for _ in range(20)]
        await screens[-1].hears(2)
        live.end()
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(screen.task for screen in screens))
        assert live.streams == 0

    watched(scene, room.store)


# -- who is let in --------------------------------------------------------------------------------


def let_in(installation: Installation, room: Room, role: Role) -> httpx.Client:
    """A browser that followed the link of a role."""
    http = browser(installation)
    http.follow_redirects = False
    if role is Role.PARTICIPANT:
        http.get(f"/j/{room.session.code}")
    else:
        http.get(f"/k/{staff_keys(room.store, installation.keys, room.session)[role]}")
    return http


@pytest.mark.parametrize("code", ["zzzzzz", "x" * 300])
def test_there_is_no_stream_of_an_unknown_session(room: Room, code: str) -> None:
    http = let_in(installation_of(room.store), room, Role.MODERATOR)

    assert http.get(f"/live/{code}", params={"topic": "feed"}).status_code == 404


def test_there_is_no_other_topic(room: Room) -> None:
    http = let_in(installation_of(room.store), room, Role.MODERATOR)

    assert http.get(f"/live/{room.session.code}", params={"topic": "all"}).status_code == 404


@pytest.mark.parametrize("topic", list(Topic))
def test_nobody_listens_without_a_cookie(room: Room, topic: Topic) -> None:
    http = browser(installation_of(room.store))

    assert http.get(f"/live/{room.session.code}", params={"topic": topic}).status_code == 403


def test_participants_do_not_hear_the_feed(room: Room) -> None:
    http = let_in(installation_of(room.store), room, Role.PARTICIPANT)

    assert http.get(f"/live/{room.session.code}", params={"topic": "feed"}).status_code == 403


def test_a_role_of_another_session_does_not_count(room: Room) -> None:
    other = Room.prepared(room.store)
    http = let_in(installation_of(room.store), other, Role.ORGANISER)

    assert http.get(f"/live/{room.session.code}", params={"topic": "feed"}).status_code == 403


def test_a_revoked_key_ends_what_its_cookie_opened(room: Room) -> None:
    http = let_in(installation_of(room.store), room, Role.MODERATOR)
    with room.store.change(room.session.id) as change:
        change.touch(MODERATOR, "revoke")
        change.set_generation(Role.MODERATOR, 2)

    assert http.get(f"/live/{room.session.code}", params={"topic": "feed"}).status_code == 403


# -- the running server ---------------------------------------------------------------------------


@contextmanager
def streams(server: Server, n: int) -> Iterator[list[str]]:
    """So many event streams held open; yields what each was told first."""
    links = dict(line.split() for line in server.command("links").splitlines()[1:])
    code = links["participant"].rsplit("/", 1)[1]
    limits = httpx.Limits(max_connections=n + 1)
    with httpx.Client(trust_env=False, limits=limits, timeout=PATIENCE) as http:
        http.get(links["moderator"])
        address = f"{server.url}/live/{code}"
        opened = [
            http.send(http.build_request("GET", address, params={"topic": t}), stream=True)
            for t in ["stage", "feed"] * (n // 2)
        ]
        texts = [stream.iter_text() for stream in opened]  # held: one let go closes its stream
        yield [next(text) for text in texts]
        for stream in opened:
            stream.close()


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGTERM, -15), (signal.SIGINT, 0)])
def test_the_server_stops_with_150_streams_open(
    new_server: Callable[..., Server], sign: signal.Signals, code: int
) -> None:
    server = new_server()

    with streams(server, 150) as told:
        ended_with = server.stop(sign)  # for ever, were the streams not ended

    assert len(told) == 150
    assert all(first.startswith("retry: ") for first in told)
    assert ended_with == code


def test_streams_are_not_compressed_and_not_kept(server: Server) -> None:
    gzip = {"Accept-Encoding": "gzip"}
    with httpx.Client(trust_env=False, headers=gzip, timeout=PATIENCE) as http:
        links = dict(line.split() for line in server.command("links").splitlines()[1:])
        http.get(links["moderator"])
        address = f"{server.url}/live/{links['participant'].rsplit('/', 1)[1]}"
        with http.stream("GET", address) as stream:
            headers = stream.headers

    assert headers["Content-Type"].startswith("text/event-stream")
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Accel-Buffering"] == "no"
    assert "Content-Encoding" not in headers


def test_a_healthy_server_says_how_many_sessions_and_streams_it_has(server: Server) -> None:
    wait_until(lambda: server.asked("/healthz").json()["streams"] == 0)  # of the tests before
    with streams(server, 4):
        told = server.asked("/healthz").json()

    assert told == {"ready": True, "sessions": 1, "streams": 4}
    assert server.asked("/healthz/live").json() == {"live": True}


def test_a_step_reaches_an_open_stream(server: Server) -> None:
    store = Store.open(server.database)
    room = Room(store, sessions.find(store, "1.1.1"))
    links = dict(line.split() for line in server.command("links").splitlines()[1:])
    with httpx.Client(trust_env=False, timeout=PATIENCE) as http:
        http.get(links["participant"])
        with http.stream("GET", f"{server.url}/live/{room.session.code}") as stream:
            lines = (line for line in stream.iter_lines() if line.startswith("data: "))
            first = next(lines)
            stepped = room.step("q1")
            told = [next(lines)]
            while not told[-1].removeprefix("data: ").isdecimal():
                told.append(next(lines))
    store.close()

    assert first == "data: 1"
    assert [line.count("<h1>") for line in told][:2] == [0, 1]
    assert told[-1] == f"data: {stepped.stage_revision}"
