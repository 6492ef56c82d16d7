"""Who speaks in one room, as stretches with a beginning and an end; how long several spoke at once, or nobody."""

from dataclasses import dataclass

from media.control import Speaking

__all__ = ["Conversation"]


@dataclass(slots=True)
class Conversation:
    """The speech of one room.

    Attributes:
        room: its name in messages.
        since: monotonic seconds from which silence counts.
    """

    room: str
    since: float

    def on_speaking(self, peer: str, is_speaking: bool, now: float) -> None:
        """Take whether a peer speaks; telling it again changes nothing. A peer that leaves or is gated is False."""
        raise NotImplementedError

    def take(self, now: float) -> Speaking | None:
        """The message that is due: something changed and the last message is old enough; else None."""
        raise NotImplementedError

    def next_deadline(self) -> float | None:
        """When `take` will have something; None while nothing changed."""
        raise NotImplementedError
