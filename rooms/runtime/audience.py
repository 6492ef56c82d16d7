"""One viewing seat's channel: the changes it was told, and what a returning client missed. Pure.

``seq`` rises by one with every change. The newest changes are kept so that a lost socket can be bridged, as long as they
are shorter than a whole view, which a client gets that was away for longer. What a change says is text from here on: it
is written once for all who are told the same, and kept by all of them as one string.
"""

from typing import NamedTuple

import msgspec

from rooms.incremental.broadcaster import Events, News
from rooms.model.ids import SeatId

__all__ = ["KEPT_CHARS", "Audience", "Change", "write_told"]

KEPT_CHARS = 2_048
"""Of changes in all: about what a whole view is long. Thousands of viewers keep as much each."""

_NOTHING: Events = ()

_encode = msgspec.json.Encoder().encode


class Change(NamedTuple):
    """What one viewer is told.

    Attributes:
        seq: To which it leads.
        told: A JSON object: the ``events`` the viewer may know of, and the ``patch`` on its view.
    """

    seq: int
    told: str


class Audience:
    """The channel of one seat."""

    def __init__(self) -> None:
        self.seq = 1
        self._told: list[str] = []
        """Of the newest changes; the last led to ``seq``. Plain strings are nothing to Python's garbage collector."""
        self._chars = 0

    def tell(self, told: str) -> Change:
        """Return the change that tells the viewer this (``write_told``)."""
        self.seq += 1
        self._told.append(told)
        self._chars += len(told)
        self._forget()
        return Change(self.seq, told)

    def changes_since(self, seq: int) -> list[Change] | None:
        """Return the changes after ``seq``, oldest first, or None when they are not all kept any more."""
        kept_from = self.seq - len(self._told)
        if not kept_from <= seq <= self.seq:
            return None
        missed = self._told[seq - kept_from :]
        return [Change(number, told) for number, told in enumerate(missed, seq + 1)]

    def _forget(self) -> None:
        """Let the oldest go until what is kept is short enough."""
        gone = 0
        while self._chars > KEPT_CHARS:
            self._chars -= len(self._told[gone])
            gone += 1
        if gone:
            del self._told[:gone]


def write_told(news: News) -> dict[SeatId, str]:
    """Write what each viewer is told; there is nothing for whom nothing has changed or happened.

    What is one object for several viewers is written once for them.
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
