"""Paces the parsing of what unidentified clients send: a few pieces in each iteration of the event loop.

On the hour, thousands of people connect at once. If everything that is ready ran in one iteration, a command from a room
would have to wait for all of it, several times over. So other work runs in between.
"""

import asyncio
from collections import deque
from collections.abc import Callable

__all__ = ["PIECES_A_ROUND", "Porter"]

PIECES_A_ROUND = 1
"""A piece is a request, or the bytes before a hello: about a millisecond of work, with everything it triggers."""


class Porter:
    """A queue of pieces, first come, first served; each connection has one piece at a time.

    Args:
        pieces: How many run in one iteration.
    """

    def __init__(self, pieces: int = PIECES_A_ROUND) -> None:
        self._pieces = pieces
        self._waiting: deque[Callable[[], None]] = deque()
        self._free = pieces

    def let_through(self, piece: Callable[[], None]) -> None:
        """Run the piece now if this iteration has room for it, otherwise in a later one."""
        if not self._free:
            self._waiting.append(piece)
            return
        if self._free == self._pieces:
            asyncio.get_running_loop().call_soon(self._begin_round)
        self._free -= 1
        piece()

    def _begin_round(self) -> None:
        self._free = self._pieces
        for _ in range(min(self._pieces, len(self._waiting))):
            self.let_through(self._waiting.popleft())
