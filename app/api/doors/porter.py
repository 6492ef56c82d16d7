"""Lets what strangers have sent through to be parsed, a few pieces in each round of the event loop.

At the top of the hour thousands come at the same moment, and all that is ready is done in one round: whoever speaks in a
room would wait for all of them, several times for each command. So everybody else's work comes in between.
"""

import asyncio
from collections import deque
from collections.abc import Callable

__all__ = ["PIECES_A_ROUND", "Porter"]

PIECES_A_ROUND = 1
"""A piece is a request, or what came before a hello: with what follows from it about a millisecond's work."""


class Porter:
    """Who is next, in the order in which they came; a connection has one piece at a time.

    Args:
        pieces: How many go through in a round.
    """

    def __init__(self, pieces: int = PIECES_A_ROUND) -> None:
        self._pieces = pieces
        self._waiting: deque[Callable[[], None]] = deque()
        self._free = pieces

    def let_through(self, piece: Callable[[], None]) -> None:
        """Have this done, now if there is time in this round, else in one of the next."""
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
