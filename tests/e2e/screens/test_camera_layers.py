"""Chromium and the client's media with an offer of layers: what is sent, switched off, and kept over a restart."""

from typing import Any

import pytest

from media.sdp.offer import OfferFacts, build_offer
from tests.support.browsers.chromium import Browsers
from tests.support.service.service import Service

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(120),
]

LAYERS: list[dict[str, Any]] = [
    {"rid": "q", "height": 180, "max_bps": 150_000},
    {"rid": "h", "height": 360, "max_bps": 450_000},
    {"rid": "f", "height": 720, "max_bps": 1_200_000},
]
SCENE = """async ([first, second, layers]) => {
  const { Media } = await import("/web/room/core/media/media.js");
  const answers = [];
  const media = new Media({
    sendAnswer: async (generation, sdp) => void answers.push(sdp),
    askRestart: async () => undefined,
    sound: { play() {} },
  });
  const wish = { width: { ideal: 1280 }, height: { ideal: 720 } };
  const camera = (await navigator.mediaDevices.getUserMedia({ video: wish })).getVideoTracks()[0];
  const sent = () => media._transceiver("cam").sender.getParameters().encodings
    .filter(({ active }) => active).map(({ rid, scaleResolutionDownBy }) => `${rid}/${scaleResolutionDownBy}`).join(" ");
  const told = {};
  await media.setTrack("cam", camera);
  await media.accept({ generation: 1, sdp: first, layers, restart: false });
  told.first = sent();
  await media.want({ generation: 1, rids: ["q", "h"] });
  told.wanted = sent();
  await media.accept({ generation: 1, sdp: second, layers, restart: true });
  told.restarted = sent();
  await camera.applyConstraints({ width: { exact: 640 }, height: { exact: 360 } });
  await media.want({ generation: 1, rids: ["q", "h", "f"] });
  told.small = sent();
  media.close();
  camera.stop();
  return { ...told, answers };
}"""


def offer(ufrag: str, password: str, version: int) -> str:
    """Return a relay's offer of one slot."""
    fingerprint = ":".join(["AA"] * 32)
    rids = tuple(layer["rid"] for layer in LAYERS)
    return build_offer(OfferFacts(1, version, 1, rids, ufrag, password, fingerprint, ("127.0.0.1",), 40_000))


async def test_layers_are_sent_as_wanted_and_stay_so_over_a_restart(
    service: Service, browsers: Browsers
) -> None:
    page = (await browsers.open("a camera", service.links["Ana"])).page
    told: dict[str, Any] = await page.evaluate(
        SCENE, [offer("aaaa", "a" * 24, 1), offer("bbbb", "b" * 24, 2), LAYERS]
    )
    first, second = told.pop("answers")
    assert told == {
        "first": "q/4 h/2 f/1",
        "wanted": "q/4 h/2",
        "restarted": "q/4 h/2",
        "small": "q/2 h/1",
    }
    assert "a=simulcast:send q;h;f" in first
    assert "red/48000" in first
    assert first.count("a=mid:") == second.count("a=mid:") == 4
    await page.context.close()
