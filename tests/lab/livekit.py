"""The lab's room on LiveKit instead of our relay: the same three pages on the same links, with LiveKit's own client.

LiveKit's defaults as its documentation recommends them for a meeting: simulcast, adaptive stream, dynacast. The words
between client and server go through the browser's control pipe, as our offers do, not through the network under test.
"""

import asyncio
import os
import socket
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import websockets
from playwright.async_api import Browser, WebSocketRoute

from bench.relay.peers.livekit import LiveKit, access_token, configuration
from bench.relay.peers.program import Process
from tests.lab.room import BLANK, CAMERA, Seat, open_places
from tests.support.browsers.netlab import SERVER_ADDRESS, Link, NetLab, run_ip
from tests.support.service.troubles.faults import Faults
from tests.support.service.waiting import until

__all__ = ["missing_for_livekit", "open_livekit_room"]

# The folder in which npm installed `livekit-client`.
CLIENT_HOME = "LIVEKIT_CLIENT_HOME"
_CLIENT = Path("node_modules", "livekit-client", "dist", "livekit-client.umd.js")
_ENGINE = ("127.0.0.1", 7880)
_URL = f"ws://{_ENGINE[0]}:{_ENGINE[1]}"

# A person's identity is the slot in which the others know them.
_JOIN = """async ([url, token, [width, height]]) => {
  const { Room, RoomEvent } = window.LivekitClient;
  const room = new Room({
    adaptiveStream: true,
    dynacast: true,
    videoCaptureDefaults: { resolution: { width, height, frameRate: 15 } },
  });
  room.on(RoomEvent.TrackSubscribed, (track) => {
    const element = track.attach();
    // The tile, beside the others: adaptive stream goes by its size and by whether it is in sight.
    const left = `${document.querySelectorAll('video').length * width}px`;
    Object.assign(element.style, { position: 'fixed', top: 0, left, width: `${width}px`, height: `${height}px` });
    document.body.append(element);
  });
  window.received = async () => {
    const found = [];
    for (const { identity, trackPublications } of room.remoteParticipants.values()) {
      for (const { track } of trackPublications.values()) {
        const report = await track?.getRTCStatsReport();
        for (const entry of report?.values() ?? []) {
          if (entry.type === 'inbound-rtp') found.push({ ...entry, mid: entry.kind[0] + identity });
        }
      }
    }
    return found;
  };
  await room.connect(url, token);
  await room.localParticipant.enableCameraAndMicrophone();
}"""


def missing_for_livekit() -> str | None:
    """What to do before LiveKit can be measured in the lab, or None."""
    if LiveKit.program.find() is None:
        return LiveKit.program.how_to
    if not (Path(os.environ.get(CLIENT_HOME, "")) / _CLIENT).exists():
        return f"set {CLIENT_HOME} to a folder in which npm installed livekit-client"
    return None


@asynccontextmanager
async def open_livekit_room(faults: Faults, fps: int) -> AsyncIterator[list[Seat]]:
    """A room of three on LiveKit, as `tests.lab.room.open_room` makes it on our relay."""
    with tempfile.TemporaryDirectory(prefix="attune-livekit-") as folder:
        async with open_places(faults, fps) as (lab, places), asyncio.TaskGroup() as tasks:
            program = lab.program(lab.server, LiveKit.program.path)
            # It gathers no address of a loopback device, where the lab's server has its own.
            run_ip("-n", lab.server, "address", "add", f"{SERVER_ADDRESS}/32", "dev", "link1")
            command = [program, "--config-body", configuration(SERVER_ADDRESS)]
            engine = await Process.start(command, Path(folder), log=Path(folder, "log"))
            room = _Room(lab, tasks)
            try:
                await until(room.is_up, "LiveKit answers")
                yield [await room.join(slot, *place) for slot, place in enumerate(places)]
            finally:
                room.close()
                await engine.end()


class _Room:
    """The room: who joins, and what carries their words to the server."""

    def __init__(self, lab: NetLab, tasks: asyncio.TaskGroup) -> None:
        self._lab = lab
        self._tasks = tasks
        self._carriers: list[asyncio.Task[None]] = []

    async def is_up(self) -> bool:
        """Whether the server takes connections."""
        with suppress(OSError):
            self._socket().close()
            return True
        return False

    def _socket(self) -> socket.socket:
        with self._lab.inside(self._lab.server):
            return socket.create_connection(_ENGINE, timeout=5)

    async def join(self, slot: int, peer: str, browser: Browser, link: Link) -> Seat:
        """Let a person join, heard and seen by all others, and shown them."""
        page = await (await browser.new_context()).new_page()
        await page.add_init_script(path=Path(os.environ[CLIENT_HOME]) / _CLIENT)
        await page.route_web_socket(lambda url: url.startswith(_URL), self._carry)
        await page.goto(BLANK)
        token = access_token(str(slot), time.clock_gettime(time.CLOCK_REALTIME))
        seat = Seat(peer, slot, link, page, began_at=time.monotonic())
        await page.evaluate(_JOIN, [_URL, token, CAMERA])
        return seat

    async def _carry(self, route: WebSocketRoute) -> None:
        """Carry the words of one page to the server and back."""
        carrier = await websockets.connect(route.url, sock=self._socket(), max_size=None, proxy=None)
        words: asyncio.Queue[str | bytes] = asyncio.Queue()
        route.on_message(words.put_nowait)

        async def outward() -> None:
            while True:
                await carrier.send(await words.get())

        async def inward() -> None:
            async for message in carrier:
                route.send(message)

        self._carriers += [self._tasks.create_task(one()) for one in (outward, inward)]

    def close(self) -> None:
        """Stop carrying."""
        for carrier in self._carriers:
            carrier.cancel()
