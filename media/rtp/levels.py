"""Who is speaking, from the audio levels in the packets (RFC 6464). No audio is decoded."""

from collections import deque
from dataclasses import dataclass, field

__all__ = ["ACTIVE_LEVEL", "RELEASE_S", "WINDOW_S", "SpeakingDetector"]

# A louder level (in -dBov, smaller is louder) counts as voice; silence is 127, speech lies around 8..24.
ACTIVE_LEVEL = 35
# Voice for this share of the window counts as speaking: a cough or a click does not.
WINDOW_S = 0.4
ACTIVE_SHARE = 0.4
PACKET_S = 0.02
_NEEDED = int(WINDOW_S * ACTIVE_SHARE / PACKET_S + 0.5)
# Speaking continues this long after the last voice packet, so that a breath does not interrupt it.
RELEASE_S = 0.6


@dataclass(slots=True)
class SpeakingDetector:
    """Speech detection for one peer's microphone."""

    _voiced: deque[float] = field(default_factory=lambda: deque(maxlen=_NEEDED))
    _until: float = float("-inf")

    def on_level(self, level: int, now: float) -> None:
        """Take the level of one packet (20 ms), 0 loud .. 127 silent."""
        if level > ACTIVE_LEVEL:
            return
        voiced = self._voiced
        voiced.append(now)
        # The queue holds just as many packets as needed: when the oldest is in the window, the share is reached.
        if (len(voiced) == _NEEDED and now - voiced[0] <= WINDOW_S) or now < self._until:
            self._until = now + RELEASE_S

    def is_speaking(self, now: float) -> bool:
        """Whether the peer is speaking at `now`."""
        return now < self._until

    def reset(self) -> None:
        """Forget everything: a closed microphone is not speaking."""
        self._voiced.clear()
        self._until = float("-inf")
