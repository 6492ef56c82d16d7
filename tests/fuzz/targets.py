"""The targets by name, each with the pieces its damage is made of and how many inputs a test and a full run take."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.fuzz.engine import Target
from tests.fuzz.messages import AnswerTarget, ClientTarget, ControlTarget, LargeAnswerTarget
from tests.fuzz.packets import ExtensionTarget, RtcpTarget, RtpTarget, StunTarget
from tests.fuzz.room import RoomTarget

__all__ = ["TARGETS", "Entry"]


@dataclass(frozen=True)
class Entry:
    """A target.

    Attributes:
        make: a fresh one. tokens: for the mutator.
        brief: inputs in a test run. share: of a full run's inputs.
    """

    make: Callable[[], Target]
    tokens: tuple[bytes, ...]
    brief: int = 20_000
    share: float = 1.0


TARGETS = {
    "stun": Entry(StunTarget, StunTarget.tokens),
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
