"""``python -m practice``: simulated people, until standard input is closed.

Whoever starts it writes one line of JSON, ``{"links": ["http://…/join#…"], "language": "en"}``, and keeps the pipe open:
when that process ends, however it ends, the pipe is closed, and the people are gone. Links are secrets, so they are no
arguments, which other users of the machine could read.
"""

import asyncio
import json
import logging
import signal
import sys
from contextlib import suppress
from random import Random

from practice.evening import run_evening

__all__ = ["main"]


async def _run() -> None:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    wanted = json.loads(await reader.readline())
    async with asyncio.TaskGroup() as tasks:
        evening = tasks.create_task(
            run_evening(wanted["links"], wanted["language"], Random()), name="practice:evening"
        )
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, reader.feed_eof)
        await reader.read()
        evening.cancel()


def main() -> None:
    """Run until the pipe is closed, or somebody presses Ctrl-C."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    with suppress(KeyboardInterrupt):
        asyncio.run(_run())


if __name__ == "__main__":
    main()
