"""The answer to the relay's offer (RFC 3264, RFC 8829): what this client sends, and that it wants to receive nothing.

A simulated person hears nobody and sees nobody, so nothing is forwarded to them: that is what makes them cheap.
"""

from dataclasses import dataclass

from aiortc.sdp import MediaDescription, SessionDescription

__all__ = ["Numbers", "Own", "build_answer", "find_numbers"]

_AUDIO, _VIDEO = "opus", "vp8"
_LEVEL_URI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
_MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid"
_KEPT = frozenset((_LEVEL_URI, _MID_URI))


@dataclass(frozen=True, slots=True)
class Own:
    """This side of the connection.

    Attributes:
        ufrag, password: For the connectivity checks.
        fingerprint: SHA-256 of the certificate, colon-separated hex.
        voice, picture: The SSRCs of what is sent.
    """

    ufrag: str
    password: str
    fingerprint: str
    voice: int
    picture: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """The offer's names for what is sent: payload type, mid, and the ids of header extensions (0: not offered).

    Attributes:
        voice_type, picture_type: Payload types of Opus and VP8.
        voice_mid, picture_mid: Where they go.
        level_id, mid_id: Header extensions (RFC 6464, RFC 9143).
    """

    voice_type: int
    picture_type: int
    voice_mid: str
    picture_mid: str
    level_id: int
    mid_id: int


def find_numbers(offer: SessionDescription) -> Numbers:
    """Read the numbers out of an offer. Raises StopIteration or IndexError if it has no place for Opus or VP8."""
    microphone, camera = [media for media in offer.media if media.direction == "recvonly"][:2]
    extensions = {one.uri: one.id for one in microphone.rtp.headerExtensions}
    return Numbers(
        _type_of(microphone, _AUDIO),
        _type_of(camera, _VIDEO),
        microphone.rtp.muxId,
        camera.rtp.muxId,
        extensions.get(_LEVEL_URI, 0),
        extensions.get(_MID_URI, 0),
    )


def build_answer(offer: SessionDescription, own: Own) -> str:
    """Return the answer: one voice, one picture without layers, and every slot refused for now."""
    mids = " ".join(media.rtp.muxId for media in offer.media)
    lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", f"a=group:BUNDLE {mids}"]
    for media in offer.media:
        lines += _section(media, own)
    return "\r\n".join(lines) + "\r\n"


def _section(media: MediaDescription, own: Own) -> list[str]:
    codec = _AUDIO if media.kind == "audio" else _VIDEO
    number = _type_of(media, codec)
    described = next(one for one in media.rtp.codecs if one.payloadType == number)
    lines = [
        f"m={media.kind} 9 UDP/TLS/RTP/SAVPF {number}",
        "c=IN IP4 0.0.0.0",
        f"a=mid:{media.rtp.muxId}",
        f"a=ice-ufrag:{own.ufrag}",
        f"a=ice-pwd:{own.password}",
        f"a=fingerprint:sha-256 {own.fingerprint}",
        "a=setup:active",
        "a=rtcp-mux",
        f"a=rtpmap:{number} {described}",
    ]
    if media.direction != "recvonly":
        return [*lines, "a=inactive"]
    ssrc = own.voice if media.kind == "audio" else own.picture
    lines += [f"a=extmap:{one.id} {one.uri}" for one in media.rtp.headerExtensions if one.uri in _KEPT]
    if media.kind == "video":
        lines.append(f"a=rtcp-fb:{number} nack pli")
    return [*lines, "a=sendonly", f"a=ssrc:{ssrc} cname:practice"]


def _type_of(media: MediaDescription, codec: str) -> int:
    return next(
        one.payloadType
        for one in media.rtp.codecs
        if one.name.lower() == codec and one.payloadType is not None
    )
