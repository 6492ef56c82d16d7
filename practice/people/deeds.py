"""What a simulated person does: a request to the room, or something said aloud."""

from dataclasses import dataclass, field
from typing import Any

__all__ = ["Ask", "Deed", "Speak"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A request (signaling/PROTOCOL.md, part 3)."""

    kind: str
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Speak:
    """Something said: which clips of which occasion, and how long it takes."""

    person: str
    occasion: str
    clips: tuple[int, ...]
    seconds: float


Deed = Ask | Speak
