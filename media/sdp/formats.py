"""What a client accepted of our offer, section by section (RFC 3264 §6); everything sent to it follows this.

Payload types and extension ids are those of the offer (`profile`): an answer can only leave some out.
"""

from typing import NamedTuple

import msgspec

from media.sdp.profile import (
    ABS_SEND_TIME_ID,
    LEVEL_ID,
    MID_ID,
    OPUS,
    RED,
    REPAIRED_RID_ID,
    RID_ID,
    RTX,
    TRANSPORT_ID,
    VP8,
    Kind,
)

__all__ = ["CARRIED", "Accepted", "Format", "accept_everything"]

_CODEC = {Kind.AUDIO: OPUS, Kind.VIDEO: VP8}
# The header extensions that the relay forwards.
CARRIED = {
    Kind.AUDIO: frozenset((LEVEL_ID, ABS_SEND_TIME_ID, TRANSPORT_ID)),
    Kind.VIDEO: frozenset((ABS_SEND_TIME_ID, TRANSPORT_ID)),
}


class Format(NamedTuple):
    """How the packets of a slot are written for one receiver.

    Attributes:
        red: audio may be sent as RED. rtx: video is retransmitted on an RTX stream, otherwise under its own numbers.
        extensions: ids of the header extensions to keep.
    """

    red: bool
    rtx: bool
    extensions: frozenset[int]


class Accepted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a client accepted of one section.

    Attributes:
        kind: of the section.
        taken: False when the client rejected it (port 0) for lack of a suitable format.
        sends, receives: its direction, as seen from the client.
        types: payload types. extensions: ids of header extensions.
        feedback: the accepted ones of `nack`, `nack pli`, `ccm fir`, `goog-remb` and `transport-cc`.
        ssrcs: announced, without retransmission; none for a camera with layers, whose packets carry rids.
    """

    kind: Kind
    taken: bool = True
    sends: bool = True
    receives: bool = True
    types: frozenset[int] = frozenset()
    extensions: frozenset[int] = frozenset()
    feedback: frozenset[str] = frozenset()
    ssrcs: tuple[int, ...] = ()

    @property
    def suits(self) -> bool:
        """Whether both sides have a format in common."""
        return self.taken and _CODEC[self.kind] in self.types

    @property
    def plays(self) -> bool:
        """Whether a stream of this section may be sent to the client."""
        return self.suits and self.receives

    @property
    def format(self) -> Format:
        """How packets are written for the client."""
        return Format(RED in self.types, RTX in self.types, self.extensions & CARRIED[self.kind])


def accept_everything(kind: Kind) -> Accepted:
    """A section accepted exactly as offered."""
    if kind is Kind.AUDIO:
        return Accepted(
            kind,
            types=frozenset((OPUS, RED)),
            extensions=frozenset((MID_ID, LEVEL_ID, ABS_SEND_TIME_ID, TRANSPORT_ID)),
            feedback=frozenset(("nack", "goog-remb", "transport-cc")),
        )
    return Accepted(
        kind,
        types=frozenset((VP8, RTX)),
        extensions=frozenset((MID_ID, ABS_SEND_TIME_ID, RID_ID, REPAIRED_RID_ID, TRANSPORT_ID)),
        feedback=frozenset(("nack", "nack pli", "ccm fir", "goog-remb", "transport-cc")),
    )
