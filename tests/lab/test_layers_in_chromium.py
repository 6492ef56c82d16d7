"""Two real browsers on loopback: the layer follows the tile, and the sender sends only what somebody shows."""

import pytest

from media.control import LayersWanted
from media.pool.pool import PoolOptions
from tests.lab.room import LabRoom, Seat, chromium, open_browser, open_relay
from tests.support.browsers.chromium import missing_programs
from tests.support.browsers.voices import MEMBER
from tests.support.service.waiting import until

MISSING = missing_programs()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.alone,
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
# The layers being sent: those whose frame count grows.
SENT = """async () => {
  const count = async () => Object.fromEntries([...(await window.pc.getStats()).values()]
    .filter(({ type, kind }) => type === 'outbound-rtp' && kind === 'video').map((e) => [e.rid, e.framesSent ?? 0]));
  const before = await count();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const after = await count();
  return Object.keys(after).filter((rid) => after[rid] > before[rid]).sort().join('');
}"""


# A browser's estimate may have to grow first, by 8 % a second.
PATIENCE_S = 80.0


async def sees(seat: Seat, height: int) -> int:
    """Wait until the picture has that height; returns the number of key frames so far."""

    async def look() -> int:
        seen: list[int] = await seat.page.evaluate(SEEN)
        return seen[1] if seen[0] == height else 0

    return await until(look, f"a picture {height} high", PATIENCE_S)


def asked(room: LabRoom, sender: Seat) -> str:
    """The layers last requested from the sender; all of them before the first request."""
    requested = [
        event.rids for event in room.events if isinstance(event, LayersWanted) and event.peer == sender.peer
    ]
    return "".join(sorted(requested[-1])) if requested else "fhq"


async def only_the_small_one_leaves(room: LabRoom, sender: Seat) -> None:
    """Wait until only the smallest layer is requested from the sender, and sent."""

    async def look() -> bool:
        return asked(room, sender) == "q" and await sender.page.evaluate(SENT) == "q"

    await until(look, "only the small layer leaves", PATIENCE_S)


@pytest.mark.timeout(300)
@pytest.mark.slow
async def test_the_layer_follows_the_tile_and_the_sender_follows_the_demand() -> None:
    async with open_relay(PoolOptions()) as room, open_browser(MEMBER, chromium()) as browser:
        sender = await room.join("ann", browser, camera=(1280, 720))
        viewer = await room.join("ben", browser, camera=(320, 180))
        await room.show(viewer, {sender.slot: 180})
        small = await sees(viewer, 180)
        await only_the_small_one_leaves(room, sender)
        await room.show(viewer, {sender.slot: 720})
        large = await sees(viewer, 720)
        assert "f" in asked(room, sender)
        await room.show(viewer, {sender.slot: 180})
        small_again = await sees(viewer, 180)
        await only_the_small_one_leaves(room, sender)
        # A layer is switched at a key frame.
        assert small < large < small_again
