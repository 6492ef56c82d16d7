"""Acceptance scenario 17, in a real browser: a client leaves the page at once, and nothing of it stays."""

import json
from typing import Any

import pytest
from playwright.async_api import ConsoleMessage

from tests.e2e.scene import GROUP, Scene, open_scene
from tests.support.browsers.chromium import Browsers, Participant
from tests.support.service.service import Service
from tests.support.service.waiting import until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.alone,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(120),
]

STAFF, ANA = "Dr. Rivera", "Ana"
WEATHER = "https://www.weather.gov/"

WATCHES = """
window.tracks = [];
const ask = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
if (ask) navigator.mediaDevices.getUserMedia = async (wish) => {
  const stream = await ask(wish);
  window.tracks.push(...stream.getTracks());
  return stream;
};
// The page listens while the event comes down, this while it goes up again: it is called in the same task.
// It goes to the console, which is read even of a page that has gone meanwhile.
window.addEventListener("keyup", () => console.info("left of it: " + JSON.stringify({
  display: getComputedStyle(document.body).display,
  ground: getComputedStyle(document.documentElement).backgroundColor,
  read: document.documentElement.innerText.trim(),
  live: window.tracks.filter((track) => track.readyState === "live").length,
  tracks: window.tracks.length,
})));
"""
LEFT = "left of it: "
KEPT = """async () => [
  (await navigator.serviceWorker.getRegistrations()).length, (await caches.keys()).length, sessionStorage.length
]"""
# The last word over the socket is lost, as when the browser ends a page before it is sent.
SAYS_NO_GOODBYE = """
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (text) { if (!String(text).includes("session.leave")) send.call(this, text); };
"""


async def open_watched(
    browsers: Browsers, scene: Scene, *scripts: str
) -> tuple[Participant, list[dict[str, Any]]]:
    """Open Ana's page in a window that notes what each press of a key leaves of it, and that finds the weather."""
    ana = await browsers.open(ANA, "about:blank")
    reports: list[dict[str, Any]] = []
    await ana.page.context.route(
        f"{WEATHER}**",
        lambda route: route.fulfill(body="<title>Weather</title>Sunny", content_type="text/html"),
    )

    def note(message: ConsoleMessage) -> None:
        if message.text.startswith(LEFT):
            reports.append(json.loads(message.text.removeprefix(LEFT)))

    ana.page.on("console", note)
    for script in (WATCHES, *scripts):
        await ana.page.add_init_script(script)
    await ana.page.goto(scene.links[ANA])
    await ana.join()
    return ana, reports


async def press_shift(ana: Participant) -> None:
    for _ in range(3):
        await ana.page.keyboard.press("Shift")


@pytest.mark.parametrize(
    "scripts",
    [
        pytest.param((), id="as usual", marks=pytest.mark.slow),
        pytest.param((SAYS_NO_GOODBYE,), id="the last word is lost"),
    ],
)
async def test_three_presses_of_shift_leave_a_blank_page_no_media_and_no_trace(
    own_service: Service, browsers: Browsers, scripts: tuple[str, ...]
) -> None:
    async with open_scene(own_service, GROUP) as scene:
        staff = await scene.client(STAFF)
        ana, reports = await open_watched(browsers, scene, *scripts)
        await staff.until_view(lambda view: view["waiting"], "Ana waits")
        await staff.ask("seat.admit_all")
        seat = await ana.seat()
        await staff.until_view(lambda view: view["seats"].get(seat, {}).get("audio"), "Ana is heard")

        async def heard_thrice() -> bool:
            return len(reports) == 3

        await press_shift(ana)
        await staff.until_view(lambda view: seat not in view["seats"], "she has left")
        relay = (await staff.ask("media.snapshot"))["relay"]
        assert seat not in relay["peers"]
        await ana.page.wait_for_url(WEATHER)
        assert await ana.page.title() == "Weather"
        await until(heard_thrice, "what each press left is told")
        assert [report["display"] != "none" for report in reports] == [True, True, False]
        assert reports[-1]["ground"] == "rgb(255, 255, 255)"
        assert reports[-1]["read"] == "Loading"
        assert (reports[0]["live"], reports[-1]["live"]) == (reports[0]["tracks"], 0)

        tab = await ana.page.context.new_cdp_session(ana.page)
        entries = (await tab.send("Page.getNavigationHistory"))["entries"]
        assert [entry["url"] for entry in entries if own_service.base_url in entry["url"]] == []
        await ana.page.goto(f"{own_service.base_url}/join")
        await ana.wait_text("Please use your own link")
        assert await ana.page.evaluate(KEPT) == [0, 0, 0]

        await ana.page.goto("about:blank")
        await ana.page.goto(scene.links[ANA])
        await ana.join()
        view = await ana.wait_view(lambda view: True, "her own link leads back")
        assert view["you"]["space"] == "waiting", "whoever opens it next is let in by staff"
        await staff.until_view(lambda view: view["waiting"], "Ana waits again")
        await staff.ask("seat.admit_all")
        await ana.wait_view(lambda view: view["you"]["space"] == "main", "back in the room")
        assert ana.errors == []
        await ana.page.context.close()


async def test_the_button_leaves_as_the_keys_do_and_typing_does_not(
    own_service: Service, browsers: Browsers
) -> None:
    async with open_scene(own_service, GROUP) as scene:
        ana = await browsers.open(ANA, scene.links[ANA])
        await ana.page.context.route(f"{WEATHER}**", lambda route: route.fulfill(body="Sunny"))
        button = ana.page.get_by_role("button", name="Exit this page", exact=True)
        await button.wait_for()
        box = await button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
        assert (
            await button.evaluate("(button) => button.ariaDescribedByElements?.[0]?.textContent ?? ''") != ""
        )
        await ana.page.keyboard.type("ABC DEF")
        await ana.page.keyboard.press("Shift")
        await ana.page.locator("attune-exit [role=status]").get_by_text("2 more times").wait_for()
        await ana.page.get_by_role("button", name="About “Exit this page”").click()
        await ana.wait_text("It doesn’t stop spyware.")
        await ana.page.keyboard.press("Escape")
        await button.click()
        await ana.page.wait_for_url(WEATHER)
        await ana.page.context.close()
