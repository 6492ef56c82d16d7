"""Resume tokens: let the same page come back after a lost socket, also to a service that was restarted meanwhile.

Signed and kept nowhere. How long the seat is kept, whether the nonce is still its newest, and the link it came by still
good, is for the room to say: a token has no time of its own, which a host's clock could be wrong about.
"""

from dataclasses import dataclass

from itsdangerous import BadData

from app.auth.signed import SignedTexts
from rooms.model.ids import RoomId, SeatId

__all__ = ["ResumePass", "ResumeTokens"]

_MAX_TOKEN = 400


@dataclass(frozen=True, slots=True)
class ResumePass:
    """What a token says."""

    room: RoomId
    seat: SeatId
    link: int
    nonce: str


class ResumeTokens:
    """Writes and reads resume tokens with one key."""

    def __init__(self, secret_key: str) -> None:
        self._texts = SignedTexts(secret_key, "attune.resume.v1")

    def mint_resume(self, leads: ResumePass) -> str:
        """Return a token that says this."""
        return "rs_" + str(self._texts.dumps([leads.room, leads.seat, leads.link, leads.nonce]))

    def read_resume(self, token: str) -> ResumePass | None:
        """Return what the token says, or None when it is not ours or altered."""
        if len(token) > _MAX_TOKEN or not token.startswith("rs_"):
            return None
        try:
            match self._texts.loads(token.removeprefix("rs_")):
                case [str(room), str(seat), int(link), str(nonce)]:
                    return ResumePass(RoomId(room), SeatId(seat), link, nonce)
        except BadData:
            pass
        return None
