"""The client's answer: read with aiortc's SDP parser, and refused with a stable code when it does not fit our offer."""

import re
from dataclasses import dataclass

from aiortc.sdp import MediaDescription, SessionDescription

from media.errors import AnswerRefused
from media.profile import CAM_MID, MIC_MID, Kind

__all__ = ["MAX_ANSWER_BYTES", "Answer", "parse_answer"]

MAX_ANSWER_BYTES = 64 * 1024
# A browser writes about 30. The parser's work grows with the square of a section's lines.
_MAX_SECTION_LINES = 128
# Our offer has at most two.
_MAX_FORMATS = 16
_MAX_FINGERPRINTS = 4
# aiortc's parser passes over it. Only the camera has layers.
_SIMULCAST = re.compile(r"^a=simulcast:send ", re.MULTILINE)
_SHA256 = re.compile(r"(?:[0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the relay needs of an answer.

    Attributes:
        fingerprints: SHA-256 fingerprints of the client's certificate, colon-separated hex.
        ssrcs: the SSRCs the client announced for its microphone and camera, retransmission excluded; none for a
            camera with layers, whose packets name theirs.
        ice: the client's ufrag and password.
    """

    fingerprints: tuple[str, ...]
    ssrcs: dict[int, Kind]
    ice: tuple[str, str]


def parse_answer(sdp: str, slots: int) -> Answer:
    """Read an answer to an offer with `slots` slots.

    Raises:
        AnswerRefused: `answer.too_large`, `answer.malformed`, `answer.sections` (not our m-lines),
            `answer.no_fingerprint`, `answer.setup` (the client must be active), `answer.no_ice`.
    """
    if len(sdp) > MAX_ANSWER_BYTES or _costs_too_much(sdp, slots):
        raise AnswerRefused("answer.too_large")
    try:
        session = SessionDescription.parse(sdp)
    # The parser meets foreign text with asserts, lookups and conversions alike.
    except (ValueError, AssertionError, LookupError, AttributeError, TypeError, StopIteration) as error:
        raise AnswerRefused("answer.malformed") from error
    media = session.media
    if len(media) != 2 + 2 * slots:
        raise AnswerRefused("answer.sections")
    kinds = [Kind.AUDIO.value, Kind.VIDEO.value] * (1 + slots)
    mids = [MIC_MID, CAM_MID, *(f"{letter}{slot}" for slot in range(slots) for letter in "av")]
    if [m.kind for m in media] != kinds or [m.rtp.muxId for m in media] != mids:
        raise AnswerRefused("answer.sections")
    ice = _check_transport(media[0])
    camera = {} if _SIMULCAST.search(sdp) else _announced(media[1], Kind.VIDEO)
    return Answer(_fingerprints(media[0]), _announced(media[0], Kind.AUDIO) | camera, ice)


def _costs_too_much(sdp: str, slots: int) -> bool:
    """Whether the parser would work on it for long: too many sections, lines or formats."""
    sections = sdp.split("\nm=")
    return len(sections) > 3 + 2 * slots or any(
        # The parser takes more characters for line ends than SDP has, and multiplies formats by their feedback.
        len(section.splitlines()) > _MAX_SECTION_LINES or section.count("a=rtpmap:") > _MAX_FORMATS
        for section in sections
    )


def _check_transport(media: MediaDescription) -> tuple[str, str]:
    """The client's ICE credentials."""
    if media.dtls is None or media.dtls.role != "client":
        raise AnswerRefused("answer.setup")
    if media.ice is None or not media.ice.usernameFragment or not media.ice.password:
        raise AnswerRefused("answer.no_ice")
    return media.ice.usernameFragment, media.ice.password


def _fingerprints(media: MediaDescription) -> tuple[str, ...]:
    found = [] if media.dtls is None else media.dtls.fingerprints
    values = tuple(f.value for f in found if f.algorithm.lower() == "sha-256")[:_MAX_FINGERPRINTS]
    if not values or not all(_SHA256.fullmatch(value) for value in values):
        raise AnswerRefused("answer.no_fingerprint")
    return values


def _announced(media: MediaDescription, kind: Kind) -> dict[int, Kind]:
    repeated = {ssrc for group in media.ssrc_group if group.semantic == "FID" for ssrc in group.items[1:]}
    # Two are enough for one source; more would only fill the table of known SSRCs.
    return dict.fromkeys([s.ssrc for s in media.ssrc if s.ssrc not in repeated][:2], kind)
