"""What a client took of our offer, section by section (RFC 3264 §6): read from its answer, obeyed in all it is sent.

Payload types and extension ids are those of the offer (`profile`): an answer only leaves some of them out.
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
    VP8,
    Kind,
)

__all__ = ["CARRIED", "Accepted", "Format", "accept_everything"]

_CODEC = {Kind.AUDIO: OPUS, Kind.VIDEO: VP8}
# What the relay leaves in a packet on its way to a receiver.
CARRIED = {Kind.AUDIO: frozenset((LEVEL_ID, ABS_SEND_TIME_ID)), Kind.VIDEO: frozenset((ABS_SEND_TIME_ID,))}


class Format(NamedTuple):
    """How the packets of a slot are written for one receiver.

    Attributes:
        red: sound may come as RED. rtx: pictures are repeated on a stream of their own, else under their own numbers.
        extensions: ids of the header extensions that stay.
    """

    red: bool
    rtx: bool
    extensions: frozenset[int]


class Accepted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a client took of one section.

    Attributes:
        kind: of the section.
        taken: False when the client rejected it (port 0): no format of it suits the client.
        sends, receives: as its direction says; seen from the client.
        types: payload types. extensions: ids of header extensions.
        feedback: of `nack`, `nack pli`, `ccm fir` and `goog-remb`, what the client takes and sends for the codec.
        ssrcs: announced, retransmission excluded; none for a camera with layers, whose packets name theirs.
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
        """Whether there is a format both sides know."""
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
    """A section taken as it was offered."""
    if kind is Kind.AUDIO:
        return Accepted(
            kind,
            types=frozenset((OPUS, RED)),
            extensions=frozenset((MID_ID, LEVEL_ID, ABS_SEND_TIME_ID)),
            feedback=frozenset(("nack", "goog-remb")),
        )
    return Accepted(
        kind,
        types=frozenset((VP8, RTX)),
        extensions=frozenset((MID_ID, ABS_SEND_TIME_ID, RID_ID, REPAIRED_RID_ID)),
        feedback=frozenset(("nack", "nack pli", "ccm fir", "goog-remb")),
    )
