"""Which audio levels to believe: the level is the sender's claim (RFC 6464), the packet size is what it costs.

Nothing is decoded. To fake speech, a sender has to send as much as a real speaker, and to vary it.
"""

from media.rtp.levels import ACTIVE_LEVEL

__all__ = ["MAX_SILENCE_BYTES", "STEADY_PACKETS", "VoiceCheck"]

# libopus needs 9 bytes or more for 20 ms of loud audio, even at its lowest rate of 6 kbit/s (RFC 6716 §2.1.1); a packet
# of DTX or comfort noise has 1..8 bytes.
MAX_SILENCE_BYTES = 8
# Ten seconds of 20 ms packets: no voice keeps one level that long. Counting packets excludes pauses.
STEADY_PACKETS = 500


class VoiceCheck:
    """Compares the levels of one microphone with its packet sizes.

    Attributes:
        lies: loud levels on packets too small to hold voice.
    """

    __slots__ = ("_last", "_same", "lies")

    def __init__(self) -> None:
        self.lies = 0
        self._last = -1
        self._same = 0

    @property
    def unreliable(self) -> bool:
        """Whether the last `STEADY_PACKETS` levels were loud and all equal; ends with the first different one."""
        return self._same >= STEADY_PACKETS and self._last <= ACTIVE_LEVEL

    def is_voice(self, level: int, payload_bytes: int) -> bool:
        """Whether a packet counts as voice.

        Args:
            level: 0 loud .. 127 silent.
            payload_bytes: size of its Opus payload without padding.
        """
        if level == self._last:
            self._same += 1
        else:
            self._last = level
            self._same = 1
        if level > ACTIVE_LEVEL:
            return False
        if payload_bytes <= MAX_SILENCE_BYTES:
            self.lies += 1
            return False
        return self._same < STEADY_PACKETS
