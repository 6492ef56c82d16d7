"""The relay with a real browser: two pages of Chromium with fake devices see and hear each other."""

import asyncio
import shutil
from typing import Any

import pytest

from media.control import PeerConnected, PeerPlan, RelayPlan, RoomOptions
from media.counters import RoomStats
from media.pool.pool import PoolOptions, RelayEvent, RelayPool
from tests.support.relay.client import PATIENCE_S, poll

async_playwright = pytest.importorskip("playwright.async_api").async_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.browser,
    pytest.mark.alone,
    # People in browsers meet over the whole service in every run.
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--autoplay-policy=no-user-gesture-required",
]

JOIN = """async (offer) => {
  const pc = window.pc = new RTCPeerConnection();
  window.tracks = {};
  pc.ontrack = ({ transceiver, streams }) => {
    const slot = streams[0].id;
    let video = document.getElementById(slot);
    if (!video) {
      video = document.createElement('video');
      video.id = slot;
      video.autoplay = true;
      document.body.append(video);
    }
    video.srcObject = streams[0];
  };
  await pc.setRemoteDescription({ type: 'offer', sdp: offer });
  const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240 } });
  for (const transceiver of pc.getTransceivers()) {
    const track = { mic: media.getAudioTracks()[0], cam: media.getVideoTracks()[0] }[transceiver.mid];
    if (track) { transceiver.direction = 'sendonly'; await transceiver.sender.replaceTrack(track); }
  }
  await pc.setLocalDescription(await pc.createAnswer());
  return pc.localDescription.sdp;
}"""

SEEN = """async () => {
  const seen = { frames: 0, energy: 0, mids: [], retransmitted: 0, nacks: 0, plis: 0, state: window.pc.connectionState };
  for (const entry of (await window.pc.getStats()).values()) {
    if (entry.type === 'inbound-rtp') {
      seen.frames += entry.framesDecoded || 0;
      seen.energy += entry.totalAudioEnergy || 0;
      // Padding comes on any slot's repair stream.
      if (entry.packetsReceived > (entry.retransmittedPacketsReceived || 0)) seen.mids.push(entry.mid);
    }
    if (entry.type === 'outbound-rtp') {
      seen.nacks += entry.nackCount || 0;
      seen.target = Math.max(seen.target || 0, entry.targetBitrate || 0);
    }
  }
  seen.mids.sort();
  return seen;
}"""


async def until(page: Any, condition: Any, what: str) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            seen: dict[str, Any] = await page.evaluate(SEEN)
            if condition(seen):
                return seen
            await asyncio.sleep(0.1)
    raise AssertionError(what)


def gates(stats: RoomStats) -> dict[str, tuple[int, int]]:
    """Ann's packets that the gate dropped and that passed, by kind."""
    streams = stats.peers["ann"].streams
    return {
        kind: (
            sum(s.gated for s in streams if s.kind == kind),
            sum(s.forwarded for s in streams if s.kind == kind),
        )
        for kind in ("audio", "video")
    }


async def test_two_pages_see_and_hear_each_other_and_a_closed_gate_stops_both() -> None:
    events: list[RelayEvent] = []
    pool = RelayPool(PoolOptions(), events.append)
    started = asyncio.Event()
    open_plan = {"ann": PeerPlan(0, "main", True, True), "ben": PeerPlan(2, "main", True, True)}
    async with asyncio.TaskGroup() as tasks, async_playwright() as playwright:
        running = tasks.create_task(pool.run(started=started))
        await started.wait()
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            await pool.open_room("room", RoomOptions(slots=3))
            pages = {}
            for peer, entry in open_plan.items():
                page = pages[peer] = await (await browser.new_context()).new_page()
                await page.goto("chrome://version")
                offered = await pool.add_peer("room", peer, entry.slot)
                sdp = await page.evaluate(JOIN, offered.sdp)
                await pool.answer("room", peer, offered.connection, sdp)
                await poll(lambda n=offered.connection, p=peer: PeerConnected("room", p, n) in events, peer)
            await pool.apply_plan("room", RelayPlan(1, open_plan))
            ann, ben = pages["ann"], pages["ben"]
            for page, mids in ((ann, ["a2", "v2"]), (ben, ["a0", "v0"])):
                seen = await until(page, lambda s: s["frames"] > 30 and s["energy"] > 0, "frames and sound")
                assert seen["mids"] == mids
            closed = open_plan | {"ann": PeerPlan(0, "main", False, False)}
            await pool.apply_plan("room", RelayPlan(2, closed))
            before = gates(await pool.stats("room"))
            frames = (await until(ann, lambda s: True, "stats"))["frames"]
            await until(ann, lambda s: s["frames"] > frames + 20, "ben still seen")
            after = gates(await pool.stats("room"))
            for kind in ("audio", "video"):
                assert after[kind][0] > before[kind][0]
                assert after[kind][1] == before[kind][1]
            quiet = await until(ben, lambda s: True, "stats")
            await pool.apply_plan("room", RelayPlan(3, open_plan))
            await until(
                ben,
                lambda s: s["frames"] > quiet["frames"] + 20 and s["energy"] > quiet["energy"] + 0.05,
                "ann seen and heard again",
            )
        finally:
            await browser.close()
            running.cancel()
