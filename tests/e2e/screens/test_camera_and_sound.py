"""The sheet for camera and sound in a real room: blur without a clear moment, a rest, the own picture, less power."""

import pytest
from playwright.async_api import expect

from tests.e2e.scene import GROUP, open_scene
from tests.support.browsers.chromium import Browsers
from tests.support.service.service import Service

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(180),
]

STAFF = "Dr. Rivera"
_WATCH = """() => {
  const { devices } = document.querySelector("attune-app").session;
  window.clear = 0;
  const isClear = () => devices.source.camera && devices.track.camera === devices.source.camera;
  const look = () => { if (devices.blur && isClear()) window.clear += 1; };
  devices.addEventListener("change", look);
  setInterval(look, 10);
}"""
# Blurred and sent, or let go with a sentence: which of them depends on how busy this machine is.
_ENDED = """() => {
  const { devices } = document.querySelector("attune-app").session;
  return devices.blurring ? "" : devices.track.camera ? "blurred" : devices.problem.camera;
}"""


async def test_one_sheet_blurs_rests_hides_and_saves_power(own_service: Service, browsers: Browsers) -> None:
    async with open_scene(own_service, GROUP, browsers) as scene:
        staff, ben = await scene.client(STAFF), await scene.client("Ben")
        ana = await scene.page("Ana")
        await scene.admit(STAFF)
        seat = await ana.seat()
        await ana.page.locator("attune-more summary").click()
        await ana.press("Camera and sound")
        sheet = ana.page.get_by_role("dialog", name="Camera and sound")

        await ana.page.evaluate(_WATCH)
        blur = sheet.get_by_role("checkbox", name="Blur what’s behind you")
        await blur.check()
        found = await (await ana.page.wait_for_function(_ENDED, timeout=60_000)).json_value()
        assert found in ("blurred", "blur_slow")
        await blur.uncheck()
        await scene.all_see(lambda view: view["seats"][seat]["video"], "Ana is seen again")
        assert await ana.page.evaluate("() => window.clear") == 0

        await sheet.get_by_role("button", name="Rest my camera for 2 minutes").click()
        await staff.until_view(lambda view: seat in view["resting"], "staff see the rest")
        await ben.until_view(lambda view: not view["seats"][seat]["video"], "Ben sees a camera off")
        assert "resting" not in ben.view
        await sheet.get_by_role("button", name="Turn my camera on").click()
        await staff.until_view(lambda view: not view["resting"], "the rest is over")

        await sheet.get_by_role("checkbox", name="Hide my own picture").check()
        await sheet.get_by_role("checkbox", name="Use less power").check()
        await sheet.get_by_role("button", name="Close").click()
        own = ana.page.locator(f"attune-tile[data-seat='{seat}']")
        await expect(own.locator(".picture")).to_have_attribute("data-picture", "off")
        await expect(ana.page.locator(":root")).to_have_attribute("data-low-power", "")
        await own.get_by_role("button", name="Show me").click()
        await expect(own.locator(".picture")).to_have_attribute("data-picture", "on")
        assert ana.errors == []
