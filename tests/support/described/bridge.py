"""The service of a test as Schemathesis can call it: from a thread of its own, whose event loop is another one."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Bridge"]


class Bridge:
    """Serves each request on the loop of the service.

    Args:
        app: The service.
        secret: What the caller's cookie holds in all requests; empty for a stranger.
        sign_in_again: Signs the caller in and returns the new secret; called when a request has signed them out.
    """

    def __init__(self, app: ASGIApp, secret: str, sign_in_again: Callable[[], Awaitable[str]]) -> None:
        self._app = app
        self._given = f"attune={secret}".encode() if secret else None
        self._valid = self._given or b""
        self._sign_in_again = sign_in_again
        self._loop = asyncio.get_running_loop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            raise RuntimeError("the test runs what has to run")
        asked = [await receive()]
        while asked[-1].get("more_body"):
            asked.append(await receive())
        answer = asyncio.run_coroutine_threadsafe(self._serve(scope, asked), self._loop)
        for message in await asyncio.wrap_future(answer):
            await send(message)

    async def _serve(self, scope: Scope, asked: list[Message]) -> list[Message]:
        answered = await self._ask(scope, asked)
        if answered[0]["status"] == HTTPStatus.UNAUTHORIZED and self._is_callers(scope):
            self._valid = f"attune={await self._sign_in_again()}".encode()
            answered = await self._ask(scope, asked)
        return answered

    def _is_callers(self, scope: Scope) -> bool:
        return self._given is not None and any(
            name == b"cookie" and self._given in value for name, value in scope["headers"]
        )

    async def _ask(self, scope: Scope, asked: list[Message]) -> list[Message]:
        waiting = iter(asked)
        answered = list[Message]()

        async def receive() -> Message:
            return next(waiting, {"type": "http.disconnect"})

        async def send(message: Message) -> None:
            answered.append(message)

        headers = scope["headers"]
        if self._given is not None:
            headers = [(name, value.replace(self._given, self._valid)) for name, value in headers]
        await self._app({**scope, "headers": headers}, receive, send)
        return answered
