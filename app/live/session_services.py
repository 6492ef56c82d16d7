"""The services that a client session uses: tickets and resume tokens, TURN servers, and rooms."""

import secrets

from app.auth.resume import ResumePass, ResumeTokens
from app.auth.tickets import Tickets
from app.live.turn import TurnCredentials
from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import RoomId, SeatId
from rooms.runtime.actor import RoomActor
from rooms.runtime.ports import Clock
from rooms.runtime.registry import RoomRegistry
from signaling.messages import IceServer
from signaling.ports import Grant, ResumeGrant

__all__ = ["LiveServices", "turn_servers"]


def turn_servers(turn: TurnCredentials, seat: SeatId, now: float) -> list[IceServer]:
    """Return TURN servers with short-lived credentials, as clients read them. ``now`` is Unix seconds."""
    return [
        IceServer(urls=list(found.urls), username=found.username, credential=found.credential)
        for found in turn.credentials(seat, now)
    ]


class LiveServices:
    """Implements ``signaling.ports.SessionServices``."""

    def __init__(
        self,
        clock: Clock,
        tickets: Tickets,
        resumes: ResumeTokens,
        turn: TurnCredentials,
        rooms: RoomRegistry,
    ) -> None:
        self._clock = clock
        self._tickets = tickets
        self._resumes = resumes
        self._turn = turn
        self._rooms = rooms

    def redeem_ticket(self, ticket: str) -> Grant | None:
        """Return the ticket's grant and use the ticket up; None if it is not valid."""
        grant = self._tickets.redeem(ticket, self._clock.steady())
        return Grant(grant.session, grant.seat, grant.link) if grant else None

    def mint_nonce(self) -> str:
        """Return a new random nonce."""
        return secrets.token_urlsafe(9)

    def mint_resume(self, grant: ResumeGrant) -> str:
        """Return a resume token for this grant."""
        return self._resumes.mint_resume(ResumePass(grant.room, grant.seat, grant.link, grant.nonce))

    def read_resume(self, token: str) -> ResumeGrant | None:
        """Return the token's content; None if it was altered or is not ours."""
        read = self._resumes.read_resume(token)
        return ResumeGrant(read.room, read.seat, read.link, read.nonce) if read else None

    async def exit_seat(self, left: ResumeGrant) -> None:
        """Have a seat leave its room, if the page that somebody left at once is the one that had it open.

        Where the room does not run, or the seat has left already, there is nothing to do.
        """
        room = await self._rooms.running(left.room)
        if room is None:
            return
        try:
            await room.do(cmd.ExitSeat(left.seat, left.nonce))
        except Refused:
            # It has left, its session is over, or another page has it open: nothing of that page is sent any more.
            return

    def ice_servers(self, seat: SeatId) -> list[IceServer]:
        """Return TURN servers with short-lived credentials."""
        return turn_servers(self._turn, seat, self._clock.now())

    async def find_room(self, room: RoomId) -> RoomActor | None:
        """Return the room's actor; None if there is no such session. Raises JournalUnavailable."""
        return await self._rooms.get(room)
