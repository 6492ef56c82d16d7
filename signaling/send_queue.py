"""The messages waiting to be sent on one socket, in order and bounded. A client that reads too slowly is closed."""

__all__ = ["OUTBOX_BYTES_MAX", "SEND_QUEUE_MAX", "SendQueue", "TooSlow"]

SEND_QUEUE_MAX = 512
OUTBOX_BYTES_MAX = 4 * 1024 * 1024


class TooSlow(Exception):
    """The queue is full."""


class SendQueue:
    """A first-in, first-out queue of texts."""

    def __init__(self) -> None:
        # Usually empty, and there are thousands: an empty list takes a tenth of the memory of an empty deque.
        self._texts: list[str] = []
        self._size = 0

    def put(self, text: str) -> None:
        """Add a text. Raises TooSlow without adding it."""
        if len(self._texts) >= SEND_QUEUE_MAX or self._size + len(text) > OUTBOX_BYTES_MAX:
            raise TooSlow
        self._texts.append(text)
        self._size += len(text)

    def take(self) -> str | None:
        """Take the next text; None if there is none."""
        if not self._texts:
            return None
        text = self._texts.pop(0)
        self._size -= len(text)
        return text

    def drain(self) -> list[str]:
        """Take all texts."""
        texts, self._texts = self._texts, []
        self._size = 0
        return texts
