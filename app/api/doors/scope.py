"""Where an ASGI scope holds the connection that a request or a socket came by, and what its handlers may tell it."""

from collections.abc import Mapping
from typing import Any, Protocol, cast

__all__ = ["DOOR", "Door", "door_of"]

DOOR = "door"


class Door(Protocol):
    """A guarded connection as handlers see it."""

    def name(self, host: str) -> float:
        """Say for whom a proxy asks; returns how long the request should wait for the sake of others, seconds."""

    def prove(self) -> None:
        """What was asked came from somebody who may: it costs their network nothing."""

    def admit(self, *, in_room: bool) -> None:
        """The socket is somebody's whom we know, outside of the room or in it."""


class _OpenDoor:
    """Where nothing stands between us and who asks: tests, and servers of others."""

    def name(self, _host: str) -> float:
        return 0.0

    def prove(self) -> None:
        return

    def admit(self, *, in_room: bool) -> None:
        return


_OPEN = _OpenDoor()


def door_of(scope: Mapping[str, Any]) -> Door:
    """Return the connection behind a scope."""
    return cast("Door", scope.get("state", {}).get(DOOR, _OPEN))
