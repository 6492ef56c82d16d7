"""The session descriptions of a room under load, for relays that negotiate by SDP. Pure.

Everyone publishes Opus and VP8, without layers and without header extensions, and accepts both of everyone, with the
feedback that our own relay is sent: estimates by REMB, and no transport-wide sequence numbers.
"""

from collections.abc import Sequence

from aiortc.sdp import SessionDescription

from bench.relay.client import LightClient
from bench.relay.seat import CAMERA, MICROPHONE, Seat
from media.sdp.profile import OPUS, VP8

__all__ = ["CODECS", "answer_offer", "has_address", "publishing_offer", "track_name", "transport_of"]

# Kind of media, payload type and codec of each stream.
CODECS = {
    MICROPHONE: ("audio", OPUS, "opus/48000/2"),
    CAMERA: ("video", VP8, "VP8/90000"),
}
_FORMATS = {MICROPHONE: ["minptime=10;useinbandfec=1"], CAMERA: []}
_FEEDBACK = {MICROPHONE: [], CAMERA: ["goog-remb", "ccm fir", "nack", "nack pli"]}
_UNWANTED = {"transport-cc", "draft-holmer-rmcat-transport-wide-cc-extensions-01"}
_CANDIDATE = "a=candidate:"


def track_name(seat: Seat, name: str) -> str:
    """The name under which one stream of a seat is announced."""
    return f"{name}{seat.number}"


def publishing_offer(seat: Seat) -> str:
    """The offer of a seat's own client, which has gathered, to send its two streams."""
    lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1"]
    for mid, (name, (kind, payload_type, codec)) in enumerate(CODECS.items()):
        stream, ssrc = f"seat{seat.number} {track_name(seat, name)}", seat.sources[name].ssrc
        lines += [
            f"m={kind} 9 UDP/TLS/RTP/SAVPF {payload_type}",
            "c=IN IP4 127.0.0.1",
            f"a=mid:{mid}",
            "a=sendonly",
            *seat.client.transport_lines(),
            f"a=rtpmap:{payload_type} {codec}",
            *(f"a=fmtp:{payload_type} {one}" for one in _FORMATS[name]),
            *(f"a=rtcp-fb:{payload_type} {one}" for one in _FEEDBACK[name]),
            f"a=msid:{stream}",
            f"a=ssrc:{ssrc} cname:seat{seat.number}",
            f"a=ssrc:{ssrc} msid:{stream}",
        ]
    return "\r\n".join(lines) + "\r\n"


def answer_offer(offer: str, client: LightClient) -> str:
    """The answer of a client, which has gathered, to an offer of what others send."""
    return client.answer_to(SessionDescription.parse(offer), codecs={"opus", "vp8"}, without=_UNWANTED)


def has_address(sdp: str) -> bool:
    """Whether it tells an address."""
    return _CANDIDATE in sdp


def transport_of(sdp: str, candidates: Sequence[str] = ()) -> SessionDescription:
    """The connection that a description is about: its head and first section, with candidates that came separately.

    Args:
        sdp: an offer or an answer. candidates: as `candidate:…`.
    """
    head, first, *_ = sdp.replace("\r\n", "\n").split("\nm=")
    lines = [line for line in head.split("\n") if not line.startswith("a=group:")]
    section = ["m=" + line if not index else line for index, line in enumerate(first.strip().split("\n"))]
    return SessionDescription.parse(
        "\r\n".join([*lines, *section, *(f"a={candidate}" for candidate in candidates)]) + "\r\n"
    )
