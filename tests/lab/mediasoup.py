"""The lab's room on mediasoup instead of our relay: the same three pages on the same links, with mediasoup's own client.

The settings are those of mediasoup's own demonstration: the bitrate with which its router begins, a camera's layers
and their bitrates, sound that is asked for again, consumers that begin paused. Of the three layers a camera of 640 ×
360 sends the lower two: asked for three, Chromium leaves out the largest. Every tile is as large as the camera, so
everybody prefers the highest layer, which is the default. The words between client and router go through the
browser's control pipe, as our offers do.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page

from bench.relay.peers.mediasoup import Mediasoup, Router
from bench.relay.peers.program import Process
from tests.lab.room import BLANK, CAMERA, Seat, open_places
from tests.support.browsers.netlab import SERVER_ADDRESS, Link
from tests.support.service.troubles.faults import Faults

__all__ = ["missing_for_mediasoup", "open_mediasoup_room"]

# The folder in which npm installed `mediasoup-client`, and `esbuild`, which makes one script of it.
CLIENT_HOME = "MEDIASOUP_CLIENT_HOME"
_CLIENT = Path("node_modules", "mediasoup-client")
_BUNDLER = Path("node_modules", ".bin", "esbuild")

_CODECS = (
    {"kind": "audio", "mimeType": "audio/opus", "clockRate": 48000, "channels": 2},
    {
        "kind": "video",
        "mimeType": "video/VP8",
        "clockRate": 90000,
        "parameters": {"x-google-start-bitrate": 1000},
    },
)

# A person's seat at the router is the slot in which the others know them.
_JOIN = """async ([seat, routerRtpCapabilities, [width, height]]) => {
  const device = await window.mediasoupClient.Device.factory();
  await device.load({ routerRtpCapabilities });
  const connect = async (direction, create) => {
    const id = direction + seat;
    const options = { initialAvailableOutgoingBitrate: 1_000_000 };
    const transport = create(await window.ask('transport', { id, options }));
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      window.ask('connect', { id, dtlsParameters }).then(done, failed);
    });
    transport.on('produce', ({ kind, rtpParameters }, done, failed) => {
      window.ask('produce', { id, seat, kind, rtpParameters }).then(done, failed);
    });
    return transport;
  };
  const sending = await connect('send', (options) => device.createSendTransport(options));
  const receiving = await connect('receive', (options) => device.createRecvTransport(options));
  const consumers = [];
  window.consume = async () => {
    const rtpCapabilities = device.recvRtpCapabilities;
    const { consumed } = await window.ask('consume', { id: receiving.id, seat, rtpCapabilities, paused: true });
    await Promise.all(consumed.map(async ({ seat, ...options }) => {
      const consumer = await receiving.consume({ ...options, streamId: `seat${seat}` });
      consumers.push({ seat, consumer });
      const srcObject = new MediaStream([consumer.track]);
      document.body.append(Object.assign(document.createElement(consumer.kind), { srcObject, autoplay: true }));
      await window.ask('resume', { id: consumer.id });
    }));
  };
  window.received = async () => {
    const found = [];
    for (const { seat, consumer } of consumers) {
      for (const entry of (await consumer.getStats()).values()) {
        if (entry.type === 'inbound-rtp') found.push({ ...entry, mid: entry.kind[0] + seat });
      }
    }
    return found;
  };
  const consuming = window.consume();
  const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width, height, frameRate: 15 } });
  await sending.produce({
    track: media.getAudioTracks()[0],
    codecOptions: { opusStereo: true, opusDtx: true, opusFec: true, opusNack: true },
  });
  await sending.produce({
    track: media.getVideoTracks()[0],
    encodings: [
      { scaleResolutionDownBy: 2, maxBitrate: 500_000, scalabilityMode: 'L1T3' },
      { scaleResolutionDownBy: 1, maxBitrate: 1_000_000, scalabilityMode: 'L1T3' },
    ],
    codecOptions: { videoGoogleStartBitrate: 1000 },
  });
  await consuming;
}"""


def missing_for_mediasoup() -> str | None:
    """What to do before mediasoup can be measured in the lab, or None."""
    if Mediasoup.program.find() is None:
        return Mediasoup.program.how_to
    home = Path(os.environ.get(CLIENT_HOME, ""))
    if not all((home / path).exists() for path in (_CLIENT, _BUNDLER)):
        return f"set {CLIENT_HOME} to a folder in which npm installed mediasoup-client and esbuild"
    return None


@asynccontextmanager
async def open_mediasoup_room(faults: Faults, fps: int) -> AsyncIterator[list[Seat]]:
    """A room of three on mediasoup, as `tests.lab.room.open_room` makes it on our relay."""
    with tempfile.TemporaryDirectory(prefix="attune-mediasoup-") as folder:
        client = _bundle(Path(folder))
        async with open_places(faults, fps) as (lab, places):
            node, *arguments = Router.command(SERVER_ADDRESS)
            command = [lab.program(lab.server, node), *arguments]
            home = Path(Mediasoup.program.path)
            process = await Process.start(command, home, log=Path(folder, "log"), talks=True)
            room = _Room(Router(process), client)
            try:
                await room.open()
                yield [await room.join(slot, *place) for slot, place in enumerate(places)]
            finally:
                await process.end()


def _bundle(folder: Path) -> Path:
    """One script for a page, of the package's many modules."""
    home, script = Path(os.environ[CLIENT_HOME]).resolve(), folder / "client.js"
    command = [home / _BUNDLER, "--bundle", "--log-level=error", f"--outfile={script}"]
    source = "window.mediasoupClient = require('mediasoup-client');"
    subprocess.run(command, input=source, text=True, cwd=home, check=True)
    return script


class _Room:
    """The room: who joins, and what carries their words to the router."""

    def __init__(self, router: Router, client: Path) -> None:
        self._router = router
        self._client = client
        self._pages: list[Page] = []

    async def open(self) -> None:
        """Make the router."""
        self._capabilities = (await self._router.ask("start", mediaCodecs=_CODECS))["rtpCapabilities"]

    async def join(self, slot: int, peer: str, browser: Browser, link: Link) -> Seat:
        """Let a person join, heard and seen by all others, and shown them."""
        page = await (await browser.new_context()).new_page()
        await page.add_init_script(path=self._client)
        await page.expose_function("ask", self._ask)
        await page.goto(BLANK)
        seat = Seat(peer, slot, link, page, began_at=time.monotonic())
        await page.evaluate(_JOIN, [slot, self._capabilities, CAMERA])
        for other in self._pages:
            await other.evaluate("() => window.consume()")
        self._pages.append(page)
        return seat

    async def _ask(self, call: str, what: dict[str, Any]) -> dict[str, Any]:
        return await self._router.ask(call, **what)
