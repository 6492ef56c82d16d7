"""What a session needs from outside, as protocols; ``app.adapters`` and ``app.api`` fulfil them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from rooms.actor import RoomActor
from rooms.model.ids import RoomId, SeatId
from signaling.messages import IceServer

__all__ = ["Grant", "House", "Media", "MediaOffer", "MediaRefused", "ResumeGrant", "Socket", "SocketClosed"]


class SocketClosed(Exception):
    """The other side is gone."""


class Socket(Protocol):
    """One accepted websocket, text frames only."""

    async def receive(self) -> str:
        """Return the next text frame; a binary frame is returned as an empty text. Raises SocketClosed."""

    async def send(self, text: str) -> None:
        """Send one text frame. Raises SocketClosed."""

    async def close(self, code: int) -> None:
        """Close with this code; closing twice is no error."""


@dataclass(frozen=True, slots=True)
class MediaOffer:
    """The server's offer for a new connection; generations of a seat rise."""

    generation: int
    sdp: str


class MediaRefused(Exception):
    """The media side will not do it.

    Args:
        code: An error code of PROTOCOL.md.
        reason: A stable detail such as ``answer.malformed``, or None.
    """

    def __init__(self, code: str, reason: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


class Media(Protocol):
    """The relay as a session sees it. ``send`` is called with every new offer, also later and unasked."""

    async def connect(
        self, room: RoomId, seat: SeatId, slot: int, send: Callable[[MediaOffer], None], *, keep: bool
    ) -> None:
        """Link the seat's media; with ``keep`` a connection that lives is kept and no offer comes.

        The link ends when a plan no longer names the seat.
        """

    async def answer(self, room: RoomId, seat: SeatId, generation: int, sdp: str) -> None:
        """Apply the client's answer. Raises MediaRefused."""

    async def restart(self, room: RoomId, seat: SeatId, generation: int) -> None:
        """Make a new offer unless a newer generation exists. Raises MediaRefused."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Where a ticket or a resume token leads."""

    room: RoomId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class ResumeGrant(Grant):
    """A resume token's content; ``nonce`` tells whether it is the seat's newest."""

    nonce: str


class House(Protocol):
    """The rest of the house as a session sees it."""

    def now(self) -> float:
        """Return Unix time in seconds."""

    def redeem_ticket(self, ticket: str) -> Grant | None:
        """Return where the ticket leads, once."""

    def mint_nonce(self) -> str:
        """Return a new unguessable mark for one client's conversation."""

    def mint_resume(self, grant: ResumeGrant) -> str:
        """Return a token that leads back."""

    def read_resume(self, token: str) -> ResumeGrant | None:
        """Return a token's content, or None when it is not ours or too old."""

    def ice_servers(self, seat: SeatId) -> list[IceServer]:
        """Return TURN servers with short-lived credentials."""

    async def find_room(self, room: RoomId) -> RoomActor | None:
        """Return the room's actor; None when there is no such session. Raises JournalUnavailable."""
