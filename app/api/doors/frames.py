"""Counts websocket frames as their bytes arrive, before they are parsed (RFC 6455 section 5.2). Pure."""

__all__ = ["FrameCounter"]

_MASKED = 0x80
_LENGTH = 0x7F
_TWO_BYTES, _EIGHT_BYTES = 126, 127


class FrameCounter:
    """Follows one direction of one connection from its first frame."""

    __slots__ = ("_head", "_skip")

    def __init__(self) -> None:
        self._head = b""
        """The start of a frame whose header is incomplete."""
        self._skip = 0
        """Bytes of the current frame that are still to come."""

    def count(self, data: bytes) -> int:
        """Return how many frames of any kind begin in these bytes; a header counts where it ends."""
        if self._head:
            data, self._head = self._head + data, b""
        at, frames, end = self._skip, 0, len(data)
        while at < end:
            size = _frame_bytes(data, at)
            if not size:
                self._head, self._skip = data[at:], 0
                return frames
            at += size
            frames += 1
        self._skip = at - end
        return frames


def _frame_bytes(data: bytes, at: int) -> int:
    """Return the length of the frame that begins here, header included; 0 if the header is incomplete."""
    have = len(data) - at
    if have < 2:
        return 0
    second = data[at + 1]
    header = 6 if second & _MASKED else 2
    length = second & _LENGTH
    if length < _TWO_BYTES:
        return header + length
    wide = 2 if length == _TWO_BYTES else 8
    if have < 2 + wide:
        return 0
    return header + wide + int.from_bytes(data[at + 2 : at + 2 + wide], "big")
