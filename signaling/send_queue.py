"""What is still to be sent on one socket, in order and bounded. A reader that is too slow is cut off."""

__all__ = ["OUTBOX_BYTES_MAX", "SEND_QUEUE_MAX", "SendQueue", "TooSlow"]

SEND_QUEUE_MAX = 512
OUTBOX_BYTES_MAX = 4 * 1024 * 1024


class TooSlow(Exception):
    """More waits than may wait."""


class SendQueue:
    """The texts to send, first come first served."""

    def __init__(self) -> None:
        # Mostly empty, and thousands of them: an empty list is a tenth of an empty deque.
        self._texts: list[str] = []
        self._size = 0

    def put(self, text: str) -> None:
        """Add a text. Raises TooSlow, and then it was not added."""
        if len(self._texts) >= SEND_QUEUE_MAX or self._size + len(text) > OUTBOX_BYTES_MAX:
            raise TooSlow
        self._texts.append(text)
        self._size += len(text)

    def take(self) -> str | None:
        """Take the next text; None when there is none."""
        if not self._texts:
            return None
        text = self._texts.pop(0)
        self._size -= len(text)
        return text

    def drain(self) -> list[str]:
        """Take everything that waits."""
        texts, self._texts = self._texts, []
        self._size = 0
        return texts
