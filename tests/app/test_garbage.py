"""Garbage that refers to itself is found by the sweeps, and nothing is changed for whoever comes after."""

import asyncio
import gc
import weakref

import pytest

from app import garbage


class Circle:
    def __init__(self) -> None:
        self.itself = self


@pytest.mark.parametrize("name", ["ALL_EVERY", "YOUNG_EVERY", "NEW_MAX"])
async def test_circles_are_found(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(garbage, "SWEEP_S", 0.0)
    monkeypatch.setattr(garbage, name, 1)
    found = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        sweeping = tasks.create_task(garbage.sweep())
        await asyncio.sleep(0)
        weakref.finalize(Circle(), found.set)
        await found.wait()
        sweeping.cancel()


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
