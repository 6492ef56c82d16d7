"""What is still to be sent on one socket, in order and bounded. A reader that is too slow is cut off."""

import asyncio
from collections import deque

__all__ = ["OUTBOX_BYTES_MAX", "OUTBOX_MAX", "Outbox", "TooSlow"]

OUTBOX_MAX = 512
OUTBOX_BYTES_MAX = 4 * 1024 * 1024


class TooSlow(Exception):
    """More waits than may wait."""


class Outbox:
    """The texts to send, first come first served."""

    def __init__(self) -> None:
        self._texts: deque[str] = deque()
        self._size = 0
        self._filled = asyncio.Event()

    def put(self, text: str) -> None:
        """Add a text. Raises TooSlow, and then it was not added."""
        if len(self._texts) >= OUTBOX_MAX or self._size + len(text) > OUTBOX_BYTES_MAX:
            raise TooSlow
        self._texts.append(text)
        self._size += len(text)
        self._filled.set()

    async def get(self) -> str:
        """Wait for the next text and take it."""
        while not self._texts:
            self._filled.clear()
            await self._filled.wait()
        text = self._texts.popleft()
        self._size -= len(text)
        return text

    def drain(self) -> list[str]:
        """Take everything that waits."""
        texts = list(self._texts)
        self._texts.clear()
        self._size = 0
        return texts
