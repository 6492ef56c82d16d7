"""Whether an Opus packet (RFC 6716) carries audio of the packet before, without decoding it."""

__all__ = ["carries_previous"]

# Configurations from here on are CELT, which has no forward error correction (RFC 6716 §3.1).
_FIRST_CELT_CONFIG = 16
# SILK packets of 40 and 60 ms hold two and three 20 ms frames, each with a voice flag before the redundancy flags.
_SILK_FRAMES = (1, 1, 2, 3)
_HYBRID_CONFIG = 12


def carries_previous(packet: bytes) -> bool:
    """Whether the packet holds low-rate copies (LBRR) of earlier audio; True where that is hard to tell.

    Source: RFC 6716 §4.2.3: the first bits of a SILK frame each have probability 1/2, so they are plain bits.
    """
    if len(packet) < 2 or packet[0] >> 3 >= _FIRST_CELT_CONFIG:
        return False
    if packet[0] & 0x03 > 1:
        # Several frames of different lengths: browsers do not send them, and finding the first would take more work.
        return True
    config = packet[0] >> 3
    frames = 1 if config >= _HYBRID_CONFIG else _SILK_FRAMES[config & 0x03]
    flags = packet[1] >> (7 - frames) & 1
    if packet[0] & 0x04:
        # Stereo: the same flags for the side channel follow.
        flags |= packet[1] >> (6 - 2 * frames) & 1
    return bool(flags)
