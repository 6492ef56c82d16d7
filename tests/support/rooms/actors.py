"""An actor with a journal in memory, a recording relay and a clock that the test moves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from rooms.model import commands as cmd
from rooms.model.ids import SeatId
from rooms.runtime.actor import RoomActor
from rooms.views.merge_patch import apply_patch
from tests.support.rooms.fakes import FakeClock, FakeJournal, FakeRelay, FakeViewer
from tests.support.rooms.setups import STAFF_SEAT, build_setup

__all__ = ["LiveRoom", "notices_of", "running"]


class LiveRoom:
    """An actor with its environment."""

    def __init__(self, journal: FakeJournal | None = None) -> None:
        self.journal = journal or FakeJournal()
        self.clock = FakeClock()
        self.relay = FakeRelay(self.journal.notes)
        self.actor = RoomActor(build_setup(), self.journal, self.relay, self.clock)

    async def arrive(self, seat: SeatId, nonce: str = "n1") -> FakeViewer:
        viewer = FakeViewer(notes=self.journal.notes)
        await self.actor.attach(cmd.Attach(seat, True, True, nonce), viewer)
        return viewer

    async def come_back(self, seat: SeatId, nonce: str, seq: int = 1) -> FakeViewer:
        """The page with this nonce resumes."""
        viewer = FakeViewer(notes=self.journal.notes)
        await self.actor.attach(cmd.Attach(seat, True, True, f"{nonce}+", nonce), viewer, resume_from=seq)
        return viewer

    @property
    def seq(self) -> int:
        floor = self.actor.floor(STAFF_SEAT)
        return int(floor["seq"]) if floor else 0


def notices_of(viewer: FakeViewer) -> list[str]:
    view: dict[str, Any] = {"notices": []}
    for patch in viewer.patches:
        view = apply_patch(view, patch)
    notices: list[str] = view["notices"]
    return notices


@asynccontextmanager
async def running(live: LiveRoom) -> AsyncIterator[LiveRoom]:
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(live.actor.run())
        yield live
        task.cancel()
