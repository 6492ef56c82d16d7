from collections.abc import AsyncIterator

import pytest

from rooms.model.policy.policy import RoomPolicy
from tests.app.live.relay.stage import ANA, BEN, ROOM, RelayStage, plan, running_client


@pytest.fixture
async def idle() -> AsyncIterator[RelayStage]:
    """A relay client without a room."""
    async with running_client() as relay:
        yield relay


@pytest.fixture
async def stage(idle: RelayStage) -> RelayStage:
    """A relay client with an open room whose plan names Ana and Ben."""
    await idle.relay.open_room(ROOM, RoomPolicy(), idle.observer)
    await idle.relay.apply_plan(ROOM, plan(1, ANA, BEN))
    return idle
