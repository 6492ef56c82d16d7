"""Who hears whom for a while: whether sound keeps arriving at a page, or has stopped."""

import asyncio

from tests.support.browsers.chromium import Participant
from tests.support.service.waiting import until

__all__ = ["goes_on", "reaches_nobody"]

_SILENCE = (0.0, 0)
_NOBODY: frozenset[str] = frozenset()


async def goes_on(listener: Participant, heard: set[str]) -> None:
    """Wait until sound has arrived repeatedly from each of these seats."""
    await reaches_nobody(listener, set(), heard)


async def reaches_nobody(
    listener: Participant, silent: set[str], heard: set[str] | frozenset[str] = _NOBODY, looks: int = 12
) -> None:
    """Check repeatedly that no sound arrives from the silent seats, while it keeps arriving from the others."""

    async def look_until_still() -> bool:
        before = await listener.sound()
        await asyncio.sleep(0.4)
        now = await listener.sound()
        return all(now.get(seat) == before.get(seat) for seat in silent)

    # Packets sent before the gate closed may still be in transit, or in the playout buffer.
    await until(look_until_still, f"{listener.name} stops hearing {sorted(silent)}")
    first = await listener.sound()
    rises = 0
    last = first
    while rises < looks:
        await asyncio.sleep(0.2)
        now = await listener.sound()
        if all(now.get(seat, _SILENCE)[0] > last.get(seat, _SILENCE)[0] for seat in heard):
            rises += 1
            last = now
        for seat in silent:
            assert now.get(seat) == first.get(seat), f"{listener.name} hears {seat}"
