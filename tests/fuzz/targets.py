"""The targets by name, each with its tokens and its number of inputs in a test and in a full run."""

from collections.abc import Callable
from dataclasses import dataclass

from media.net.native import find_native
from tests.fuzz.carried import NativeTarget
from tests.fuzz.engine import Target
from tests.fuzz.messages import AnswerTarget, ClientTarget, ControlTarget, LargeAnswerTarget
from tests.fuzz.packets import ExtensionTarget, RtcpTarget, RtpTarget, StunTarget
from tests.fuzz.room import RoomTarget
from tests.fuzz.sealed import SealTarget
from tests.fuzz.streams import StreamTarget

__all__ = ["TARGETS", "Entry"]


@dataclass(frozen=True)
class Entry:
    """A target.

    Attributes:
        make: creates a fresh one. tokens: for the mutator.
        brief: inputs in a test run. share: of a full run's inputs.
    """

    make: Callable[[], Target]
    tokens: tuple[bytes, ...]
    brief: int = 20_000
    share: float = 1.0


TARGETS = {
    "stun": Entry(StunTarget, StunTarget.tokens),
    "stream": Entry(StreamTarget, StreamTarget.tokens, brief=5_000),
    "rtp": Entry(RtpTarget, RtpTarget.tokens),
    "extensions": Entry(ExtensionTarget, ExtensionTarget.tokens),
    "rtcp": Entry(RtcpTarget, RtcpTarget.tokens),
    "answer": Entry(AnswerTarget, AnswerTarget.tokens, brief=4_000),
    # An answer of 64 KiB takes a hundred times as long as a small one.
    "large_answer": Entry(LargeAnswerTarget, LargeAnswerTarget.tokens, brief=100, share=0.01),
    "control": Entry(ControlTarget, ControlTarget.tokens),
    "client": Entry(ClientTarget, ClientTarget.tokens),
    "room": Entry(RoomTarget, RoomTarget.tokens),
}
if find_native() is not None:
    # Two rooms take each packet, and all they know is compared after each episode.
    TARGETS["seal"] = Entry(SealTarget, SealTarget.tokens, brief=5_000)
    TARGETS["native"] = Entry(NativeTarget, NativeTarget.tokens, brief=500, share=0.05)
