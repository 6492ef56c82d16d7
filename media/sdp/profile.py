"""What all connections have in common: payload types, extension ids, mids and the SSRCs of the slots.

The relay is the only offerer, so these are the same for every receiver; that makes fan-out cheap.
"""

import enum

__all__ = [
    "ABS_SEND_TIME_ID",
    "AUDIO_CLOCK",
    "CAM_MID",
    "EXTENSION_URIS",
    "LEVEL_ID",
    "MAX_SLOTS",
    "MIC_MID",
    "MID_ID",
    "OPUS",
    "RED",
    "RELAY_SSRC",
    "REPAIRED_RID_ID",
    "RID_ID",
    "RTX",
    "TRANSPORT_ID",
    "VIDEO_CLOCK",
    "VP8",
    "Kind",
    "rtx_ssrc",
    "slot_ssrc",
]

OPUS = 111
# Each packet also carries the one before (RFC 2198), so a single loss needs no retransmission.
RED = 63
VP8 = 96
RTX = 97

MID_ID = 1
LEVEL_ID = 2
ABS_SEND_TIME_ID = 3
RID_ID = 4
REPAIRED_RID_ID = 5
# The transport-wide sequence number, for feedback on everything a connection carries.
TRANSPORT_ID = 6

EXTENSION_URIS = {
    MID_ID: "urn:ietf:params:rtp-hdrext:sdes:mid",
    LEVEL_ID: "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
    ABS_SEND_TIME_ID: "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
    RID_ID: "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
    REPAIRED_RID_ID: "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
    TRANSPORT_ID: "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
}

MIC_MID = "mic"
CAM_MID = "cam"

AUDIO_CLOCK = 48_000
VIDEO_CLOCK = 90_000

MAX_SLOTS = 32
RELAY_SSRC = 0x0A77_0001
_SLOT_BASE = 0x0A77_1000
_PER_SLOT = 0x10


class Kind(enum.Enum):
    """What a stream carries."""

    AUDIO = "audio"
    VIDEO = "video"

    # It is a key of tables that are read for every packet; Enum's own is Python, and not needed: there is one of each.
    __hash__ = object.__hash__


def slot_ssrc(slot: int, kind: Kind) -> int:
    """The SSRC of `slot`, the same at every receiver."""
    return _SLOT_BASE + slot * _PER_SLOT + (0 if kind is Kind.AUDIO else 1)


def rtx_ssrc(slot: int) -> int:
    """The SSRC of a slot's video retransmissions (RFC 4588)."""
    return _SLOT_BASE + slot * _PER_SLOT + 2
