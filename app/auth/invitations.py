"""Invitations: the part of a link after the #. Signed, so that they need no table and stay the same across runs.

An invitation names a seat and its link version; raising the version withdraws the old link.
"""

from dataclasses import dataclass

from itsdangerous import BadData

from app.auth.signed import SignedTexts
from rooms.model.ids import SeatId

__all__ = ["MAX_INVITATION", "Invitation", "Invitations"]

MAX_INVITATION = 200
"""Characters; longer texts are rejected unread."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A seat, and the version of its link."""

    seat: SeatId
    version: int


class Invitations:
    """Writes and reads invitations with one key."""

    def __init__(self, secret_key: str) -> None:
        self._texts = SignedTexts(secret_key, "attune.invitation.v1")

    def write(self, invitation: Invitation) -> str:
        """Return the text after the #."""
        return str(self._texts.dumps([invitation.seat, invitation.version]))

    def read(self, text: str) -> Invitation | None:
        """Return the invitation; None if the text was altered or is not ours."""
        if len(text) > MAX_INVITATION:
            return None
        try:
            match self._texts.loads(text):
                case [str(seat), int(version)]:
                    return Invitation(SeatId(seat), version)
        except BadData:
            pass
        return None
