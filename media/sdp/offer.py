"""Builds the offer of a connection: our microphone and camera inputs, then a fixed number of slots.

The relay is ICE-lite and the only offerer; who appears in a slot is signalled separately, never by renegotiation.
Follows RFC 8829 (JSEP), RFC 8839 (ICE in SDP), RFC 9143 (BUNDLE), RFC 8851 and 8853 (rid, simulcast).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from media.sdp.candidates import candidate_lines
from media.sdp.profile import (
    ABS_SEND_TIME_ID,
    CAM_MID,
    EXTENSION_URIS,
    LEVEL_ID,
    MIC_MID,
    MID_ID,
    OPUS,
    RED,
    REPAIRED_RID_ID,
    RID_ID,
    RTX,
    VP8,
    Kind,
    rtx_ssrc,
    slot_ssrc,
)

__all__ = ["OfferFacts", "build_offer"]

_CNAME = "relay"

_EXTENSIONS = {Kind.AUDIO: (MID_ID, LEVEL_ID, ABS_SEND_TIME_ID), Kind.VIDEO: (MID_ID, ABS_SEND_TIME_ID)}
_LAYER_EXTENSIONS = (RID_ID, REPAIRED_RID_ID)
_CODECS = {
    Kind.AUDIO: (
        f"a=rtpmap:{RED} red/48000/2",
        f"a=fmtp:{RED} {OPUS}/{OPUS}",
        f"a=rtpmap:{OPUS} opus/48000/2",
        f"a=fmtp:{OPUS} minptime=10;useinbandfec=1;usedtx=1",
        # Chromium applies the REMB to all media only if audio has it too.
        f"a=rtcp-fb:{OPUS} goog-remb",
        f"a=rtcp-fb:{OPUS} nack",
    ),
    Kind.VIDEO: (
        f"a=rtpmap:{VP8} VP8/90000",
        f"a=rtcp-fb:{VP8} goog-remb",
        f"a=rtcp-fb:{VP8} ccm fir",
        f"a=rtcp-fb:{VP8} nack",
        f"a=rtcp-fb:{VP8} nack pli",
        f"a=rtpmap:{RTX} rtx/90000",
        f"a=fmtp:{RTX} apt={VP8}",
    ),
}
# The first format is the one a browser sends.
_FORMATS = {Kind.AUDIO: f"{RED} {OPUS}", Kind.VIDEO: f"{VP8} {RTX}"}


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What differs from one offer to the next.

    Attributes:
        session: the session id in the o-line.
        version: increases with every further offer of the same session: an ICE restart (RFC 3264 §8).
        slots: number of slots, 0..MAX_SLOTS.
        rids: the camera's layers, smallest first (RFC 8853).
        ufrag, password: our ICE credentials for this connection.
        fingerprint: SHA-256 of our certificate, colon-separated hex.
        addresses: announced addresses, best first in each family.
        port: the worker's, for UDP and TCP.
    """

    session: int
    version: int
    slots: int
    rids: tuple[str, ...]
    ufrag: str
    password: str
    fingerprint: str
    addresses: tuple[str, ...]
    port: int


def build_offer(facts: OfferFacts) -> str:
    """The SDP text, with CRLF line ends."""
    common = _common(facts.slots, facts.rids, facts.fingerprint, facts.addresses, facts.port)
    return common.format(
        session=facts.session, version=facts.version, ufrag=facts.ufrag, password=facts.password
    )


@lru_cache(maxsize=16)
def _common(
    slots: int, rids: tuple[str, ...], fingerprint: str, addresses: tuple[str, ...], port: int
) -> str:
    """The part shared by all offers of rooms with the same layout; the rest are fields in braces."""
    mids = [MIC_MID, CAM_MID, *(f"{letter}{slot}" for slot in range(slots) for letter in "av")]
    ends = [
        f"a=fingerprint:sha-256 {fingerprint}",
        *candidate_lines(addresses, port),
        "a=end-of-candidates",
    ]
    lines = [
        "v=0",
        "o=- {session} {version} IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=ice-lite",
        f"a=group:BUNDLE {' '.join(mids)}",
        "a=msid-semantic: WMS *",
    ]
    lines += _section(ends, Kind.AUDIO, MIC_MID, "recvonly")
    lines += _section(ends, Kind.VIDEO, CAM_MID, "recvonly")
    if len(rids) > 1:
        # A browser omits the rid of a single layer.
        lines += _extmaps(_LAYER_EXTENSIONS)
        lines += [f"a=rid:{rid} recv" for rid in rids]
        lines.append(f"a=simulcast:recv {';'.join(rids)}")
    for slot in range(slots):
        for kind, mid in ((Kind.AUDIO, f"a{slot}"), (Kind.VIDEO, f"v{slot}")):
            lines += _section(ends, kind, mid, "sendonly")
            # Audio and video of a slot form one stream, so that the browser keeps them in sync.
            lines.append(f"a=msid:slot{slot} {mid}")
            lines += _sources(slot, kind)
    return "\r\n".join(lines) + "\r\n"


def _section(ends: Sequence[str], kind: Kind, mid: str, direction: str) -> list[str]:
    """One section; `ends` are the transport lines common to all sections: fingerprint, candidates."""
    fingerprint, *candidates = ends
    return [
        f"m={kind.value} 9 UDP/TLS/RTP/SAVPF {_FORMATS[kind]}",
        "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0",
        "a=ice-ufrag:{ufrag}",
        "a=ice-pwd:{password}",
        fingerprint,
        "a=setup:actpass",
        f"a=mid:{mid}",
        f"a={direction}",
        "a=rtcp-mux",
        "a=rtcp-rsize",
        *_extmaps(_EXTENSIONS[kind]),
        *_CODECS[kind],
        *candidates,
    ]


def _extmaps(ids: tuple[int, ...]) -> list[str]:
    return [f"a=extmap:{identifier} {EXTENSION_URIS[identifier]}" for identifier in ids]


def _sources(slot: int, kind: Kind) -> list[str]:
    main = slot_ssrc(slot, kind)
    if kind is Kind.AUDIO:
        return [f"a=ssrc:{main} cname:{_CNAME}{slot}"]
    repeated = rtx_ssrc(slot)
    return [
        f"a=ssrc-group:FID {main} {repeated}",
        f"a=ssrc:{main} cname:{_CNAME}{slot}",
        f"a=ssrc:{repeated} cname:{_CNAME}{slot}",
    ]
