"""The VP8 payload descriptor: where a key frame starts, and continuous picture ids (RFC 7741 §4.2)."""

from dataclasses import dataclass

__all__ = ["PictureContinuity", "Vp8Descriptor", "parse_descriptor"]

_WIDE = 0x7FFF
_NARROW = 0x7F


@dataclass(slots=True)
class Vp8Descriptor:
    """The fields of a descriptor the relay needs; offsets count from the start of the payload.

    Attributes:
        key_start: this packet starts a key frame.
        picture_at, picture: offset and value of the picture id; offset -1 when absent.
        wide: the picture id has 15 bits, otherwise 7.
        tl0_at, tl0: offset and value of TL0PICIDX; offset -1 when absent.
    """

    key_start: bool
    picture_at: int = -1
    picture: int = 0
    wide: bool = False
    tl0_at: int = -1
    tl0: int = 0


def parse_descriptor(tail: bytes, at: int, size: int) -> Vp8Descriptor | None:
    """Parse the descriptor of the payload `tail[at:at + size]`; None when it is empty or truncated."""
    if size < 2:
        return None
    end = at + size
    first, position = tail[at], at + 1
    result = Vp8Descriptor(key_start=False)
    if first & 0x80:
        flags, position = tail[position], position + 1
        if flags & 0x80:
            if position + 2 > end:
                return None
            result.picture_at = position - at
            result.wide = bool(tail[position] & 0x80)
            if result.wide:
                result.picture = (tail[position] & 0x7F) << 8 | tail[position + 1]
                position += 2
            else:
                result.picture = tail[position]
                position += 1
        if flags & 0x40:
            if position >= end:
                return None
            result.tl0_at = position - at
            result.tl0 = tail[position]
            position += 1
        if flags & 0x30:
            position += 1
    if position >= end:
        return None
    # Start of the first partition (S set, partition index 0) and the inverse key frame flag clear.
    result.key_start = first & 0x17 == 0x10 and not tail[position] & 0x01
    return result


@dataclass(slots=True)
class PictureContinuity:
    """Keeps picture id and TL0PICIDX of one slot continuous when the slot's source changes.

    The first source passes unchanged (both deltas are 0, so the receivers share one tail); every later run is shifted so
    that its key frame follows the last frame sent.
    """

    _picture_delta: int = 0
    _tl0_delta: int = 0
    _last_picture: int | None = None
    _last_tl0: int | None = None

    def copy(self) -> "PictureContinuity":
        """The same numbering, to be continued elsewhere."""
        return PictureContinuity(self._picture_delta, self._tl0_delta, self._last_picture, self._last_tl0)

    @property
    def deltas(self) -> tuple[int, int]:
        """The offsets of picture id and TL0PICIDX: receivers with equal ones share a rewritten tail."""
        return self._picture_delta, self._tl0_delta

    def start(self, descriptor: Vp8Descriptor) -> None:
        """Start a new run with the frame of `descriptor`."""
        if self._last_picture is not None and descriptor.picture_at >= 0:
            self._picture_delta = (self._last_picture + 1 - descriptor.picture) & _WIDE
        if self._last_tl0 is not None and descriptor.tl0_at >= 0:
            self._tl0_delta = (self._last_tl0 + 1 - descriptor.tl0) & 0xFF

    def note(self, descriptor: Vp8Descriptor) -> None:
        """Note that the frame of `descriptor` was sent and is the newest."""
        if descriptor.picture_at >= 0:
            self._last_picture = (descriptor.picture + self._picture_delta) & _WIDE
        if descriptor.tl0_at >= 0:
            self._last_tl0 = (descriptor.tl0 + self._tl0_delta) & 0xFF

    def rewrite(self, tail: bytes, at: int, descriptor: Vp8Descriptor) -> bytes:
        """The tail with this slot's numbers; the same object when nothing changes."""
        if not self._picture_delta and not self._tl0_delta:
            return tail
        changed = bytearray(tail)
        if descriptor.picture_at >= 0:
            position = at + descriptor.picture_at
            picture = descriptor.picture + self._picture_delta
            if descriptor.wide:
                changed[position] = 0x80 | (picture >> 8 & 0x7F)
                changed[position + 1] = picture & 0xFF
            else:
                changed[position] = picture & _NARROW
        if descriptor.tl0_at >= 0:
            changed[at + descriptor.tl0_at] = (descriptor.tl0 + self._tl0_delta) & 0xFF
        return bytes(changed)
