"""The guarded connection behind an ASGI scope, as request and websocket handlers use it."""

from collections.abc import Mapping
from typing import Any, Protocol, cast

__all__ = ["DOOR", "Door", "door_of"]

DOOR = "door"


class Door(Protocol):
    """A guarded connection as handlers see it."""

    def name(self, host: str) -> float:
        """Set the client that a proxy forwards for; returns how many seconds the request should wait, to be fair to
        others."""

    def prove(self) -> None:
        """Refund the network: the request came from somebody with valid credentials."""

    def expect(self, body_bytes: int) -> None:
        """Read a body of this length: the request came from somebody with valid credentials."""

    def admit(self, *, in_room: bool) -> None:
        """Mark the websocket as identified, outside the room or in it."""


class _OpenDoor:
    """Used where no guard stands in front of the application: in tests, and under other servers."""

    def name(self, _host: str) -> float:
        return 0.0

    def prove(self) -> None:
        return

    def expect(self, body_bytes: int) -> None:
        return

    def admit(self, *, in_room: bool) -> None:
        return


_OPEN = _OpenDoor()


def door_of(scope: Mapping[str, Any]) -> Door:
    """Return the guarded connection behind a scope."""
    return cast("Door", scope.get("state", {}).get(DOOR, _OPEN))
