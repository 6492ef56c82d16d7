"""Two real browsers on loopback: the picture follows the tile, and the sender sends only what somebody shows."""

from typing import Any

import pytest

from media.control import LayersWanted
from media.pool import PoolOptions
from tests.lab.room import ROOM, LabRoom, Seat, chromium, open_browser, open_relay
from tests.support.browser import missing_programs
from tests.support.voices import MEMBER
from tests.support.waiting import until

MISSING = missing_programs()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
    pytest.mark.asyncio,
    pytest.mark.timeout(120),
]

SEEN = """async () => {
  for (const entry of (await window.pc.getStats()).values()) {
    if (entry.type === 'inbound-rtp' && entry.mid === 'v0') return [entry.frameHeight, entry.keyFramesDecoded];
  }
  return [0, 0];
}"""
# Which layers leave, by whether their pictures get more.
SENT = """async () => {
  const count = async () => Object.fromEntries([...(await window.pc.getStats()).values()]
    .filter(({ type, kind }) => type === 'outbound-rtp' && kind === 'video').map((e) => [e.rid, e.framesSent ?? 0]));
  const before = await count();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const after = await count();
  return Object.keys(after).filter((rid) => after[rid] > before[rid]).sort().join('');
}"""


async def sees(seat: Seat, height: int) -> int:
    """Wait until the picture is that high; returns how many key frames came so far."""

    async def look() -> int:
        seen: list[int] = await seat.page.evaluate(SEEN)
        return seen[1] if seen[0] == height else 0

    return await until(look, f"a picture {height} high")


async def sends(seat: Seat, layers: str) -> None:
    """Wait until exactly these layers leave the sender."""

    async def look() -> Any:
        return await seat.page.evaluate(SENT) == layers

    await until(look, f"only {layers} leave")


async def show(room: LabRoom, viewer: Seat, sender: Seat, height: int, rids: tuple[str, ...]) -> int:
    """Show the sender at another height; returns the key frames once layer and picture are there."""
    told = len(room.events)
    await room.show(viewer, {sender.slot: height})
    await room.told(LayersWanted(ROOM, sender.peer, sender.connection, rids), after=told)
    await sends(sender, "".join(sorted(rids)))
    return await sees(viewer, height)


async def test_the_picture_follows_the_tile_and_the_sender_what_is_shown() -> None:
    async with open_relay(PoolOptions()) as room, open_browser(MEMBER, chromium()) as browser:
        sender = await room.join("ann", browser, camera=(1280, 720))
        viewer = await room.join("ben", browser, camera=(320, 180))
        small = await show(room, viewer, sender, 180, ("q",))
        large = await show(room, viewer, sender, 720, ("q", "h", "f"))
        small_again = await show(room, viewer, sender, 180, ("q",))
        # A layer is changed at a key frame.
        assert small < large < small_again
