"""Resume tokens: let the same page come back after a lost socket, also to a service that was restarted meanwhile.

Signed and kept nowhere. Whether the nonce is still the seat's newest is for the room to say.
"""

import hashlib
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer

from rooms.model.ids import RoomId, SeatId

__all__ = ["RESUME_MAX_AGE_S", "ResumePass", "ResumeTokens"]

RESUME_MAX_AGE_S = 12 * 3600
_MAX_TOKEN = 400


@dataclass(frozen=True, slots=True)
class ResumePass:
    """What a token says."""

    room: RoomId
    seat: SeatId
    nonce: str


class ResumeTokens:
    """Writes and reads resume tokens with one key. ``now`` is Unix seconds."""

    def __init__(self, secret_key: str) -> None:
        self._serializer = URLSafeSerializer(
            secret_key, salt="attune.resume.v1", signer_kwargs={"digest_method": hashlib.sha256}
        )

    def mint_resume(self, room: RoomId, seat: SeatId, nonce: str, now: float) -> str:
        """Return a token that leads back to the seat."""
        return "rs_" + str(self._serializer.dumps([room, seat, nonce, int(now) + RESUME_MAX_AGE_S]))

    def read_resume(self, token: str, now: float) -> ResumePass | None:
        """Return what the token says, or None when it is not ours, altered or too old."""
        if len(token) > _MAX_TOKEN or not token.startswith("rs_"):
            return None
        try:
            match self._serializer.loads(token.removeprefix("rs_")):
                case [str(room), str(seat), str(nonce), int(ends)] if now < ends:
                    return ResumePass(RoomId(room), SeatId(seat), nonce)
        except BadData:
            pass
        return None
