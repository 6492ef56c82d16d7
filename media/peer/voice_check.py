"""Which levels to believe: a level is what the sender claims (RFC 6464), the size of its packet is what it costs.

Nothing is decoded. A sender that wants to seem to speak has to send as much as somebody who speaks, and to vary it.
"""

from media.rtp.levels import ACTIVE_LEVEL

__all__ = ["MAX_SILENCE_BYTES", "STEADY_PACKETS", "VoiceCheck"]

# Loud sound in packets of 20 ms took libopus 9 bytes and more, even at its least rate of 6 kbit/s (RFC 6716 §2.1.1);
# a packet of DTX or comfort noise has 1..8 bytes.
MAX_SILENCE_BYTES = 8
# Ten seconds of packets of 20 ms: a voice never keeps one level that long. Packets are counted, so pauses do not.
STEADY_PACKETS = 500


class VoiceCheck:
    """The levels of one microphone against its packets.

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
        """Whether the last `STEADY_PACKETS` levels were loud and all the same; over with the first other one."""
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
