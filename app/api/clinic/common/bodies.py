"""Bodies are bounded before they are read: an ASGI wrapper around the programme's requests."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import Problem, problem_response

__all__ = ["BODY_MAX_BYTES", "BoundedBodies"]

BODY_MAX_BYTES: Final = 64 * 1024


class BoundedBodies:
    """Refuses requests with longer bodies, whether they announce their length or not.

    Args:
        app: The application.
        larger: Paths that may have larger bodies, with their bounds in bytes.
    """

    def __init__(self, app: ASGIApp, larger: Mapping[str, int]) -> None:
        self._app = app
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._larger.get(scope["path"], BODY_MAX_BYTES)
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if int(announced) > most:
            await _refuse(scope, receive, send)
            return
        counted = 0
        begun = False

        async def receive_bounded() -> Message:
            nonlocal counted
            message = await receive()
            counted += len(message.get("body", b""))
            if counted > most:
                raise _TooLarge
            return message

        async def note_begin(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive_bounded, note_begin)
        except _TooLarge:
            if not begun:
                await _refuse(scope, receive, send)


class _TooLarge(Exception):
    """More came than was announced or is allowed."""


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    problem = Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "request.too_large")
    await problem_response(problem)(scope, receive, send)
