"""Chromium and Firefox in one room: they see and hear each other, and turns work for both."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.hearing import goes_on, reaches_nobody
from tests.e2e.scene import GROUP, Scene, holder_of, open_scene, person_named
from tests.support.browsers.chromium import Participant, open_browsers
from tests.support.browsers.firefox import FirefoxPage, firefox, open_firefox
from tests.support.browsers.netlab import missing_for_netlab
from tests.support.browsers.own_network import OWN_ADDRESS, own_network
from tests.support.service.service import running_service
from tests.support.service.waiting import until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.alone,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(240),
    pytest.mark.skipif(firefox() is None, reason="not installed: firefox-esr"),
    pytest.mark.skipif(missing_for_netlab() is not None, reason=missing_for_netlab() or ""),
]
STAFF, IN_CHROMIUM, IN_FIREFOX = "Dr. Rivera", "Ana", "Ben"


class FirefoxParticipant(Participant):
    """A person at a page in Firefox."""

    def __init__(self, name: str, tab: FirefoxPage) -> None:
        # Enough of a page for what is used here.
        super().__init__(name, tab)  # type: ignore[arg-type]
        self._tab = tab

    async def press(self, button: str) -> None:
        """Press a button by its name, once it exists."""

        async def look() -> bool:
            return await self._tab.press(button)

        await until(look, f"{self.name} presses {button}")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """The therapist as a wire client, Ana in Chromium and Ben in Firefox, in a room whose turns the relay enforces."""
    folder: Path = tmp_path_factory.mktemp("service")
    address = {"ATTUNE_RELAY_ANNOUNCE": OWN_ADDRESS, "ATTUNE_RELAY_BIND": OWN_ADDRESS}
    program = firefox()
    assert program is not None
    async with AsyncExitStack() as stack:
        stack.enter_context(own_network())
        service = await stack.enter_async_context(
            running_service(folder, ATTUNE_PICTURE_HEIGHT="360", **address)
        )
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


async def test_both_see_each_other(scene: Scene) -> None:
    ana, ben = scene.pages[IN_CHROMIUM], scene.pages[IN_FIREFOX]
    await asyncio.gather(ana.sees({await ben.seat()}), ben.sees({await ana.seat()}))


@pytest.mark.parametrize(
    ("speaker", "listener"),
    [
        pytest.param(IN_CHROMIUM, IN_FIREFOX, marks=pytest.mark.slow),
        (IN_FIREFOX, IN_CHROMIUM),
    ],
)
async def test_whoever_has_the_turn_is_heard_in_the_other_browser_and_nobody_else_is(
    scene: Scene, speaker: str, listener: str
) -> None:
    speaking, listening = scene.pages[speaker], scene.pages[listener]
    heard, silent = await speaking.seat(), await listening.seat()
    for page, other in ((speaking, silent), (listening, heard)):
        await reaches_nobody(page, {other})
    staff = scene.clients[STAFF]
    await staff.floor("grant", person=person_named(staff.view, speaker))
    await scene.all_see(lambda view: holder_of(view) == speaker, f"{speaker} has the floor")
    await listening.hears({heard})
    await goes_on(listening, {heard})
    await reaches_nobody(speaking, {silent})
    await staff.floor("revoke")
    await scene.all_see(lambda view: holder_of(view) is None, "the floor is free")
    await reaches_nobody(listening, {heard})
