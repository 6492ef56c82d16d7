"""A room on the real relay, with real browsers behind links that can be impaired: who is there, and what each gets.

Offers and answers go through the browser's control pipe, not through the network under test.
"""

import asyncio
import shutil
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from unittest.mock import patch

from playwright.async_api import Browser, Page, async_playwright

from media.control import LayersWanted, PeerConnected, PeerPlan, RelayPlan, RoomOptions
from media.pool.pool import PoolOptions, RelayEvent, RelayPool
from tests.lab.figures import Figures
from tests.support.browsers.chromium import FLAGS
from tests.support.browsers.firefox import FirefoxPage
from tests.support.browsers.netlab import SERVER_ADDRESS, Link, NetLab, open_netlab
from tests.support.browsers.voices import MEMBER, THERAPIST, Voice, build_wav
from tests.support.service.troubles.faults import PERFECT, Faults
from tests.support.service.waiting import until

__all__ = [
    "BLANK",
    "CAMERA",
    "ROOM",
    "LabRoom",
    "Seat",
    "chromium",
    "open_browser",
    "open_places",
    "open_relay",
    "open_room",
]

ROOM = "lab"
# A page that may use camera and microphone without any server.
BLANK = "chrome://version"
# The camera's size and the tile's: large enough for two layers, small enough for a few browsers on one machine.
CAMERA = (640, 360)
_TILE = 360
_FPS = 5

# The same as the client's media.js and layers.js do.
_JOIN = """async ([offer, [width, height], layers, iceServers]) => {
  const pc = window.pc = new RTCPeerConnection({ iceServers });
  pc.ontrack = ({ transceiver, streams }) => {
    const slot = streams[0].id;
    let video = document.getElementById(slot);
    if (!video) {
      video = Object.assign(document.createElement('video'), { id: slot, autoplay: true });
      document.body.append(video);
    }
    video.srcObject = streams[0];
  };
  const useful = layers.filter((_, index) => index === 0 || layers[index - 1].height < height);
  window.wanted = layers.map(({ rid }) => rid);
  window.setting = Promise.resolve();
  window.want = (rids) => {
    window.wanted = rids;
    window.setting = window.setting.then(async () => {
      const { sender } = pc.getTransceivers().find(({ mid }) => mid === 'cam');
      const parameters = sender.getParameters();
      for (const encoding of parameters.encodings) {
        const layer = layers.find(({ rid }) => rid === encoding.rid);
        encoding.active = useful.includes(layer) && window.wanted.includes(layer.rid);
        encoding.scaleResolutionDownBy = Math.max(1, height / layer.height);
        encoding.maxBitrate = layer.max_bps;
      }
      await sender.setParameters(parameters);
    });
    return window.setting;
  };
  await pc.setRemoteDescription({ type: 'offer', sdp: offer });
  const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width, height, frameRate: 15 } });
  for (const transceiver of pc.getTransceivers()) {
    const track = { mic: media.getAudioTracks()[0], cam: media.getVideoTracks()[0] }[transceiver.mid];
    if (!track) continue;
    transceiver.direction = 'sendonly';
    await transceiver.sender.replaceTrack(track);
  }
  await window.want(window.wanted);
  await pc.setLocalDescription(await pc.createAnswer());
  // Chromium switches every layer on again with each description it takes.
  await window.want(window.wanted);
  window.received = async () => [...(await pc.getStats()).values()].filter(({ type }) => type === 'inbound-rtp');
  return pc.localDescription.sdp;
}"""

_ANSWER = """async (offer) => {
  await window.pc.setRemoteDescription({ type: 'offer', sdp: offer });
  await window.pc.setLocalDescription(await window.pc.createAnswer());
  await window.want(window.wanted);
  return window.pc.localDescription.sdp;
}"""

_TURN_PROTOCOL = """async () => {
  const stats = await window.pc.getStats();
  const { selectedCandidatePairId } = [...stats.values()].find((entry) => entry.type === 'transport');
  // Behind an address translator the candidate itself is a peer-reflexive one.
  return stats.get(stats.get(selectedCandidatePairId).localCandidateId).relayProtocol;
}"""

_PATH = """async () => {
  const stats = await window.pc.getStats();
  const { selectedCandidatePairId } = [...stats.values()].find((entry) => entry.type === 'transport');
  // Firefox marks the pair itself.
  const pair = stats.get(selectedCandidatePairId) ?? [...stats.values()].find((entry) => entry.selected);
  const { protocol, address } = stats.get(pair.remoteCandidateId);
  return [protocol, address];
}"""

# Every page of the lab, whichever relay it uses, returns its `inbound-rtp` entries, their mids named by slot.
_RECEIVED = "() => window.received()"


@dataclass(frozen=True, slots=True)
class Seat:
    """One person: a page of a browser in the namespace of its link.

    Attributes:
        peer: its id. slot: where the others see it.
        netlab_link: its link to the relay, shared by the pages of one browser. None on loopback.
        connection: its number at the relay; 0 at a relay that is not ours.
        began_at: when it began to join, monotonic seconds.
    """

    peer: str
    slot: int
    netlab_link: Link | None
    page: Page | FirefoxPage
    connection: int = 0
    began_at: float = 0.0

    @property
    def link(self) -> Link:
        """Its link, which can be impaired."""
        assert self.netlab_link is not None
        return self.netlab_link

    async def figures(self) -> dict[int, Figures]:
        """What was received so far, by slot."""
        return Figures.by_slot(await self.page.evaluate(_RECEIVED))

    async def take_offer(self, offer: str) -> str:
        """Answer a later offer of the same connection."""
        answer: str = await self.page.evaluate(_ANSWER, offer)
        return answer

    async def send_layers(self, rids: tuple[str, ...]) -> None:
        """Send these layers of the camera and no others."""
        await self.page.evaluate("(rids) => window.want(rids)", rids)

    async def state(self) -> str:
        """The browser's connection state."""
        state: str = await self.page.evaluate("() => window.pc.connectionState")
        return state

    async def turn_protocol(self) -> str | None:
        """The protocol by which its media reaches a TURN server; None without one."""
        protocol: str | None = await self.page.evaluate(_TURN_PROTOCOL)
        return protocol

    async def path(self) -> tuple[str, str]:
        """How its media reaches the relay: the protocol, and the relay's address."""
        protocol, address = await self.page.evaluate(_PATH)
        return protocol, address

    async def gets(self, slot: int, frames: int = 15, patience_s: float = 30.0) -> None:
        """Wait until audio and video of a slot make progress; only audio if `frames` is 0."""
        before = (await self.figures()).get(slot, Figures())

        async def look() -> bool:
            now = (await self.figures()).get(slot, Figures()) - before
            return now.frames >= frames and now.audio_packets >= max(frames, 15)

        await until(look, f"{self.peer} gets slot {slot}", patience_s)

    async def full_s(self, slots: Sequence[int], patience_s: float = 30.0) -> float:
        """Seconds since it began to join, once the pictures of these slots are as high as the cameras send them."""

        async def look() -> bool:
            now = await self.figures()
            return all(now.get(slot, Figures()).height == CAMERA[1] for slot in slots)

        with suppress(AssertionError):
            await until(look, f"{self.peer} sees everything in full", patience_s)
        return time.monotonic() - self.began_at


class LabRoom:
    """The room; use `open_room`.

    Attributes:
        pool: the relay. events: its events, in order.
    """

    def __init__(self, tasks: asyncio.TaskGroup, options: PoolOptions) -> None:
        self.pool = RelayPool(options, self._on_event)
        self.events: list[RelayEvent] = []
        self._tasks = tasks
        self._layout = RoomOptions(slots=3)
        self._seats: dict[str, Seat] = {}

    async def open(self) -> None:
        """Start the relay; it ends with the task group."""
        started = asyncio.Event()
        running = self._tasks.create_task(self.pool.run(started=started))
        self.close = running.cancel
        await started.wait()
        await self.pool.open_room(ROOM, self._layout)

    def _on_event(self, event: RelayEvent) -> None:
        self.events.append(event)
        if isinstance(event, LayersWanted) and event.peer in self._seats:
            self._tasks.create_task(self._seats[event.peer].send_layers(event.rids))

    async def join(
        self,
        peer: str,
        browser: Browser,
        link: Link | None = None,
        camera: tuple[int, int] = CAMERA,
        ice_servers: Sequence[dict[str, object]] = (),
    ) -> Seat:
        """Let a person join, heard and seen by all others, and shown them."""
        page = await (await browser.new_context()).new_page()
        await page.goto(BLANK)
        return await self.join_from(page, peer, link, camera, ice_servers)

    async def join_from(
        self,
        page: Page | FirefoxPage,
        peer: str,
        link: Link | None = None,
        camera: tuple[int, int] = CAMERA,
        ice_servers: Sequence[dict[str, object]] = (),
    ) -> Seat:
        """Like `join`, from a page that may use camera and microphone."""
        slot = len(self._seats)
        began_at = time.monotonic()
        offered = await self.pool.add_peer(ROOM, peer, slot)
        layers = [
            {"rid": one.rid, "height": one.height, "max_bps": one.max_bps} for one in self._layout.layers
        ]
        answer = await page.evaluate(_JOIN, [offered.sdp, camera, layers, list(ice_servers)])
        await self.pool.answer(ROOM, peer, offered.connection, answer)
        await self.wait_event(PeerConnected(ROOM, peer, offered.connection))
        seat = self._seats[peer] = Seat(peer, slot, link, page, offered.connection, began_at)
        await self.show(seat, {other: _TILE for other in range(self._layout.slots) if other != slot})
        everyone = {s.peer: PeerPlan(s.slot, "main", True, True) for s in self._seats.values()}
        await self.pool.apply_plan(ROOM, RelayPlan(len(everyone), everyone))
        return seat

    async def show(self, seat: Seat, heights: dict[int, int]) -> None:
        """Tell the relay the height at which a person shows each slot, pixels."""
        await self.pool.set_tiles(ROOM, seat.peer, heights)

    async def wait_event(self, event: RelayEvent, after: int = 0, patience_s: float = 30.0) -> None:
        """Wait for an event of the relay, ignoring the first `after` ones."""

        async def look() -> bool:
            return event in self.events[after:]

        await until(look, f"the relay tells {event}", patience_s)

    async def restart_ice(self, seat: Seat) -> None:
        """New credentials for the same connection, with all its slots."""
        offered = await self.pool.restart_ice(ROOM, seat.peer, seat.connection)
        assert offered.connection == seat.connection
        await self.pool.answer(ROOM, seat.peer, seat.connection, await seat.take_offer(offered.sdp))


@asynccontextmanager
async def open_relay(options: PoolOptions, python: str = sys.executable) -> AsyncIterator[LabRoom]:
    """A room without participants on a relay whose workers run with this interpreter."""
    async with asyncio.TaskGroup() as tasks:
        room = LabRoom(tasks, options)
        with patch.object(sys, "executable", python):
            await room.open()
            try:
                yield room
            finally:
                room.close()


@asynccontextmanager
async def open_room(faults: Faults = PERFECT, fps: int = _FPS) -> AsyncIterator[tuple[LabRoom, list[Seat]]]:
    """A room of three: two on one good link, `cem` alone on a link that is impaired both ways from the start."""
    async with open_places(faults, fps) as (lab, places), AsyncExitStack() as stack:
        options = PoolOptions(announce=(SERVER_ADDRESS,), bind=(SERVER_ADDRESS,))
        # Workers run in the server's namespace.
        room = await stack.enter_async_context(open_relay(options, lab.program(lab.server, sys.executable)))
        yield room, [await room.join(*place) for place in places]


@asynccontextmanager
async def open_places(
    faults: Faults, fps: int
) -> AsyncIterator[tuple[NetLab, list[tuple[str, Browser, Link]]]]:
    """The network of a room of three, and who sits where: the name, the browser and its link."""
    async with AsyncExitStack() as stack:
        lab = stack.enter_context(open_netlab())
        # A starting browser takes the machine for seconds, so all of them start before anyone joins.
        links = [lab.add_link(), lab.add_link()]
        links[1].set(faults, faults)
        good, bad = [
            await stack.enter_async_context(open_browser(voice, lab.program(link.namespace, chromium()), fps))
            for link, voice in zip(links, (THERAPIST, MEMBER), strict=True)
        ]
        yield lab, [("ann", good, links[0]), ("ben", good, links[0]), ("cem", bad, links[1])]


@asynccontextmanager
async def open_browser(voice: Voice, path: str, fps: int = _FPS) -> AsyncIterator[Browser]:
    """Chromium with a camera of so many pictures a second and a microphone that speaks; `path` is its executable."""
    # Of two flags of one name the last one counts.
    flags = [*FLAGS, f"--use-fake-device-for-media-stream=fps={fps}"]
    flags.append(f"--use-file-for-fake-audio-capture={build_wav(voice)}")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=flags)
        try:
            yield browser
        finally:
            await browser.close()


def chromium() -> str:
    """The path of the browser."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "chromium is not installed"
    return path
