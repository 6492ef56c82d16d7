"""An event loop that had no time: for tests of what is blamed on others meanwhile."""

import asyncio

__all__ = ["stall"]


def stall(seconds: float) -> None:
    """Let the running loop be this late from now on, as if something had kept it busy; its timers run out at once."""
    loop = asyncio.get_running_loop()
    before = loop.time
    # Each test has a loop of its own, so nothing has to be put back.
    loop.time = lambda: before() + seconds  # type: ignore[method-assign]
