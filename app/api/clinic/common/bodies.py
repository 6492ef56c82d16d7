"""Bodies are bounded before they are read: an ASGI wrapper around the programme's requests."""

from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import Problem, problem_response

__all__ = ["BODY_MAX_BYTES", "BoundedBodies"]

BODY_MAX_BYTES: Final = 12 * 1024
"""Forms are read before it is known who sends them: with their headers they fit into what a stranger may send."""
_DIGITS: Final = 16


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
        if not _is_announced_within(scope, most):
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

        async def send_unless_refused(message: Message) -> None:
            nonlocal begun
            # Frameworks answer for whatever goes wrong while they read; the answer here is ours.
            if counted <= most or begun:
                begun = True
                await send(message)

        with suppress(_TooLarge):
            await self._app(scope, receive_bounded, send_unless_refused)
        if counted > most and not begun:
            await _refuse(scope, receive, send)


def _is_announced_within(scope: Scope, most: int) -> bool:
    announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return announced.isdigit() and len(announced) < _DIGITS and int(announced) <= most


class _TooLarge(Exception):
    """More came than was announced or is allowed."""


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    problem = Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "request.too_large")
    await problem_response(problem)(scope, receive, send)
