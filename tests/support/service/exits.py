"""Pages that were left at once in a test of the web application."""

from dataclasses import dataclass, field

from app.api.rate_limit import RateLimit
from app.api.services import SeatExits
from app.auth.resume import ResumePass, ResumeTokens
from signaling.ports import ResumeGrant

__all__ = ["FakeExits"]


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
