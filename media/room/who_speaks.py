"""Who is speaking in one room, as stretches with a start and an end; how long several spoke at once, or nobody.

It also says for whom that is unknown, because the levels a peer sends are not believed (`media.peer.voice_check`).
"""

from collections import deque
from collections.abc import Container
from dataclasses import dataclass, field

from media.control import Speaking, SpeechInterval

__all__ = ["MAX_ENDED", "MAX_SPEAKERS", "REPORT_S", "WhoSpeaks"]

# At most five messages a second.
REPORT_S = 0.2
# As many as a room has peers.
MAX_SPEAKERS = 64
# Ended stretches waiting for a message. A stretch lasts longer than a message waits, so real speech never fills this; if
# it is full, the oldest is dropped.
MAX_ENDED = 2 * MAX_SPEAKERS


@dataclass(slots=True)
class WhoSpeaks:
    """The speech of one room.

    Attributes:
        room: its name in messages.
        since: overlap and silence are counted up to here, monotonic seconds; advances with every call.
    """

    room: str
    since: float
    _began: dict[str, float] = field(default_factory=dict)
    _ended: deque[tuple[str, float, float]] = field(default_factory=lambda: deque(maxlen=MAX_ENDED))
    _unreliable: set[str] = field(default_factory=set)
    _overlap_s: float = 0.0
    _silence_s: float = 0.0
    _reported: tuple[str, ...] = ()
    _reported_unreliable: tuple[str, ...] = ()
    _next_at: float = float("-inf")

    def on_speaking(self, peer: str, is_speaking: bool, now: float) -> None:
        """Set whether a peer is speaking; idempotent. A peer that leaves or is gated counts as not speaking."""
        if is_speaking == (peer in self._began):
            return
        now = self._advance(now)
        if not is_speaking:
            self._ended.append((peer, self._began.pop(peer), now))
        elif len(self._began) < MAX_SPEAKERS:
            self._began[peer] = now

    def on_unreliable(self, peer: str, is_unreliable: bool) -> None:
        """Set whether a peer's levels are unreliable; idempotent."""
        if not is_unreliable:
            self._unreliable.discard(peer)
        elif len(self._unreliable) < MAX_SPEAKERS:
            self._unreliable.add(peer)

    def keep(self, peers: Container[str], now: float) -> None:
        """Keep only these peers: whoever else was speaking has stopped."""
        for peer in [peer for peer in self._began if peer not in peers]:
            self.on_speaking(peer, False, now)
        for peer in [peer for peer in self._unreliable if peer not in peers]:
            self._unreliable.remove(peer)

    def take(self, now: float) -> Speaking | None:
        """The message that is due: something changed and the last message is old enough; otherwise None."""
        deadline = self.next_deadline()
        if deadline is None or now < deadline:
            return None
        now = self._advance(now)
        self._reported = tuple(sorted(self._began))
        self._reported_unreliable = tuple(sorted(self._unreliable))
        self._next_at = now + REPORT_S
        message = Speaking(
            self.room,
            self._reported,
            tuple(SpeechInterval(peer, now - began, now - ended) for peer, began, ended in self._ended),
            self._overlap_s,
            self._silence_s,
            self._reported_unreliable,
        )
        self._ended.clear()
        self._overlap_s = self._silence_s = 0.0
        return message

    def next_deadline(self) -> float | None:
        """When `take` will return something; None while nothing changed. Long silence alone is not a change."""
        if self._ended or self._began.keys() != set(self._reported):
            return self._next_at
        return self._next_at if self._unreliable != set(self._reported_unreliable) else None

    def _advance(self, now: float) -> float:
        """Add the time since the last call to overlap or silence; returns `now`, which never goes backwards."""
        now = max(now, self.since)
        if len(self._began) > 1:
            self._overlap_s += now - self.since
        elif not self._began:
            self._silence_s += now - self.since
        self.since = now
        return now
