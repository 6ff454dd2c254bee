"""A bare Starlette route."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def answer(request: Request) -> PlainTextResponse:
    await request.body()
    return PlainTextResponse("ready")


app = Starlette(routes=[Route("/", answer, methods=["GET", "POST"])])
