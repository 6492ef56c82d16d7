"""Lets handshakes through one step at a time: thirty people who join at once must not take the loop for one moment."""

import asyncio
from collections import deque

__all__ = ["Turnstile"]


class Turnstile:
    """One step of all that wait is made in each iteration of the event loop, in the order they came.

    A step of a handshake takes up to 1 ms (ECDSA, keys, SRTP sessions). How many wait is bounded by the handshakes in
    progress (`media.net.floods.Handshakes`) and the records of each connection that is up.
    """

    __slots__ = ("_turns",)

    def __init__(self) -> None:
        self._turns: deque[asyncio.Future[None]] = deque()

    async def wait(self) -> None:
        """Return when it is this caller's turn."""
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self._turns.append(turn)
        if len(self._turns) == 1:
            loop.call_soon(self._admit)
        await turn

    def _admit(self) -> None:
        turn = self._turns.popleft()
        if self._turns:
            turn.get_loop().call_soon(self._admit)
        if not turn.done():
            turn.set_result(None)
