"""The addresses of the service that people are given: in mails, in calendars and on a command line.

They name nobody. What is secret stands behind the #, which browsers send to no server and so reaches no log.
"""

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

    @property
    def staying_connected(self) -> str:
        """A client's own page for the time after their programme."""
        return f"{self.public_url}/connected"

    @property
    def on_call(self) -> str:
        """Where those on call see who needs them; it rings until somebody answers."""
        return f"{self.public_url}/on-call"

    @property
    def follow_ups(self) -> str:
        """What somebody of the staff has to do after something happened."""
        return f"{self.public_url}/follow-ups"

    def departures(self, session: str) -> str:
        """Return who left a session how, and what is left to do after it."""
        return f"{self.public_url}/sessions/{session}/departures"

    @property
    def webhooks(self) -> str:
        """The systems that are told of events."""
        return f"{self.public_url}/webhooks"

    @property
    def audit(self) -> str:
        """The audit trail."""
        return f"{self.public_url}/audit"

    def welcome(self, secret: str) -> str:
        """Return where the holder of a one-time link sets up how they sign in."""
        return f"{self.public_url}/welcome#{secret}"

    def entrance(self, secret: str) -> str:
        """Return where the holder of a session's link proves who they are, on their way into it."""
        return f"{self.public_url}/sign-in#{secret}"

    def room(self, invitation: str) -> str:
        """Return where the holder of a seat's invitation enters its room."""
        return f"{self.public_url}/join#{invitation}"

    def calendar(self, secret: str) -> str:
        """Return the address of a person's own calendar."""
        return f"{self.public_url}/api/v1/calendar/{secret}.ics"
