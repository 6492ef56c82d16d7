"""Handshakes take turns: one step in each iteration of the loop."""

import asyncio

import pytest

from media.net.turnstile import Turnstile

pytestmark = pytest.mark.asyncio


async def test_one_step_is_made_in_each_iteration_in_order() -> None:
    turnstile, made = Turnstile(), list[int]()
    seen = []

    async def step(number: int) -> None:
        await turnstile.wait()
        made.append(number)

    async with asyncio.TaskGroup() as tasks:
        for number in range(30):
            tasks.create_task(step(number))
        while len(made) < 30:
            before = len(made)
            await asyncio.sleep(0)
            seen.append(len(made) - before)
    assert made == list(range(30))
    assert max(seen) == 1


async def test_somebody_who_gave_up_keeps_nobody_waiting() -> None:
    turnstile = Turnstile()
    first, second, third = (asyncio.ensure_future(turnstile.wait()) for _ in range(3))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.gather(first, third)
    assert second.cancelled()


async def test_it_serves_again_after_it_was_empty() -> None:
    turnstile = Turnstile()
    for _ in range(2):
        await asyncio.wait_for(turnstile.wait(), 1.0)
