"""Short-lived TURN credentials, as coturn's REST interface defines them (draft-uberti-behave-turn-rest-00).

The user name is the expiry time and a hash of the seat, so coturn's log identifies nobody.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from rooms.model.ids import SeatId

__all__ = ["TurnCredential", "TurnCredentials"]


@dataclass(frozen=True, slots=True)
class TurnCredential:
    """One entry of a client's list of ICE servers."""

    urls: tuple[str, ...]
    username: str
    credential: str


class TurnCredentials:
    """Makes credentials.

    Args:
        urls: The TURN servers; may be empty.
        secret: The secret shared with them; used only if there are URLs.
        ttl: How long a credential is valid.
    """

    def __init__(self, urls: tuple[str, ...], secret: str, ttl: timedelta) -> None:
        self._urls = urls
        self._secret = secret.encode()
        self._ttl_s = int(ttl.total_seconds())

    def credentials(self, seat: SeatId, now: float) -> list[TurnCredential]:
        """Return the seat's TURN servers with credentials; empty if there are none. ``now`` is Unix seconds."""
        if not self._urls:
            return []
        digest = hmac.new(self._secret, seat.encode(), hashlib.sha256).hexdigest()[:16]
        username = f"{int(now) + self._ttl_s}:{digest}"
        # The interface prescribes SHA-1; in an HMAC it is still sound.
        password = hmac.new(self._secret, username.encode(), hashlib.sha1).digest()
        return [TurnCredential(self._urls, username, base64.b64encode(password).decode())]
