"""What a session needs from outside, as protocols; ``app.live`` and ``app.api`` fulfil them."""

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
    "MediaLayers",
    "MediaNews",
    "MediaOffer",
    "MediaPaused",
    "MediaRefused",
    "MediaUnsupported",
    "ResumeGrant",
    "Socket",
    "SocketClosed",
    "VideoLayer",
]


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

    def admit(self, *, in_room: bool) -> None:
        """Whose socket it is has been proven; in the room more may be sent than outside of it."""


@dataclass(frozen=True, slots=True)
class VideoLayer:
    """One layer of a camera: its name in the offer, its height in pixels, its bits per second."""

    rid: str
    height: int
    max_bps: int


@dataclass(frozen=True, slots=True)
class MediaOffer:
    """The server's offer; generations of a seat rise.

    Attributes:
        layers: Of the camera, smallest first.
        restart: New ICE credentials for the connection of the same generation, instead of a new connection.
    """

    generation: int
    sdp: str
    layers: tuple[VideoLayer, ...] = ()
    restart: bool = False


@dataclass(frozen=True, slots=True)
class MediaLayers:
    """The layers of its camera that the connection of this generation is to send now."""

    generation: int
    rids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MediaPaused:
    """The slots that the connection of this generation gets nothing of: its link is too narrow."""

    generation: int
    slots: tuple[int, ...]


Lack = Literal["hear", "see", "be_heard", "be_seen"]


@dataclass(frozen=True, slots=True)
class MediaUnsupported:
    """What the page of this generation cannot do, as its answer takes no format of ours: ``hear``, ``see``, …"""

    generation: int
    cannot: tuple[Lack, ...]


MediaNews = MediaOffer | MediaLayers | MediaPaused | MediaUnsupported


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
    """The relay as a session sees it. ``send`` is called with every offer and choice of layers, also unasked."""

    async def connect(
        self, room: RoomId, seat: SeatId, slot: int, send: Callable[[MediaNews], None], *, keep: bool
    ) -> None:
        """Link the seat's media; with ``keep`` a connection that lives is kept: its layers are told, no offer comes.

        The link ends when a plan no longer names the seat.
        """

    async def answer(self, room: RoomId, seat: SeatId, generation: int, sdp: str) -> None:
        """Apply the client's answer. Raises MediaRefused."""

    async def restart(self, room: RoomId, seat: SeatId, generation: int, *, fresh: bool) -> None:
        """Make an offer unless a newer generation exists: of the same connection if it can be kept and not ``fresh``.

        Raises MediaRefused.
        """

    async def set_tiles(self, room: RoomId, seat: SeatId, heights: Mapping[int, int]) -> None:
        """Take note how high each slot is shown at the seat, device pixels. Raises MediaRefused."""

    async def stats(self, room: RoomId) -> dict[str, Any]:
        """Return the relay's counters of the room as plain values, by seat id. Raises MediaRefused."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Where a ticket or a resume token leads, and by which version of the seat's link its holder came."""

    room: RoomId
    seat: SeatId
    link: int


@dataclass(frozen=True, slots=True)
class ResumeGrant(Grant):
    """A resume token's content; by ``nonce`` the room knows whether it is the seat's newest."""

    nonce: str


class SessionServices(Protocol):
    """The rest of the house as a session sees it."""

    def redeem_ticket(self, ticket: str) -> Grant | None:
        """Return where the ticket leads, once."""

    def mint_nonce(self) -> str:
        """Return a new unguessable mark for one client's conversation."""

    def mint_resume(self, grant: ResumeGrant) -> str:
        """Return a token that leads back."""

    def read_resume(self, token: str) -> ResumeGrant | None:
        """Return a token's content, or None when it is not ours or was altered."""

    def ice_servers(self, seat: SeatId) -> list[IceServer]:
        """Return TURN servers with short-lived credentials."""

    async def find_room(self, room: RoomId) -> RoomActor | None:
        """Return the room's actor; None when there is no such session. Raises JournalUnavailable."""
