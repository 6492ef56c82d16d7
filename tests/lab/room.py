"""A room on the real relay with real browsers behind links that can be made bad: who is there, and what each gets.

Offers and answers go through the browser's control pipe, not through the network under test.
"""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from unittest.mock import patch

from playwright.async_api import Browser, Page, async_playwright

from media.control import PeerConnected, PeerPlan, Plan, RoomOptions
from media.pool import PoolOptions, RelayEvent, RelayPool
from tests.lab.figures import Figures
from tests.support.browser import FLAGS
from tests.support.netlab import SERVER_ADDRESS, Link, NetLab, open_netlab
from tests.support.voices import MEMBER, THERAPIST, build_wav
from tests.support.waiting import until

__all__ = ["ROOM", "LabRoom", "Seat", "open_room"]

ROOM = "lab"
# Large enough for two layers, small enough for a few browsers on one machine.
_CAMERA = {"width": 640, "height": 360, "frameRate": 15}

_JOIN = """async ([offer, camera, rates]) => {
  const pc = window.pc = new RTCPeerConnection();
  pc.ontrack = ({ transceiver, streams }) => {
    const slot = streams[0].id;
    let video = document.getElementById(slot);
    if (!video) {
      video = Object.assign(document.createElement('video'), { id: slot, autoplay: true });
      document.body.append(video);
    }
    video.srcObject = streams[0];
  };
  await pc.setRemoteDescription({ type: 'offer', sdp: offer });
  const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: camera });
  for (const transceiver of pc.getTransceivers()) {
    const track = { mic: media.getAudioTracks()[0], cam: media.getVideoTracks()[0] }[transceiver.mid];
    if (!track) continue;
    transceiver.direction = 'sendonly';
    await transceiver.sender.replaceTrack(track);
    const parameters = transceiver.sender.getParameters();
    for (const encoding of parameters.encodings) {
      if (encoding.rid in rates) encoding.maxBitrate = rates[encoding.rid];
    }
    await transceiver.sender.setParameters(parameters);
  }
  await pc.setLocalDescription(await pc.createAnswer());
  return pc.localDescription.sdp;
}"""

_ANSWER = """async (offer) => {
  await window.pc.setRemoteDescription({ type: 'offer', sdp: offer });
  await window.pc.setLocalDescription(await window.pc.createAnswer());
  return window.pc.localDescription.sdp;
}"""

_STATS = """async () => [...(await window.pc.getStats()).values()].filter((e) => e.type === 'inbound-rtp')"""


@dataclass(frozen=True, slots=True)
class Seat:
    """One person: a page of a browser in the namespace of its link.

    Attributes:
        peer: its id. slot: where the others see it.
        link: its way to the relay; pages of one browser share it.
        connection: its number at the relay.
    """

    peer: str
    slot: int
    link: Link
    page: Page
    connection: int

    async def figures(self) -> dict[int, Figures]:
        """What arrived so far, by slot."""
        return Figures.by_slot(await self.page.evaluate(_STATS))

    async def take_offer(self, offer: str) -> str:
        """Answer a later offer of the same connection."""
        answer: str = await self.page.evaluate(_ANSWER, offer)
        return answer

    async def state(self) -> str:
        """What the browser thinks of the connection."""
        state: str = await self.page.evaluate("() => window.pc.connectionState")
        return state

    async def gets(self, slot: int, frames: int = 15, patience_s: float = 30.0) -> None:
        """Wait until sound and picture of a slot go on."""
        before = (await self.figures()).get(slot, Figures())

        async def look() -> bool:
            now = (await self.figures()).get(slot, Figures()) - before
            return now.frames >= frames and now.audio_packets >= frames

        await until(look, f"{self.peer} gets slot {slot}", patience_s)


class LabRoom:
    """The room; use `open_room`.

    Attributes:
        lab: the network. pool: the relay. events: what it told, in order.
    """

    def __init__(self, lab: NetLab, pool: RelayPool, events: list[RelayEvent], options: RoomOptions) -> None:
        self.lab = lab
        self.pool = pool
        self.events = events
        self._rates = {layer.rid: layer.max_bps for layer in options.layers}
        self._seats: list[Seat] = []

    async def join(self, peer: str, browser: Browser, link: Link) -> Seat:
        """Bring a person in, heard and seen by all others."""
        slot = len(self._seats)
        page = await (await browser.new_context()).new_page()
        # A page that may use camera and microphone without any server.
        await page.goto("chrome://version")
        offered = await self.pool.add_peer(ROOM, peer, slot)
        answer = await page.evaluate(_JOIN, [offered.sdp, _CAMERA, self._rates])
        await self.pool.answer(ROOM, peer, offered.connection, answer)
        seat = Seat(peer, slot, link, page, offered.connection)
        await self.told(PeerConnected(ROOM, peer, offered.connection))
        self._seats.append(seat)
        everyone = {s.peer: PeerPlan(s.slot, "main", True, True) for s in self._seats}
        await self.pool.apply_plan(ROOM, Plan(len(self._seats), everyone))
        return seat

    async def told(self, event: RelayEvent, after: int = 0, patience_s: float = 30.0) -> None:
        """Wait until the relay told an event, not counting the first `after` ones."""

        async def look() -> bool:
            return event in self.events[after:]

        await until(look, f"the relay tells {event}", patience_s)

    async def restart_ice(self, seat: Seat) -> None:
        """New credentials for the same connection, with all its slots."""
        offered = await self.pool.restart_ice(ROOM, seat.peer, seat.connection)
        assert offered.connection == seat.connection
        await self.pool.answer(ROOM, seat.peer, seat.connection, await seat.take_offer(offered.sdp))


@asynccontextmanager
async def open_room(slots: int = 3) -> AsyncIterator[tuple[LabRoom, list[Seat]]]:
    """A room with three people: two on one good link, `cem` alone on a link that may be made bad."""
    events: list[RelayEvent] = []
    with open_netlab() as lab:
        options = PoolOptions(announce=(SERVER_ADDRESS,), bind=SERVER_ADDRESS)
        pool = RelayPool(options, events.append)
        started = asyncio.Event()
        # The pool starts its workers with this interpreter: it is given one that runs in the server's namespace.
        with patch.object(sys, "executable", lab.program(lab.server, sys.executable)):
            async with asyncio.TaskGroup() as tasks, AsyncExitStack() as stack:
                running = tasks.create_task(pool.run(started=started))
                stack.callback(running.cancel)
                await started.wait()
                layout = RoomOptions(slots=slots)
                await pool.open_room(ROOM, layout)
                playwright = await stack.enter_async_context(async_playwright())
                room = LabRoom(lab, pool, events, layout)
                seats = []
                for peers, voice in ((("ann", "ben"), THERAPIST), (("cem",), MEMBER)):
                    link = lab.add_link()
                    browser = await playwright.chromium.launch(
                        executable_path=lab.program(link.namespace, _chromium()),
                        args=[*FLAGS, f"--use-file-for-fake-audio-capture={build_wav(voice)}"],
                    )
                    stack.push_async_callback(browser.close)
                    seats += [await room.join(peer, browser, link) for peer in peers]
                yield room, seats


def _chromium() -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "chromium is not installed"
    return path
