"""Parses the client's answer: a small strict parser of the few lines that matter; anything else is refused by code.

Its input comes from strangers, so its work is bounded in advance: by the answer's length, its lines and its sections.
Every line is looked at once, and only attributes listed in `_READERS` are parsed at all.
Follows RFC 8866 (SDP), RFC 3264 §6 (answers), RFC 8285 §6 (extmap), RFC 4585 §4 (rtcp-fb), RFC 5576 (ssrc).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from media.errors import AnswerRefused
from media.sdp.formats import Accepted
from media.sdp.profile import CAM_MID, EXTENSION_URIS, MAX_SLOTS, MIC_MID, OPUS, RED, RTX, VP8, Kind

__all__ = ["MAX_ANSWER_BYTES", "ParsedAnswer", "Lack", "parse_answer"]

MAX_ANSWER_BYTES = 64 * 1024
# A browser writes about 30 per section, and a few more in the first, which holds its candidates.
_MAX_SECTION_LINES = 128
_LINES_PER_SECTION = 48
# Our offer has at most two.
_MAX_FORMATS = 16
_MAX_FINGERPRINTS = 4
# Two are enough for one source; more would only fill the table of known SSRCs.
_MAX_SSRCS = 2
# A camera of three layers has six sources; lines beyond twice as many are ignored.
_MAX_SSRC_LINES = 12
# RFC 8839 §5.4; the minimum lengths are left to the client.
_UFRAG, _PASSWORD = re.compile(r"[A-Za-z0-9+/]{1,256}"), re.compile(r"[A-Za-z0-9+/]{1,256}")
_SHA256 = re.compile(r"(?:[0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}")

_NAMES = {OPUS: "opus/48000/2", RED: "red/48000/2", VP8: "vp8/90000", RTX: "rtx/90000"}
_TYPES = {Kind.AUDIO: (OPUS, RED), Kind.VIDEO: (VP8, RTX)}
_FEEDBACK = frozenset(("nack", "nack pli", "ccm fir", "goog-remb", "transport-cc"))
_DIRECTIONS = {
    "sendrecv": (True, True),
    "sendonly": (True, False),
    "recvonly": (False, True),
    "inactive": (False, False),
}


Lack = Literal["hear", "see", "be_heard", "be_seen"]


class ParsedAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the relay needs of an answer.

    Attributes:
        fingerprints: SHA-256 fingerprints of the client's certificate, colon-separated hex.
        ice: the client's ufrag and password.
        sections: microphone, camera, then audio and video of every slot.
    """

    fingerprints: tuple[str, ...]
    ice: tuple[str, str]
    sections: tuple[Accepted, ...]

    @property
    def unsupported(self) -> tuple[Lack, ...]:
        """What the client cannot do for lack of a common format: of `hear`, `see`, `be_heard` and `be_seen`."""
        mic, camera, *slots = self.sections
        suits: dict[Lack, bool] = {
            "hear": all(one.suits for one in slots if one.kind is Kind.AUDIO),
            "see": all(one.suits for one in slots if one.kind is Kind.VIDEO),
            "be_heard": mic.suits,
            "be_seen": camera.suits,
        }
        return tuple(name for name, is_so in suits.items() if not is_so)


def parse_answer(sdp: str) -> ParsedAnswer:
    """Parse an answer.

    Raises:
        AnswerRefused: `answer.too_large`, `answer.malformed`, `answer.sections` (not our m-lines),
            `answer.no_fingerprint`, `answer.setup` (the client must be active), `answer.no_ice`.
    """
    count = sdp.count("\nm=")
    if len(sdp) > MAX_ANSWER_BYTES or sdp.count("\n") > _MAX_SECTION_LINES + count * _LINES_PER_SECTION:
        raise AnswerRefused("answer.too_large")
    head, *texts = sdp.split("\nm=")
    if not head.startswith("v=0"):
        raise AnswerRefused("answer.malformed")
    if not 2 <= count <= 2 + 2 * MAX_SLOTS:
        raise AnswerRefused("answer.sections")
    if any(text.count("\n") > _MAX_SECTION_LINES for text in (head, *texts)):
        raise AnswerRefused("answer.too_large")
    session = _Section()
    session.read(head)
    sections = [_read_section(text, session.direction) for text in texts]
    mids = [MIC_MID, CAM_MID, *(f"{letter}{slot}" for slot in range(count // 2) for letter in "av")]
    if count % 2 or [section.mid for section in sections] != mids[:count]:
        raise AnswerRefused("answer.sections")
    if [section.kind for section in sections] != [Kind.AUDIO, Kind.VIDEO] * (count // 2):
        raise AnswerRefused("answer.sections")
    # All sections use the transport of the first one that was not rejected (RFC 9143 §7.2).
    tagged = next((section for section in sections if section.port), sections[0])
    ice = _check_transport(tagged, session)
    fingerprints = _sha256(tagged.fingerprints or session.fingerprints)
    return ParsedAnswer(fingerprints, ice, tuple(section.accepted() for section in sections))


def _check_transport(section: "_Section", session: "_Section") -> tuple[str, str]:
    """The client's ICE credentials."""
    if (section.setup or session.setup) != "active":
        raise AnswerRefused("answer.setup")
    ufrag, password = section.ufrag or session.ufrag, section.password or session.password
    if not (_UFRAG.fullmatch(ufrag) and _PASSWORD.fullmatch(password)):
        raise AnswerRefused("answer.no_ice")
    return ufrag, password


def _sha256(fingerprints: Sequence[str]) -> tuple[str, ...]:
    named = [value.partition(" ") for value in fingerprints]
    values = tuple(value for name, _, value in named if name.lower() == "sha-256")[:_MAX_FINGERPRINTS]
    if not values or not all(_SHA256.fullmatch(value) for value in values):
        raise AnswerRefused("answer.no_fingerprint")
    return values


@dataclass(slots=True)
class _Section:
    """One media section, or the session part before the first, as parsed so far."""

    kind: Kind = Kind.AUDIO
    port: int = 0
    listed: frozenset[int] = frozenset()
    direction: tuple[bool, bool] = (True, True)
    mid: str = ""
    setup: str = ""
    ufrag: str = ""
    password: str = ""
    fingerprints: list[str] = field(default_factory=list)
    renamed: set[int] = field(default_factory=set)
    extensions: set[int] = field(default_factory=set)
    feedback: set[str] = field(default_factory=set)
    ssrcs: list[int] = field(default_factory=list)
    repeated: set[int] = field(default_factory=set)
    has_layers: bool = False

    def read(self, text: str) -> None:
        """Parse the lines of a section; irrelevant ones are skipped."""
        for line in text.split("\n"):
            if line[:2] != "a=":
                continue
            name, _, value = line[2:].rstrip("\r").partition(":")
            if name in _DIRECTIONS:
                self.direction = _DIRECTIONS[name]
            elif name in _READERS:
                _READERS[name](self, value)

    def read_mid(self, value: str) -> None:
        self.mid = value

    def read_setup(self, value: str) -> None:
        self.setup = value

    def read_ufrag(self, value: str) -> None:
        self.ufrag = value

    def read_password(self, value: str) -> None:
        self.password = value

    def read_fingerprint(self, value: str) -> None:
        self.fingerprints.append(value)

    def read_rtpmap(self, value: str) -> None:
        number, _, name = value.partition(" ")
        payload_type = _number(number, 127)
        if payload_type in _NAMES and _NAMES[payload_type] != name.lower():
            # The client mapped one of our payload types to another codec, so ours was not accepted.
            self.renamed.add(payload_type)

    def read_extmap(self, value: str) -> None:
        number, _, uri = value.partition(" ")
        identifier = _number(number.partition("/")[0], 14)
        if EXTENSION_URIS.get(identifier) == uri:
            self.extensions.add(identifier)

    def read_feedback(self, value: str) -> None:
        number, _, what = value.partition(" ")
        if what in _FEEDBACK and number in ("*", str(OPUS), str(VP8)):
            self.feedback.add(what)

    def read_ssrc(self, value: str) -> None:
        if len(self.ssrcs) >= _MAX_SSRC_LINES:
            return
        ssrc = _number(value.partition(" ")[0], 0xFFFFFFFF)
        if ssrc not in self.ssrcs:
            self.ssrcs.append(ssrc)

    def read_ssrc_group(self, value: str) -> None:
        semantics, *ssrcs = value.split(" ", 3)
        if semantics == "FID" and len(self.repeated) < _MAX_SSRC_LINES:
            self.repeated.update(_number(ssrc, 0xFFFFFFFF) for ssrc in ssrcs[1:])

    def read_simulcast(self, value: str) -> None:
        self.has_layers |= value.startswith("send ")

    def accepted(self) -> Accepted:
        """What was accepted, as a value."""
        sends, receives = self.direction
        own = [] if self.has_layers else [ssrc for ssrc in self.ssrcs if ssrc not in self.repeated]
        return Accepted(
            kind=self.kind,
            taken=bool(self.port),
            sends=sends,
            receives=receives,
            types=frozenset(_TYPES[self.kind]) & self.listed - self.renamed,
            extensions=frozenset(self.extensions),
            feedback=frozenset(self.feedback),
            ssrcs=tuple(own[:_MAX_SSRCS]),
        )


_READERS: dict[str, Callable[[_Section, str], None]] = {
    "mid": _Section.read_mid,
    "setup": _Section.read_setup,
    "ice-ufrag": _Section.read_ufrag,
    "ice-pwd": _Section.read_password,
    "fingerprint": _Section.read_fingerprint,
    "rtpmap": _Section.read_rtpmap,
    "extmap": _Section.read_extmap,
    "rtcp-fb": _Section.read_feedback,
    "ssrc": _Section.read_ssrc,
    "ssrc-group": _Section.read_ssrc_group,
    "simulcast": _Section.read_simulcast,
}


def _read_section(text: str, direction: tuple[bool, bool]) -> _Section:
    """Parse one media section, starting after its `m=`."""
    first = text.partition("\n")[0].rstrip("\r").split(" ", 3 + _MAX_FORMATS)
    if len(first) < 4 or first[0] not in ("audio", "video"):
        raise AnswerRefused("answer.sections")
    if len(first) == 4 + _MAX_FORMATS:
        raise AnswerRefused("answer.too_large")
    section = _Section(Kind(first[0]), _number(first[1].partition("/")[0], 0xFFFF), direction=direction)
    section.listed = frozenset(_number(number, 127) for number in first[3:])
    section.read(text)
    return section


def _number(text: str, most: int) -> int:
    """A decimal number, 0 to `most`."""
    if not (text.isascii() and text.isdecimal()) or len(text) > 10 or int(text) > most:
        raise AnswerRefused("answer.malformed")
    return int(text)
