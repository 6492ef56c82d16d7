from collections.abc import AsyncIterator

import pytest

from rooms.model.policy.policy import RoomPolicy
from tests.app.live.relay.desk import ANA, BEN, ROOM, Desk, plan, running_desk


@pytest.fixture
async def idle() -> AsyncIterator[Desk]:
    """A desk without a room."""
    async with running_desk() as desk:
        yield desk


@pytest.fixture
async def stage(idle: Desk) -> Desk:
    """A desk with an open room whose plan names Ana and Ben."""
    await idle.desk.open_room(ROOM, RoomPolicy(), idle.observer)
    await idle.desk.apply_plan(ROOM, plan(1, ANA, BEN))
    return idle
