"""Connections that die silently, browsers without storage, and a system that mutes: as real pages see them."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.group import STAFF
from tests.support.browsers.chromium import Browsers, Participant
from tests.support.relay.tcp_proxy import TcpProxy, open_proxy
from tests.support.service.service import Service, running_service
from tests.support.service.waiting import until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.alone,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(180),
]

DROPPED = "Your connection dropped"
DESKTOP = {"width": 1280, "height": 800}

KEEPS_NOTHING = """
for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get: () => { throw new DOMException("denied", "SecurityError"); } });
"""
# No browser can be made to mute a microphone from outside, so the page's own track reports it.
MUTES = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wish) => {
  const stream = await ask(wish);
  window.microphone = stream.getAudioTracks()[0] ?? window.microphone;
  return stream;
};
window.mute = (muted) => {
  Object.defineProperty(window.microphone, "muted", { value: muted, configurable: true });
  window.microphone.dispatchEvent(new Event(muted ? "mute" : "unmute"));
};
"""
# Like a proxy-only setting of Firefox: connections fail immediately, without any candidate.
FAILS_AT_ONCE = """
window.made = 0;
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(options) {
    super({ ...options, iceServers: [], iceTransportPolicy: "relay" });
    window.made += 1;
    this.dead = false;
  }
  get connectionState() { return this.dead ? "failed" : super.connectionState; }
  async setLocalDescription(description) {
    await super.setLocalDescription(description);
    this.dead = true;
    setTimeout(() => this.onconnectionstatechange?.(new Event("connectionstatechange")), 50);
  }
};
"""


@pytest_asyncio.fixture(loop_scope="module")
async def proxy(service: Service) -> AsyncIterator[TcpProxy]:
    """A TCP proxy to the service that can be frozen."""
    async with open_proxy(int(service.base_url.rsplit(":", 1)[1])) as proxy:
        yield proxy


async def open_staff(service: Service, browsers: Browsers) -> Participant:
    """Open the therapist's page over a path of its own that does not freeze."""
    link = service.links[STAFF].replace("localhost", "127.0.0.1")
    staff = await browsers.open(STAFF, link, viewport=DESKTOP)
    await staff.join()
    return staff


async def let_in(staff: Participant, member: Participant) -> None:
    await staff.wait_view(lambda view: view.get("waiting"), "somebody waits")
    await staff.page.get_by_role("button", name="Admit").first.click()
    await member.wait_view(lambda view: view["you"]["space"] == "main", "in the room")


async def has_notice(
    participant: Participant, text: str, *, shown: bool = True, patience_s: float = 30
) -> None:
    notice = participant.page.locator(".notices").get_by_text(text)
    await notice.first.wait_for(state="visible" if shown else "hidden", timeout=patience_s * 1000)


@pytest.mark.slow
async def test_who_was_let_in_while_the_way_was_dead_comes_in_when_it_is_back(
    service: Service, browsers: Browsers, proxy: TcpProxy
) -> None:
    staff = await open_staff(service, browsers)
    ana = await browsers.open("Ana", proxy.link(service.links["Ana"]))
    await ana.join()
    await staff.wait_view(lambda view: view.get("waiting"), "Ana waits")
    proxy.freeze()
    await staff.page.get_by_role("button", name="Admit").first.click()
    await has_notice(ana, DROPPED)
    assert (await ana.view() or {})["you"]["space"] == "waiting", "the page knows no better, and says so"
    await has_notice(ana, "use another network")
    proxy.thaw()
    await ana.wait_view(lambda view: view["you"]["space"] == "main", "in the room")
    await has_notice(ana, "We still can’t", shown=False)
    await ana.sees({await staff.seat()})
    # A path that is dead in one direction only: the service hears nothing and closes the socket, which the page notices.
    proxy.up.clear()
    seat = await ana.seat()
    await staff.wait_view(lambda view: view["seats"][seat]["presence"] == "reconnecting", "noticed")
    await has_notice(ana, DROPPED)
    proxy.thaw()
    await has_notice(ana, DROPPED, shown=False)
    # When it becomes visible again, a page does not wait for a timer.
    proxy.freeze()
    await ana.page.evaluate("window.dispatchEvent(new Event('focus'))")
    await has_notice(ana, "Checking your connection", patience_s=4)
    proxy.thaw()
    await has_notice(ana, "Checking your connection", shown=False)
    assert [*ana.errors, *staff.errors] == []
    for participant in (ana, staff):
        await participant.page.context.close()


async def test_a_browser_that_keeps_nothing_joins_and_can_be_loaded_again(
    service: Service, browsers: Browsers
) -> None:
    ben = await browsers.open("Ben", "about:blank")
    await ben.page.add_init_script(KEEPS_NOTHING)
    await ben.page.goto(service.links["Ben"])
    for _ in range(2):
        await ben.wait_text("Join session")
        assert ben.page.url == f"{service.base_url}/join"
        await ben.page.reload()
    await ben.join()
    await ben.press("Leave session")
    await ben.press("Yes, leave")
    await ben.wait_text("You have left")
    await ben.page.reload()
    await ben.wait_text("Please use your own link")
    assert ben.errors == []
    await ben.page.context.close()


async def test_a_page_without_a_network_is_a_calm_one_and_comes_back_by_itself(
    service: Service, browsers: Browsers
) -> None:
    ana = await browsers.open("Ana", service.links["Ana"])
    await ana.join()
    await ana.page.wait_for_function("navigator.serviceWorker.ready.then((one) => one.active !== null)")
    await ana.page.context.set_offline(True)
    await ana.page.reload()
    await ana.wait_text("You’re offline")
    await ana.page.get_by_role("button", name="Exit this page").wait_for()
    await ana.page.context.set_offline(False)
    await ana.wait_text("Join session")
    await ana.join()
    await ana.press("Leave session")
    await ana.press("Yes, leave")
    await ana.wait_text("You have left")
    left = (
        "async () => (await navigator.serviceWorker.getRegistrations()).length + (await caches.keys()).length"
    )

    async def nothing() -> bool:
        return bool(await ana.page.evaluate(left) == 0)

    await until(nothing, "nothing of it stays")
    assert ana.errors == []
    await ana.page.context.close()


async def test_a_microphone_that_the_system_mutes_is_said_on_the_bar_and_to_staff(
    service: Service, browsers: Browsers
) -> None:
    staff = await open_staff(service, browsers)
    chloe = await browsers.open("Chloe", "about:blank")
    await chloe.page.add_init_script(MUTES)
    await chloe.page.goto(service.links["Chloe"])
    await chloe.join()
    await let_in(staff, chloe)
    seat = await chloe.seat()
    await staff.wait_view(lambda view: view["seats"][seat]["audio"], "heard")
    await chloe.page.evaluate("window.mute(true)")
    await chloe.page.locator("#mic-state").get_by_text("Muted by your device").wait_for()
    await staff.wait_view(lambda view: not view["seats"][seat]["mic"], "staff see that it is off")
    await chloe.page.evaluate("window.mute(false)")
    await chloe.page.locator("#mic-state").get_by_text("On", exact=True).wait_for()
    await staff.wait_view(lambda view: view["seats"][seat]["audio"], "heard again")
    for participant in (chloe, staff):
        await participant.page.context.close()


async def open_failing(service: Service, browsers: Browsers) -> Participant:
    """Open the therapist's page, which needs no admission, in a browser that cannot connect."""
    staff = await browsers.open(STAFF, "about:blank", viewport=DESKTOP)
    await staff.page.add_init_script(FAILS_AT_ONCE)
    await staff.page.goto(service.links[STAFF])
    await staff.join()
    return staff


@pytest.mark.slow
async def test_connections_that_fail_at_once_are_made_seldom_and_what_helps_is_said(
    browsers: Browsers, tmp_path: Path
) -> None:
    async with running_service(tmp_path, ATTUNE_RELAY_ANNOUNCE="127.0.0.1,192.0.2.1") as service:
        staff = await open_failing(service, browsers)
        await has_notice(staff, "another browser or on another device")
        loop = asyncio.get_running_loop()
        began = loop.time()

        async def two_more() -> bool:
            return bool(await staff.page.evaluate("window.made") >= 4)

        await until(two_more, "two more connections are made", 60)
        assert loop.time() - began > 12, "each after a wait that is longer"
        await staff.page.context.close()


async def test_a_demo_that_runs_on_this_computer_alone_says_so(service: Service, browsers: Browsers) -> None:
    staff = await open_failing(service, browsers)
    await has_notice(staff, "runs only on this computer")
    await staff.page.context.close()
