"""Work gives way to packets once it has taken its time."""

import asyncio

import pytest

from media.worker.slices import SLICE_S, Slice

pytestmark = pytest.mark.asyncio


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


async def passes(slice_: Slice) -> bool:
    """Whether something else runs while the slice breathes."""
    passed: list[bool] = []
    asyncio.get_running_loop().call_soon(passed.append, True)
    await slice_.breathe()
    was_first = bool(passed)
    await asyncio.sleep(0)
    return was_first


async def test_short_work_goes_on_and_long_work_lets_packets_pass() -> None:
    clock = Clock()
    slice_ = Slice(clock)
    assert not await passes(slice_)
    clock.now += SLICE_S
    assert await passes(slice_)
    assert not await passes(slice_)


async def test_a_wait_does_not_count_as_work() -> None:
    clock = Clock()
    slice_ = Slice(clock)
    clock.now += 10.0
    slice_.begin()
    assert not await passes(slice_)
