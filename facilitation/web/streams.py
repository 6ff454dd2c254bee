"""`/live/<code>`: the event stream of a session, for those whom its cookies let in."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from facilitation.access import STAFF
from facilitation.cookies import is_let_in, participant_let_in
from facilitation.errors import NotFound
from facilitation.installation import Installation
from facilitation.model import Session
from facilitation.web.live import Live, Topic
from facilitation.web.visits import language_of, session_at, spoken_in

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def stream_routes(installation: Installation, live: Live) -> list[Route]:
    def admit(request: Request, topic: Topic) -> tuple[Session, str] | None:
        """The session, and the participant where it is not staff; None: not let in."""
        session = session_at(installation, request)
        cookies, keys = request.cookies, installation.keys
        if any(is_let_in(installation.store, keys, cookies, session, role) for role in STAFF):
            return session, ""
        carried = request.query_params.get("p", "")
        participant_id = participant_let_in(keys, cookies, session, carried)
        if topic is Topic.FEED or participant_id is None:
            return None
        return session, participant_id

    async def events(request: Request) -> Response:
        asked = request.query_params.get("topic", Topic.STAGE)
        if asked not in set(Topic):
            return Response(status_code=404)
        topic = Topic(asked)
        try:
            admitted = await run_in_threadpool(admit, request, topic)
        except NotFound:
            return Response(status_code=404)
        if admitted is None:
            return Response(status_code=403)
        session, participant_id = admitted
        revision = session.revision if topic is Topic.FEED else session.stage_revision
        language = "" if topic is Topic.FEED else language_of(request, spoken_in(session))
        return StreamingResponse(
            live.listen(session.id, topic, revision, participant_id, language),
            media_type="text/event-stream",
            headers=HEADERS,
        )

    return [Route("/live/{code}", events)]
