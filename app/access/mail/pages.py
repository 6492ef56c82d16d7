"""Addresses that stand in mails and calendars. They name nobody, and hold no key but a calendar's own."""

from dataclasses import dataclass
from urllib.parse import urlsplit

__all__ = ["Pages"]


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of the service at its public address, such as ``https://meet.example.org``."""

    public_url: str

    @property
    def host(self) -> str:
        """The service's host name."""
        return urlsplit(self.public_url).hostname or ""

    @property
    def front(self) -> str:
        """Where everybody signs in; who is signed in finds their next appointment."""
        return f"{self.public_url}/"

    @property
    def devices(self) -> str:
        """One's own account, with the devices that are signed in."""
        return f"{self.public_url}/me"

    def calendar(self, secret: str) -> str:
        """Return the address of a person's own calendar."""
        return f"{self.public_url}/api/v1/calendar/{secret}.ics"
