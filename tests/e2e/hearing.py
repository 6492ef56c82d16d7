"""Who hears whom for a while: sound that goes on at a page, or stands still."""

import asyncio

from tests.support.browsers.chromium import Participant
from tests.support.service.waiting import until

__all__ = ["goes_on", "reaches_nobody"]

_SILENCE = (0.0, 0)
_NOBODY: frozenset[str] = frozenset()


async def goes_on(listener: Participant, heard: set[str]) -> None:
    """Wait until sound has arrived from each of these seats again and again."""
    await reaches_nobody(listener, set(), heard)


async def reaches_nobody(
    listener: Participant, silent: set[str], heard: set[str] | frozenset[str] = _NOBODY, looks: int = 12
) -> None:
    """Over a number of looks no sound arrives from the silent seats, while it goes on from those that are heard."""

    async def look_until_still() -> bool:
        before = await listener.sound()
        await asyncio.sleep(0.4)
        now = await listener.sound()
        return all(now.get(seat) == before.get(seat) for seat in silent)

    # What was sent before the gate closed may still be on its way, or be played out.
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
