"""How many TCP connections a worker has at once, and for how long strangers keep one. Pure.

| What | Allowed | Beyond it |
|---|---|---|
| connections of a worker | 512 | the oldest stranger is closed; without one, the new connection |
| connections of strangers | 128 | the oldest stranger is closed |
| connections of strangers of one network (/24, /64) | 32 | the new connection is closed |
| until the first valid check | 5 s and 4 packets | closed |
| until a packet that has begun is whole | 5 s | closed |
| without any packet | 60 s | closed |

A stranger is a connection on which no valid check has arrived. Those of a client are bounded by the paths it may have.
"""

from collections import Counter
from typing import Generic, TypeVar

from media.net.floods import source_network

__all__ = [
    "FIRST_CHECK_S",
    "FRAME_S",
    "MAX_CONNECTIONS",
    "MAX_OF_NETWORK",
    "MAX_STRANGERS",
    "QUIET_S",
    "STRANGER_PACKETS",
    "Admission",
]

MAX_CONNECTIONS = 512
MAX_STRANGERS = 128
MAX_OF_NETWORK = 32
FIRST_CHECK_S = 5.0
STRANGER_PACKETS = 4
FRAME_S = 5.0
QUIET_S = 60.0

_T = TypeVar("_T")


class Admission(Generic[_T]):
    """The connections there are, by what stands for one."""

    def __init__(self) -> None:
        self._known: set[_T] = set()
        # By connection, oldest first: its network.
        self._strangers: dict[_T, str] = {}
        self._of_network: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._known) + len(self._strangers)

    @property
    def strangers(self) -> int:
        """How many of them nobody has proved."""
        return len(self._strangers)

    def admit(self, connection: _T, host: str) -> tuple[bool, _T | None]:
        """Whether a new connection from this host may stay, and the older one that has to go for it."""
        network = source_network(host)
        if self._of_network[network] >= MAX_OF_NETWORK:
            return False, None
        oldest = None
        if len(self._strangers) >= MAX_STRANGERS or len(self) >= MAX_CONNECTIONS:
            oldest = next(iter(self._strangers), None)
            if oldest is None:
                return False, None
            self.forget(oldest)
        self._strangers[connection] = network
        self._of_network[network] += 1
        return True, oldest

    def prove(self, connection: _T) -> None:
        """A valid check arrived on it; idempotent."""
        if connection in self._strangers:
            self.forget(connection)
            self._known.add(connection)

    def forget(self, connection: _T) -> None:
        """It has ended; idempotent."""
        self._known.discard(connection)
        network = self._strangers.pop(connection, None)
        if network is None:
            return
        self._of_network[network] -= 1
        if not self._of_network[network]:
            del self._of_network[network]
