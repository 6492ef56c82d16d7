"""Chromium and Firefox in one room: they see and hear each other, and turns work for both. And the pages around the
room, in Firefox and in WebKit.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.hearing import goes_on, reaches_nobody
from tests.e2e.scene import GROUP, ONE_CAMERA, Scene, holder_of, open_scene, person_named
from tests.support.browsers.chromium import Participant, open_browsers
from tests.support.browsers.firefox import FirefoxPage, firefox, open_firefox
from tests.support.browsers.netlab import missing_for_netlab
from tests.support.browsers.own_network import OWN_ADDRESS, own_network
from tests.support.browsers.webkit import missing_for_webkit, open_webkit
from tests.support.service.service import Service, running_service
from tests.support.service.waiting import PATIENCE_S, until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.alone,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(240),
    pytest.mark.skipif(firefox() is None, reason="not installed: firefox-esr"),
    pytest.mark.skipif(missing_for_netlab() is not None, reason=missing_for_netlab() or ""),
]
STAFF, IN_CHROMIUM, IN_FIREFOX = "Dr. Rivera", "Ana", "Ben"
OWN_PHONE = "Elena's phone"
WEATHER = "https://www.weather.gov/"


class FirefoxParticipant(Participant):
    """A person at a page in Firefox."""

    def __init__(self, name: str, tab: FirefoxPage) -> None:
        # Enough of a page for what is used here.
        super().__init__(name, tab)  # type: ignore[arg-type]
        self.tab = tab

    async def press(self, button: str) -> None:
        """Press a button by its name, once it exists."""

        async def look() -> bool:
            return await self.tab.press(button)

        await until(look, f"{self.name} presses {button}")

    async def press_key(self, key: str) -> None:
        """Press one of the room's keys."""
        await self.tab.evaluate(
            "(key) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })) && null",
            key,
        )

    async def wait_text(self, text: str, patience_s: float = PATIENCE_S) -> None:
        """Wait until the page shows a text."""

        async def look() -> bool:
            return await self.tab.shows(text)

        await until(look, f"“{text}” on {self.name}'s page", patience_s)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """The service in a network of its own, in which this module's browsers are, too."""
    folder: Path = tmp_path_factory.mktemp("service")
    address = {"ATTUNE_RELAY_ANNOUNCE": OWN_ADDRESS, "ATTUNE_RELAY_BIND": OWN_ADDRESS}
    with own_network():
        async with running_service(folder, ATTUNE_PICTURE_HEIGHT="360", **address) as service:
            yield service


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(service: Service) -> AsyncIterator[Scene]:
    """The therapist as a wire client, Ana in Chromium and Ben in Firefox, in a room whose turns the relay enforces."""
    program = firefox()
    assert program is not None
    async with AsyncExitStack() as stack:
        browsers = await stack.enter_async_context(open_browsers())
        tab = await stack.enter_async_context(open_firefox(program))
        scene = await stack.enter_async_context(open_scene(service, GROUP, browsers))
        staff = await scene.client(STAFF)
        await staff.floor("set_mode", mode="queue", mic_policy="hard", grants="by_facilitator")
        await scene.page(IN_CHROMIUM)
        ben = scene.pages[IN_FIREFOX] = FirefoxParticipant(IN_FIREFOX, tab)
        await tab.open(scene.links[IN_FIREFOX])
        await ben.press("Join session")
        await ben.wait_view(bool, "a first view")
        await scene.admit(STAFF)
        yield scene


def in_firefox(scene: Scene) -> FirefoxParticipant:
    page = scene.pages[IN_FIREFOX]
    assert isinstance(page, FirefoxParticipant)
    return page


async def test_both_see_each_other(scene: Scene) -> None:
    ana, ben = scene.pages[IN_CHROMIUM], scene.pages[IN_FIREFOX]
    await asyncio.gather(ana.sees({await ben.seat()}), ben.sees({await ana.seat()}))


async def test_whoever_has_the_turn_is_heard_in_the_other_browser_and_nobody_else_is(scene: Scene) -> None:
    ana, ben = scene.pages[IN_CHROMIUM], scene.pages[IN_FIREFOX]
    seats = {page.name: await page.seat() for page in (ana, ben)}

    async def nobody_is_heard() -> None:
        await asyncio.gather(*(reaches_nobody(page, {seats[other.name]}) for page, other in both_ways))

    both_ways = ((ana, ben), (ben, ana))
    staff = scene.clients[STAFF]
    await nobody_is_heard()
    # From one to the other the turn moves at once, in each direction.
    for speaker, listener in (*both_ways, both_ways[0]):
        await staff.floor("grant", person=person_named(staff.view, speaker.name))
        await scene.all_see(
            lambda view, name=speaker.name: holder_of(view) == name,  # type: ignore[misc]
            f"{speaker.name} has the floor",
        )
        await listener.hears({seats[speaker.name]})
        await asyncio.gather(
            goes_on(listener, {seats[speaker.name]}), reaches_nobody(speaker, {seats[listener.name]})
        )
    await staff.floor("revoke")
    await scene.all_see(lambda view: holder_of(view) is None, "the floor is free")
    await nobody_is_heard()


async def test_a_camera_in_firefox_goes_off_and_comes_back_in_chromium(scene: Scene) -> None:
    ana, ben = scene.pages[IN_CHROMIUM], in_firefox(scene)
    seat = await ben.seat()
    await ben.press_key("v")
    await ana.wait_view(lambda view: not view["seats"][seat]["video"], "the camera is off")
    await ben.press_key("v")
    await ana.wait_view(lambda view: view["seats"][seat]["video"], "the camera is on")
    await ana.sees({seat})


async def test_a_page_in_firefox_that_is_loaded_again_comes_back(scene: Scene) -> None:
    ana, ben = scene.pages[IN_CHROMIUM], in_firefox(scene)
    await ben.tab.reload()
    await ben.press("Join session")
    await ben.wait_view(bool, "a view")
    await scene.admit(STAFF)
    await asyncio.gather(ana.sees({await ben.seat()}), ben.sees({await ana.seat()}))


async def test_firefox_shows_the_pages_around_the_room_and_leaves_them_at_once(
    service: Service, scene: Scene
) -> None:
    ben = in_firefox(scene)
    await ben.press("Leave session")
    await ben.press("Yes, leave")
    await ben.wait_text("You have left")
    await ben.tab.visit(f"{service.base_url}/sign-in")
    await ben.wait_text("Who would you like to be?")
    await ben.tab.visit(service.rooms[ONE_CAMERA][OWN_PHONE])
    await ben.press("Open my screen")
    await ben.wait_view(lambda view: view["you"]["space"] == "companion", "the own screen")
    notes = """(text) => {
      const field = document.querySelector("attune-notes textarea");
      if (text) {
        field.value = text;
        field.dispatchEvent(new Event("input"));
      }
      return field.value;
    }"""
    await ben.tab.evaluate(notes, "what I want to say")
    await ben.tab.reload()
    await ben.press("Open my screen")
    await ben.wait_view(bool, "a view")
    assert await ben.tab.evaluate(notes) == "what I want to say"
    await ben.press("Exit this page")

    async def left() -> bool:
        return await ben.tab.address() == WEATHER

    await until(left, "another page")
    await ben.tab.visit(f"{service.base_url}/join")
    await ben.wait_text("Please use your own link")
    assert await ben.tab.evaluate("() => sessionStorage.length") == 0


@pytest.mark.skipif(missing_for_webkit() is not None, reason=missing_for_webkit() or "")
async def test_webkit_shows_the_pages_around_the_room_and_says_what_it_lacks(service: Service) -> None:
    async with open_webkit() as webkit:
        await webkit.visit(f"{service.base_url}/sign-in")
        await webkit.wait_text("Who would you like to be?")
        # As Debian builds it, it makes no connections for sound and picture. A second device needs none.
        await webkit.visit(service.rooms[GROUP]["Chloe"])
        await webkit.wait_text("Video calls are turned off in this browser")
        await webkit.visit(service.rooms[ONE_CAMERA][OWN_PHONE])
        await webkit.wait_text("this is your own screen")
        await webkit.evaluate("() => document.querySelector('attune-join button').click()")
        await webkit.wait_text("Your seat isn’t in the room yet.")
        assert await webkit.evaluate("() => document.querySelector('attune-notes textarea') !== null")
