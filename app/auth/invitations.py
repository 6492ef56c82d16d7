"""Invitations: what stands behind the # of a link. Signed, so that they are the same at every run and need no table.

An invitation names a seat and the version of its link; raising the seat's version withdraws it.
"""

from dataclasses import dataclass

from itsdangerous import BadData

from app.auth.signed import SignedTexts
from rooms.model.ids import SeatId

__all__ = ["MAX_INVITATION", "Invitation", "Invitations"]

MAX_INVITATION = 200
"""Characters; nothing longer is looked at."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """Which seat, and which version of its link."""

    seat: SeatId
    version: int


class Invitations:
    """Writes and reads invitations with one key."""

    def __init__(self, secret_key: str) -> None:
        self._texts = SignedTexts(secret_key, "attune.invitation.v1")

    def write(self, invitation: Invitation) -> str:
        """Return the text behind the #."""
        return str(self._texts.dumps([invitation.seat, invitation.version]))

    def read(self, text: str) -> Invitation | None:
        """Return what the text says, or None when it is not ours or was altered."""
        if len(text) > MAX_INVITATION:
            return None
        try:
            match self._texts.loads(text):
                case [str(seat), int(version)]:
                    return Invitation(SeatId(seat), version)
        except BadData:
            pass
        return None
