"""Waiting for something that another process does: bounded, and it says what did not happen."""

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
    """Look again and again until what is seen is true, and return it.

    Raises:
        AssertionError: It did not come in time; tells what was seen last.
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
