"""Seat cookies: show that somebody has shown at this browser who they are, for one seat.

They sign nobody in. They keep what a seat's page offers, such as the address of last time, from whoever else has the
link. Signed, so that they need no table.
"""

from datetime import datetime, timedelta
from typing import Final

from itsdangerous import BadData

from app.auth.signed import SignedTexts
from rooms.model.ids import PersonId, SeatId

__all__ = ["LASTS", "SeatCookies"]

LASTS: Final = timedelta(hours=12)
"""Longer than any session, so that nobody is asked twice in one."""
_MAX_COOKIE: Final = 400


class SeatCookies:
    """Writes and reads seat cookies with one key.

    Args:
        secure: Whether the service is reached over TLS, without which browsers take no ``__Host-`` cookie.
    """

    def __init__(self, secret_key: str, *, secure: bool = True) -> None:
        self._texts = SignedTexts(secret_key, "attune.seat.v1")
        self.name = f"{'__Host-' if secure else ''}attune-seat"

    def write(self, seat: SeatId, person: PersonId, now: datetime) -> str:
        """Return the cookie after somebody has shown who they are."""
        return str(self._texts.dumps([seat, person, int(now.timestamp())]))

    def read(self, cookie: str, seat: SeatId, now: datetime) -> PersonId | None:
        """Return who showed who they are for this seat; None if nobody did, or it was too long ago."""
        if len(cookie) > _MAX_COOKIE or not cookie.isascii():
            return None
        try:
            match self._texts.loads(cookie):
                case [str(where), str(person), int(written)] if where == seat:
                    age_s = now.timestamp() - written
                    return PersonId(person) if 0 <= age_s < LASTS.total_seconds() else None
        except BadData:
            pass
        return None
