"""The fields of a form, however large or broken it is."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

LARGEST_FORM = 4_000_000  # bytes: a book pasted by mistake still comes back in its box
MOST_FIELDS = 20

Form = Mapping[str, str]


async def form_of(request: Request) -> Form:
    """The fields of a form. One that is too large reads as empty, and is then refused."""
    chunks, size = [], 0
    async for chunk in request.stream():  # read to its end, or the browser sees no answer
        size += len(chunk)
        if size <= LARGEST_FORM:
            chunks.append(chunk)
    if size > LARGEST_FORM:
        return {}
    body = b"".join(chunks).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}
