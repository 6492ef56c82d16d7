"""Who leaves in a test of the web application: pages that are left at once, and seats whose link is withdrawn."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from app.api.rate_limit import RateLimit
from app.api.services import SeatExits
from app.auth.resume import ResumePass, ResumeTokens
from rooms.model.ids import SeatId
from signaling.ports import ResumeGrant

__all__ = ["FakeExits", "ends_withdrawn"]


@dataclass
class FakeExits:
    """Rooms that note which of their pages were left; three exits of a seat at once.

    Attributes:
        told: What rooms were told, in order.
    """

    told: list[ResumeGrant] = field(default_factory=list)
    tokens: ResumeTokens = field(default_factory=lambda: ResumeTokens("key"))

    @property
    def ports(self) -> SeatExits:
        return SeatExits(self._read, self._exit, RateLimit(burst=3, per_s=0.5))

    def token(self, left: ResumeGrant) -> str:
        return self.tokens.mint_resume(ResumePass(left.room, left.seat, left.link, left.nonce))

    def _read(self, token: str) -> ResumeGrant | None:
        read = self.tokens.read_resume(token)
        return ResumeGrant(read.room, read.seat, read.link, read.nonce) if read else None

    async def _exit(self, left: ResumeGrant) -> None:
        self.told.append(left)


def ends_withdrawn(withdrawn: list[SeatId], refusals: list[Exception]) -> Callable[[SeatId], Awaitable[bool]]:
    """Return what ends a withdrawn seat, and notes which; it refuses while there is something to refuse with."""

    async def end_withdrawn(seat: SeatId) -> bool:
        withdrawn.append(seat)
        if refusals:
            raise refusals[0]
        return seat != "se_none"

    return end_withdrawn
