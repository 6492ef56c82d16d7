"""The sweeps find reference cycles, and restore the collector's settings afterwards."""

import asyncio
import gc
import weakref
from collections.abc import Callable

import pytest

from app.runtime import garbage


class Circle:
    def __init__(self) -> None:
        self.itself = self


async def test_circles_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "SWEEP_S", 0.0)
    found = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        sweeping = tasks.create_task(garbage.sweep(lambda: False))
        await asyncio.sleep(0)
        circle = weakref.ref(Circle(), lambda _: found.set())
        assert circle() is not None, "counting references does not free it"
        await found.wait()
        assert circle() is None
        sweeping.cancel()


@pytest.mark.parametrize(("quiet", "at_latest_s", "last"), [(True, 1e9, 2), (False, 1e9, 0), (False, 0.0, 2)])
async def test_everything_is_gone_through_when_nobody_is_there_or_at_the_latest(
    monkeypatch: pytest.MonkeyPatch, quiet: bool, at_latest_s: float, last: int
) -> None:
    monkeypatch.setattr(garbage, "SWEEP_S", 0.0)
    monkeypatch.setattr(garbage, "YOUNG_EVERY", 3)
    monkeypatch.setattr(garbage, "QUIET_EVERY_S", 0.0)
    monkeypatch.setattr(garbage, "AT_LATEST_S", at_latest_s)
    assert await generations_swept(lambda: quiet, 2) == [2, last]


async def test_what_several_sweeps_have_left_is_gone_through_after_some(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(garbage, "SWEEP_S", 0.0)
    monkeypatch.setattr(garbage, "YOUNG_EVERY", 3)
    assert await generations_swept(lambda: True, 5) == [2, 0, 0, 1, 0], "not long after the start"


async def generations_swept(is_quiet: Callable[[], bool], sweeps: int) -> list[int]:
    swept: list[int] = []
    enough = asyncio.Event()

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "stop":
            swept.append(info["generation"])
            if len(swept) == sweeps:
                enough.set()

    gc.callbacks.append(note)
    try:
        async with asyncio.TaskGroup() as tasks:
            sweeping = tasks.create_task(garbage.sweep(is_quiet))
            await enough.wait()
            sweeping.cancel()
    finally:
        gc.callbacks.remove(note)
    return swept[:sweeps]


async def test_the_usual_way_is_back_at_the_end() -> None:
    usual = gc.get_threshold()
    async with asyncio.TaskGroup() as tasks:
        sweeping = tasks.create_task(garbage.sweep(lambda: False))
        await asyncio.sleep(0)
        during = gc.get_threshold(), gc.get_freeze_count()
        sweeping.cancel()
    assert during[0][0] == garbage.NEW_MAX
    assert during[1] > 0
    assert (gc.get_threshold(), gc.get_freeze_count()) == (usual, 0)
