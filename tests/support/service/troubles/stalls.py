"""A stalled event loop, for tests that others are not blamed for it."""

import asyncio

__all__ = ["stall"]


def stall(seconds: float) -> None:
    """Make the running loop this late from now on, as if something had blocked it; its timers expire at once."""
    loop = asyncio.get_running_loop()
    before = loop.time
    # Each test has its own loop, so nothing has to be restored.
    loop.time = lambda: before() + seconds  # type: ignore[method-assign]
