"""One viewing seat's channel: the changes it was sent, and what a returning client missed. Pure.

``seq`` rises by one with every change. The newest changes are kept to bridge a lost socket, as long as together they
are shorter than a whole view; a client that was away for longer gets a whole view. A change holds text: it is
serialized once for all viewers that are told the same, and they all keep that one string.
"""

from typing import NamedTuple

import msgspec

from rooms.incremental.broadcaster import Events, News
from rooms.model.ids import SeatId

__all__ = ["KEPT_CHARS", "Audience", "Change", "write_told"]

KEPT_CHARS = 2_048
"""Total length of kept changes: about a whole view. Thousands of viewers each keep this much."""

_NOTHING: Events = ()

_encode = msgspec.json.Encoder().encode


class Change(NamedTuple):
    """A change as sent to one viewer.

    Attributes:
        seq: The ``seq`` it leads to.
        told: A JSON object: the ``events`` the viewer may know of, and the ``patch`` to its view.
    """

    seq: int
    told: str


class Audience:
    """The channel of one seat."""

    def __init__(self) -> None:
        self.seq = 1
        self._told: list[str] = []
        """The newest changes; the last one led to ``seq``. Plain strings cost Python's garbage collector nothing."""
        self._chars = 0

    def tell(self, told: str) -> Change:
        """Return the change that sends the viewer this text (``write_told``)."""
        self.seq += 1
        self._told.append(told)
        self._chars += len(told)
        self._forget()
        return Change(self.seq, told)

    def changes_since(self, seq: int) -> list[Change] | None:
        """Return the changes after ``seq``, oldest first, or None if some are no longer kept."""
        kept_from = self.seq - len(self._told)
        if not kept_from <= seq <= self.seq:
            return None
        missed = self._told[seq - kept_from :]
        return [Change(number, told) for number, told in enumerate(missed, seq + 1)]

    def _forget(self) -> None:
        """Drop the oldest changes until the rest is short enough."""
        gone = 0
        while self._chars > KEPT_CHARS:
            self._chars -= len(self._told[gone])
            gone += 1
        if gone:
            del self._told[:gone]


def write_told(news: News) -> dict[SeatId, str]:
    """Serialize what each viewer is told; viewers for whom nothing changed or happened are left out.

    An object that several viewers share is serialized once for them.
    """
    heard = news.heard
    written: dict[tuple[int, int], str] = {}
    told: dict[SeatId, str] = {}
    for seat, patch in news.patches.items():
        events = heard.get(seat, _NOTHING)
        if patch or events:
            key = id(patch), id(events)
            text = written.get(key)
            if text is None:
                text = written[key] = _encode({"events": events, "patch": patch}).decode()
            told[seat] = text
    return told
