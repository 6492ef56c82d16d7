"""How much everybody may cost the web process, before and after it is known who they are. docs/doors.md has all of it.

Costs are seconds of CPU time as measured on a slow core, and they are charged before anything is parsed.
"""

from dataclasses import dataclass

__all__ = [
    "ADDRESS_BURST_S",
    "ADDRESS_SHARE",
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
"""Read of one connection at a time; the rest stays with the kernel, and then with the sender."""

MAX_CONNECTIONS = 4096
"""Of people we do not know yet: HTTP, and sockets before their hello."""
MAX_CONNECTIONS_PER_NETWORK = 256
"""Of them from one IPv4 address, one IPv6 /64, or one IPv6 /48."""
MAX_NETWORKS = 4096
"""Networks whose costs are remembered; the one that came longest ago is forgotten."""

REQUEST_S = 10.0
"""From the connection, or from a request's first byte, until all of the request is there."""
RESPONSE_S = 60.0
"""For a client to take its answer."""
HELLO_S = 15.0
"""From the upgrade to a valid hello; the conversation itself says ``hello.expected`` before that."""
CLOSE_S = 5.0
"""For a socket that is closed to take its last bytes."""
LATE_S = 1.0
"""A deadline that is looked at so late shows that our own loop had no time: it is moved."""

REQUEST_BYTES = 16 * 1024
"""An HTTP request, line, headers and body."""
PIPELINED = 4
"""Requests that may end in one read; browsers and proxies send one."""
HELLO_BYTES = 8 * 1024
HELLO_FRAMES = 32
"""In all, before a valid hello: frames of any kind, and their bytes. Each read counts as a frame at least."""

CONNECTION_COST_S = 0.000_15
CHUNK_COST_S = 0.000_02
REQUEST_COST_S = 0.000_8
FRAME_COST_S = 0.000_01
STRANGERS_SHARE, STRANGERS_BURST_S = 0.5, 2.5
"""Of one core, for everybody together who is not known yet; beyond it they wait."""
ADDRESS_SHARE, ADDRESS_BURST_S = 0.25, 0.25
"""The same for one network."""
MAX_WAIT_S = 5.0
"""Who would have to wait longer is let go."""


@dataclass(frozen=True, slots=True)
class SocketBudget:
    """What a known person's socket may send; a burst is on top of it."""

    bytes_per_s: int
    burst_bytes: int
    frames_per_s: int
    burst_frames: int


WAITING = SocketBudget(8 * 1024, 64 * 1024, 20, 80)
"""Outside the room: the waiting room, and phones beside a shared seat."""
IN_ROOM = SocketBudget(64 * 1024, 256 * 1024, 60, 240)
MAX_DEBT_S = 2.0
"""Beyond its burst a socket is not read for a while; one that is further ahead than this ends."""


class Allowance:
    """What one known socket has sent of its budget, in bytes and in frames; the one that is further ahead counts."""

    __slots__ = ("_budget", "_bytes_until", "_frames_until")

    def __init__(self, budget: SocketBudget) -> None:
        self._budget = budget
        self._bytes_until = self._frames_until = float("-inf")

    def charge(self, size: int, frames: int, now: float) -> float:
        """Return for how long nothing more is to be read after these bytes and frames, 0 when it may go on."""
        budget = self._budget
        self._bytes_until = max(self._bytes_until, now) + size / budget.bytes_per_s
        self._frames_until = max(self._frames_until, now) + frames / budget.frames_per_s
        return max(
            0.0,
            self._bytes_until - now - budget.burst_bytes / budget.bytes_per_s,
            self._frames_until - now - budget.burst_frames / budget.frames_per_s,
        )
