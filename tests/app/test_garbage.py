"""Garbage that refers to itself is found by the sweeps, and nothing is changed for whoever comes after."""

import asyncio
import gc
import weakref

import pytest

from app import garbage


class Circle:
    def __init__(self) -> None:
        self.itself = self


async def test_circles_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "SWEEP_S", 0.0)
    found = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        sweeping = tasks.create_task(garbage.sweep())
        await asyncio.sleep(0)
        circle = weakref.ref(Circle(), lambda _: found.set())
        assert circle() is not None, "counting references does not free it"
        await found.wait()
        assert circle() is None
        sweeping.cancel()


async def test_the_older_things_are_the_more_seldom_they_are_gone_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(garbage, "SWEEP_S", 0.0)
    monkeypatch.setattr(garbage, "YOUNG_EVERY", 2)
    monkeypatch.setattr(garbage, "ALL_EVERY", 4)
    swept: list[int] = []
    enough = asyncio.Event()

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "stop":
            swept.append(info["generation"])
            if len(swept) == 5:
                enough.set()

    gc.callbacks.append(note)
    try:
        async with asyncio.TaskGroup() as tasks:
            sweeping = tasks.create_task(garbage.sweep())
            await enough.wait()
            sweeping.cancel()
    finally:
        gc.callbacks.remove(note)
    at_start, *sweeps = swept[:5]
    assert (at_start, sweeps) == (2, [0, 1, 0, 2])


async def test_the_usual_way_is_back_at_the_end() -> None:
    usual = gc.get_threshold()
    async with asyncio.TaskGroup() as tasks:
        sweeping = tasks.create_task(garbage.sweep())
        await asyncio.sleep(0)
        during = gc.get_threshold(), gc.get_freeze_count()
        sweeping.cancel()
    assert during[0][0] == garbage.NEW_MAX
    assert during[1] > 0
    assert (gc.get_threshold(), gc.get_freeze_count()) == (usual, 0)
