"""The description as it is served: made once, when somebody first asks, beside the event loop, and kept as bytes.

It takes a second of work, which no request may spend in the loop that live rooms run on; nor is it spent at a start,
when everybody comes back at once. Whoever asks meanwhile waits for the same work.
"""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

__all__ = ["ServedDocument"]


class ServedDocument:
    """Answers requests for the description.

    Args:
        make: Makes it.
    """

    def __init__(self, make: Callable[[], dict[str, Any]]) -> None:
        self._make = make
        self._making = asyncio.Lock()
        self._text: bytes | None = None

    async def answer(self, _request: Request) -> Response:
        """Answer one request."""
        async with self._making:
            if self._text is None:
                # A thread that has begun is waited for, whoever goes away meanwhile.
                self._text = await run_in_threadpool(self._write)
        return Response(self._text, media_type="application/json")

    def _write(self) -> bytes:
        return json.dumps(self._make(), ensure_ascii=False, separators=(",", ":")).encode()
