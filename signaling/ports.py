"""What a client session needs from outside, as protocols; ``app.live`` and ``app.api`` implement them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from rooms.model.ids import RoomId, SeatId
from rooms.runtime.actor import RoomActor
from signaling.messages import IceServer

__all__ = [
    "Grant",
    "SessionServices",
    "Lack",
    "Media",
    "LayersChosen",
    "MediaEvent",
    "OfferMade",
    "SlotsPaused",
    "MediaRefused",
    "FormatsMissing",
    "ResumeGrant",
    "Socket",
    "SocketClosed",
    "CameraLayer",
]


class SocketClosed(Exception):
    """The client has closed the socket."""


class Socket(Protocol):
    """One accepted websocket, text frames only."""

    async def receive(self) -> str:
        """Return the next text frame; a binary frame is returned as an empty text. Raises SocketClosed."""

    async def send(self, text: str) -> None:
        """Send one text frame. Raises SocketClosed."""

    async def close(self, code: int) -> None:
        """Close with this code; closing twice is allowed."""

    def admit(self, *, in_room: bool) -> None:
        """The client is identified; its rate limit is higher in the room."""


@dataclass(frozen=True, slots=True)
class CameraLayer:
    """One layer of a camera: its name in the offer, its height in pixels, its bits per second."""

    rid: str
    height: int
    max_bps: int


@dataclass(frozen=True, slots=True)
class OfferMade:
    """The server's offer; a seat's generations increase.

    Attributes:
        layers: The camera's layers, smallest first.
        restart: New ICE credentials for the connection of the same generation, instead of a new connection.
    """

    generation: int
    sdp: str
    layers: tuple[CameraLayer, ...] = ()
    restart: bool = False


@dataclass(frozen=True, slots=True)
class LayersChosen:
    """The camera layers that the connection of this generation should send now."""

    generation: int
    rids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlotsPaused:
    """The slots that the connection of this generation does not receive, because its link is too slow."""

    generation: int
    slots: tuple[int, ...]


Lack = Literal["hear", "see", "be_heard", "be_seen"]


@dataclass(frozen=True, slots=True)
class FormatsMissing:
    """What the page of this generation cannot do, because its answer accepts no format of ours: ``hear``, ``see``, …"""

    generation: int
    cannot: tuple[Lack, ...]


MediaEvent = OfferMade | LayersChosen | SlotsPaused | FormatsMissing


class MediaRefused(Exception):
    """The relay rejects the request.

    Args:
        code: An error code of PROTOCOL.md.
        reason: A stable detail such as ``answer.malformed``, or None.
    """

    def __init__(self, code: str, reason: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


class Media(Protocol):
    """The relay as a client session sees it. ``send`` gets every offer and choice of layers, also unprompted."""

    async def connect(
        self, room: RoomId, seat: SeatId, slot: int, send: Callable[[MediaEvent], None], *, keep: bool
    ) -> None:
        """Connect the seat's media. With ``keep`` a live connection is kept: its layers are sent again, but no offer.

        Ends when a plan no longer names the seat.
        """

    async def answer(self, room: RoomId, seat: SeatId, generation: int, sdp: str) -> None:
        """Apply the client's answer. Raises MediaRefused."""

    async def restart(self, room: RoomId, seat: SeatId, generation: int, *, fresh: bool) -> None:
        """Make an offer unless a newer generation exists: for the same connection if it can be kept and not ``fresh``.

        Raises MediaRefused.
        """

    async def set_tiles(self, room: RoomId, seat: SeatId, heights: Mapping[int, int]) -> None:
        """Set the height at which each slot is shown at the seat, device pixels. Raises MediaRefused."""

    async def stats(self, room: RoomId) -> dict[str, Any]:
        """Return the relay's counters of the room as plain values, by seat id. Raises MediaRefused."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Where a ticket or a resume token leads, and the version of the seat's link that it came from."""

    room: RoomId
    seat: SeatId
    link: int


@dataclass(frozen=True, slots=True)
class ResumeGrant(Grant):
    """A resume token's content; by ``nonce`` the room knows whether it is the seat's newest."""

    nonce: str


class SessionServices(Protocol):
    """The other services that a client session uses."""

    def redeem_ticket(self, ticket: str) -> Grant | None:
        """Return the ticket's grant and use the ticket up; None if it is not valid."""

    def mint_nonce(self) -> str:
        """Return a new random nonce for one client session."""

    def mint_resume(self, grant: ResumeGrant) -> str:
        """Return a resume token for this grant."""

    def read_resume(self, token: str) -> ResumeGrant | None:
        """Return the token's content; None if it was altered or is not ours."""

    def ice_servers(self, seat: SeatId) -> list[IceServer]:
        """Return TURN servers with short-lived credentials."""

    async def find_room(self, room: RoomId) -> RoomActor | None:
        """Return the room's actor; None if there is no such session. Raises JournalUnavailable."""
