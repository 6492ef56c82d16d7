"""Resume tokens: let the same page reconnect after it lost its websocket, even if the service restarted meanwhile.

Signed and not stored. The room decides how long the seat is kept, whether the nonce is still the newest, and whether the
link is still valid. So a token carries no expiry, which a wrong host clock could spoil.
"""

from dataclasses import dataclass

from itsdangerous import BadData

from app.auth.signed import SignedTexts
from rooms.model.ids import RoomId, SeatId

__all__ = ["MAX_TOKEN", "ResumePass", "ResumeTokens"]

MAX_TOKEN = 400


@dataclass(frozen=True, slots=True)
class ResumePass:
    """A token's content."""

    room: RoomId
    seat: SeatId
    link: int
    nonce: str


class ResumeTokens:
    """Writes and reads resume tokens with one key."""

    def __init__(self, secret_key: str) -> None:
        self._texts = SignedTexts(secret_key, "attune.resume.v1")

    def mint_resume(self, leads: ResumePass) -> str:
        """Return a token with this content."""
        return "rs_" + str(self._texts.dumps([leads.room, leads.seat, leads.link, leads.nonce]))

    def read_resume(self, token: str) -> ResumePass | None:
        """Return the token's content; None if it was altered or is not ours."""
        if len(token) > MAX_TOKEN or not token.startswith("rs_"):
            return None
        try:
            match self._texts.loads(token.removeprefix("rs_")):
                case [str(room), str(seat), int(link), str(nonce)]:
                    return ResumePass(RoomId(room), SeatId(seat), link, nonce)
        except BadData:
            pass
        return None
