"""What a page costs in each of its states: the processor time of its browser, and the pictures it was shown."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.async_api import Page

from bench.page.processes import BrowserCpu

__all__ = ["SETTLE_S", "Figures", "State", "compare"]

Figures = dict[str, float]

SETTLE_S = 10.0
"""How long a state lasts before it is measured."""


@dataclass(frozen=True, slots=True)
class State:
    """A name for the figures, and the script that brings a page into it."""

    name: str
    script: str


async def compare(
    member: Page, cpu: BrowserCpu, seconds: float, states: Sequence[State], decoded: str
) -> Figures:
    """Measure one state after the other.

    Args:
        seconds: How long each is measured.
        decoded: A script that returns how many pictures the page has decoded so far.

    Returns:
        For each state the percentage of one core, and how many pictures a second arrived: a machine that is too busy
        costs a page less and shows it less.
    """
    figures: Figures = {}
    for state in states:
        await member.evaluate(state.script)
        await asyncio.sleep(SETTLE_S)
        before: int = await member.evaluate(decoded)
        used = await asyncio.to_thread(cpu.over, seconds, cpu.pids())
        after: int = await member.evaluate(decoded)
        figures[f"{state.name}_cpu_percent"] = round(used, 1)
        figures[f"{state.name}_pictures_per_s"] = round((after - before) / seconds, 1)
    return figures
