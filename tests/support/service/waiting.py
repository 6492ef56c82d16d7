"""Waits for another process, with a timeout that reports what did not happen."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

__all__ = ["PATIENCE_S", "until"]

PATIENCE_S = 30.0
_PAUSE_S = 0.1

Found = TypeVar("Found")


async def until(
    look: Callable[[], Awaitable[Found | None]], what: str, patience_s: float = PATIENCE_S
) -> Found:
    """Poll until the result is true, and return it.

    Raises:
        AssertionError: It did not become true in time; reports the last result.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience_s
    while True:
        seen = await look()
        if seen:
            return seen
        if loop.time() > deadline:
            raise AssertionError(f"waited {patience_s:.0f} s in vain: {what} (last seen: {seen!r})")
        await asyncio.sleep(_PAUSE_S)
