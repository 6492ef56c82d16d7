"""How much load a client may put on the web process, before and after it is identified. See docs/doors.md.

Costs are seconds of CPU time measured on a slow core. They are charged before anything is parsed.
"""

from dataclasses import dataclass

__all__ = [
    "ADDRESS_BURST_S",
    "ADDRESS_SHARE",
    "BODY_S",
    "CHUNK_COST_S",
    "CLOSE_S",
    "CONNECTION_COST_S",
    "FRAME_COST_S",
    "HELLO_BYTES",
    "HELLO_FRAMES",
    "HELLO_S",
    "IN_ROOM",
    "LATE_S",
    "MAX_CONNECTIONS",
    "MAX_CONNECTIONS_PER_NETWORK",
    "MAX_DEBT_S",
    "MAX_NETWORKS",
    "MAX_WAIT_S",
    "PIPELINED",
    "READ_BYTES",
    "REQUEST_BYTES",
    "REQUEST_COST_S",
    "REQUEST_S",
    "RESPONSE_S",
    "STRANGERS_BURST_S",
    "STRANGERS_SHARE",
    "WAITING",
    "Allowance",
    "SocketBudget",
]

READ_BYTES = 4096
"""Bytes read from one connection at a time; the rest stays in the kernel's buffer, and then with the sender."""

MAX_CONNECTIONS = 4096
"""Unidentified connections: HTTP, and websockets before their hello."""
MAX_CONNECTIONS_PER_NETWORK = 256
"""Of these, from one IPv4 address, IPv6 /64 or IPv6 /48."""
MAX_NETWORKS = 4096
"""Networks whose costs are remembered; the least recently used is evicted."""

REQUEST_S = 10.0
"""From the connection, or from a request's first byte, until the whole request has arrived."""
RESPONSE_S = 60.0
"""For a client to take its response."""
HELLO_S = 15.0
"""From the upgrade to a valid hello. The session itself closes with ``hello.expected`` before that."""
CLOSE_S = 5.0
"""For a closing websocket to take its last bytes."""
LATE_S = 1.0
"""A deadline checked this late shows that our own event loop was stalled: the deadline is extended."""

REQUEST_BYTES = 16 * 1024
"""An HTTP request of somebody unidentified: request line, headers and body."""
BODY_S = 60.0
"""For the rest of a body that the application expects from somebody it has identified."""
PIPELINED = 4
"""Requests that may end in one read; browsers and proxies send one."""
HELLO_BYTES = 8 * 1024
HELLO_FRAMES = 32
"""Totals before a valid hello, for frames of any kind. Each read counts as at least one frame."""

CONNECTION_COST_S = 0.000_15
CHUNK_COST_S = 0.000_02
REQUEST_COST_S = 0.000_8
FRAME_COST_S = 0.000_01
STRANGERS_SHARE, STRANGERS_BURST_S = 0.5, 2.5
"""Share of one core for all unidentified clients together; beyond it they wait."""
ADDRESS_SHARE, ADDRESS_BURST_S = 0.25, 0.25
"""The same for one network."""
MAX_WAIT_S = 5.0
"""A client that would have to wait longer is disconnected."""


@dataclass(frozen=True, slots=True)
class SocketBudget:
    """The rates at which an identified websocket may send, each with a burst on top."""

    bytes_per_s: int
    burst_bytes: int
    frames_per_s: int
    burst_frames: int


WAITING = SocketBudget(8 * 1024, 64 * 1024, 20, 80)
"""Outside the room: the waiting room, and phones beside a shared seat."""
IN_ROOM = SocketBudget(64 * 1024, 256 * 1024, 60, 240)
MAX_DEBT_S = 2.0
"""A socket that exceeds its burst is not read for a while; one that is further over than this is closed."""


class Allowance:
    """How much of its budget one identified websocket has used, in bytes and in frames; the higher use counts."""

    __slots__ = ("_budget", "_bytes_until", "_frames_until")

    def __init__(self, budget: SocketBudget) -> None:
        self._budget = budget
        self._bytes_until = self._frames_until = float("-inf")

    def charge(self, size: int, frames: int, now: float) -> float:
        """Return how long to stop reading after these bytes and frames; 0 means keep reading."""
        budget = self._budget
        self._bytes_until = max(self._bytes_until, now) + size / budget.bytes_per_s
        self._frames_until = max(self._frames_until, now) + frames / budget.frames_per_s
        return max(
            0.0,
            self._bytes_until - now - budget.burst_bytes / budget.bytes_per_s,
            self._frames_until - now - budget.burst_frames / budget.frames_per_s,
        )
