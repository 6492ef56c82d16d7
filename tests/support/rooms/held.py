"""A journal and a relay that complete their calls only when the test says so."""

import asyncio
from collections.abc import Sequence

from rooms.model.events import Recorded
from rooms.model.ids import RoomId
from rooms.plan import Plan
from tests.support.rooms.fakes import FakeJournal, FakeRelay

__all__ = ["HeldJournal", "HeldRelay", "Turnstile"]


class Turnstile:
    """Blocks callers until they are released, one at a time."""

    def __init__(self) -> None:
        self.is_open = False
        self._held: list[asyncio.Future[None]] = []

    async def wait(self) -> None:
        if not self.is_open:
            held: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._held.append(held)
            await held

    def release(self) -> None:
        """Release the first caller, if any is blocked."""
        if self._held:
            held = self._held.pop(0)
            if not held.done():
                held.set_result(None)

    def open(self) -> None:
        """Stop blocking."""
        self.is_open = True
        while self._held:
            self.release()


class HeldJournal(FakeJournal):
    """Completes a write only when released."""

    def __init__(self, turnstile: Turnstile) -> None:
        super().__init__()
        self._turnstile = turnstile

    async def append(self, room: RoomId, records: Sequence[Recorded]) -> None:
        await self._turnstile.wait()
        await super().append(room, records)


class HeldRelay(FakeRelay):
    """Completes a plan only when released."""

    def __init__(self, turnstile: Turnstile) -> None:
        super().__init__()
        self._turnstile = turnstile
        self.in_force = Plan(0, {})

    async def apply_plan(self, room: RoomId, plan: Plan) -> None:
        await self._turnstile.wait()
        self.in_force = plan
