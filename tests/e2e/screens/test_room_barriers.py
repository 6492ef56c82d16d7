"""No state of the live room has a barrier: on a member's page, the therapist's, a partner's phone, and `/ops`."""

import pytest
from playwright.async_api import Page, ViewportSize

from tests.e2e.group import COUPLE, STAFF
from tests.e2e.scene import CLASS, GROUP, Scene, open_scene, person_named
from tests.e2e.wishes import done, done_by, start
from tests.support.browsers.axe import barriers, sideways, too_small
from tests.support.browsers.chromium import Browsers, Participant
from tests.support.service.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]

_DESK, _PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
_ONES_PHONE = "Elena's phone"
_STILL = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
_PAUSE = """(on) => {
  const { session } = document.querySelector("attune-app");
  const { seats, you } = session.view;
  const slots = Object.entries(seats).filter(([id]) => on && id !== you.seat).map(([, seat]) => seat.slot);
  session.media.notePaused({ generation: session.media._generation, slots });
}"""


class Barriers:
    """What was found, by where it was found."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    async def look(self, state: str, *people: Participant) -> None:
        """Look at these people's pages, on a desktop in light and on a phone in dark."""
        for person in people:
            where = f"{state}, {person.name}"
            await self.look_at(where, person.page, _DESK, "light")
            await self.look_at(where, person.page, _PHONE, "dark")
            await person.page.set_viewport_size(_DESK)

    async def look_at(self, where: str, page: Page, size: ViewportSize, scheme: str) -> None:
        """Look at one page."""
        await page.set_viewport_size(size)
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        await page.evaluate(_STILL)
        found = await barriers(page) + [f"small: {one}" for one in await too_small(page)]
        if await sideways(page) > 0:
            found.append("it scrolls sideways")
        if found:
            self.found[f"{where}, {size['width']} px, {scheme}"] = found

    async def sheet(self, state: str, person: Participant, opened: str) -> None:
        """Look at an open dialog, and close it."""
        dialog = person.page.get_by_role("dialog", name=opened)
        await dialog.wait_for(state="visible")
        await self.look(state, person)
        await person.page.keyboard.press("Escape")
        await dialog.wait_for(state="hidden")


async def test_no_state_of_the_room_has_a_barrier(service: Service, browsers: Browsers) -> None:
    barriers = Barriers()
    async with open_scene(service, GROUP, browsers) as scene:
        staff = await scene.page(STAFF, viewport=_DESK)
        await staff.wait_view(lambda view: len(view["seats"]) == 1, "alone")
        await barriers.look("alone", staff)
        ana = await scene.page("Ana", viewport=_DESK)
        await ana.page.locator(".waiting-words").wait_for()
        await staff.wait_view(lambda view: view["waiting"], "Ana waits")
        await barriers.look("waiting", ana, staff)
        await scene.client("Sam")
        for name in ("Ben", "Chloe", COUPLE):
            await scene.client(name)
        await scene.admit("Sam")
        await barriers.look("six seats", ana, staff)
        await _turns(barriers, scene, staff, ana)
        await _sheets(barriers, staff, ana)
        await _steps(barriers, scene, staff, ana)
        await _asides(barriers, scene, staff, ana)
    async with open_scene(service, CLASS, browsers) as scene:
        await _captions(barriers, scene)
    operators = (await browsers.open("operators", f"{service.base_url}/ops", viewport=_DESK)).page
    for size, scheme in ((_DESK, "light"), (_PHONE, "dark")):
        await barriers.look_at("operators", operators, size, scheme)
    assert barriers.found == {}


async def _turns(barriers: Barriers, scene: Scene, staff: Participant, ana: Participant) -> None:
    sam = scene.clients["Sam"]
    await sam.floor("set_mode", mode="queue", mic_policy="hard", grants="by_facilitator")
    own, ben, chloe = [person_named(sam.view, name) for name in ("Ana", "Ben", "Chloe")]
    await sam.floor("grant", person=ben)
    await ana.page.keyboard.press("h")
    await scene.clients["Chloe"].floor("request", person=chloe)
    await scene.all_see(lambda view: len(view["floor"]["queue"]) == 2, "two hands are up")
    await ana.page.locator("attune-more summary").click()
    await barriers.look("a turn, two hands, and more to do", ana)
    await ana.page.keyboard.press("Escape")
    for tab in ("Turns", "People", "Protocols", "Talk"):
        await staff.page.get_by_role("tab", name=tab).click()
        await barriers.look(f"panel: {tab}", staff)
    await _panel_on_phone(barriers, staff)
    await sam.floor("grant", person=own)
    await ana.wait_text("It’s your turn")
    await barriers.look("the own turn", ana)
    await sam.floor("revoke")


async def _panel_on_phone(barriers: Barriers, staff: Participant) -> None:
    """Look at the panel, which a phone opens, with the agenda being changed."""
    change = staff.page.locator("attune-console-agenda summary")
    await change.click()
    await staff.page.set_viewport_size(_PHONE)
    await staff.page.locator(".panel-open").click()
    await barriers.look("the agenda is changed, the panel is open", staff)
    await staff.press("Add a part")
    await barriers.sheet("a part is added", staff, "Add a part")
    await change.click()


async def _sheets(barriers: Barriers, staff: Participant, ana: Participant) -> None:
    await ana.page.keyboard.press("?")
    await barriers.sheet("help", ana, "Help and settings")
    await ana.page.locator("attune-more summary").click()
    await ana.press("Camera and sound")
    await barriers.sheet("camera and sound", ana, "Camera and sound")
    await ana.page.locator(".control-leave").click()
    await barriers.sheet("leaving", ana, "Leave the session?")
    await ana.page.locator(".chat-open").click()
    await barriers.look("messages", ana)
    await ana.page.keyboard.press("Escape")
    await staff.page.get_by_role("button", name="Connections").click()
    await barriers.sheet("connections", staff, "Connections")
    await staff.page.get_by_role("tab", name="Protocols").click()
    await staff.page.locator(".offer").first.click()
    await barriers.look("a protocol is offered", staff)
    await staff.page.keyboard.press("Escape")


async def _steps(barriers: Barriers, scene: Scene, staff: Participant, ana: Participant) -> None:
    """Look at steps with answers of one's own, on the page of a couple's phone too."""
    sam = scene.clients["Sam"]
    phone = await scene.page(_ONES_PHONE, viewport=_DESK)
    await start(sam, "feelings_check_in", {})
    await ana.page.locator(".petal").nth(1).click()
    await ana.page.locator(".petal-word").nth(1).click()
    await barriers.look("feelings are chosen", ana, staff, phone)
    await done_by(sam, "protocol.abort")
    await start(sam, "closing_round", {})
    for step in ("announce", "words"):
        await sam.until_view(lambda view, step=step: view["run"]["step"] == step, step)
        await done(sam, "go_on")
    await ana.wait_view(lambda view: view["run"]["step"] == "exit_check", "the exit check")
    await barriers.look("a private answer is asked for", ana, phone)
    await phone.page.locator("summary", has_text="Notes").click()
    await phone.press("Help")
    await barriers.sheet("help and notes", phone, "Help and settings")
    await done_by(sam, "protocol.abort")


async def _asides(barriers: Barriers, scene: Scene, staff: Participant, ana: Participant) -> None:
    await ana.page.evaluate(_PAUSE, arg=True)
    ben = await scene.seat("Ben")
    await scene.clients.pop("Ben").drop()
    await ana.wait_view(lambda view: view["seats"][ben]["presence"] != "here", "Ben's connection is lost")
    await barriers.look("pictures pause, a connection is lost", ana, staff)
    await ana.page.evaluate(_PAUSE, arg=False)
    await staff.page.locator("attune-more summary").click()
    await staff.press("Share my screen")
    await ana.wait_view(lambda view: any(seat.get("sharing") for seat in view["seats"].values()), "a screen")
    await barriers.look("a screen is shared", ana, staff)
    await done_by(scene.clients["Sam"], "private.move", seat=await ana.seat(), join=True)
    await ana.wait_view(lambda view: view["you"]["space"] == "private", "aside")
    await barriers.look("two are aside", ana, staff)


async def _captions(barriers: Barriers, scene: Scene) -> None:
    staff, lee = await scene.client("Maya"), await scene.page("Lee", viewport=_DESK)
    ben, chloe = await scene.page("Ben", viewport=_DESK), await scene.client("Chloe")
    await scene.admit("Maya")
    await lee.page.get_by_role("textbox").first.fill("I am glad you said that.")
    await lee.page.keyboard.press("Enter")
    await ben.wait_text("I am glad you said that.")
    await barriers.look("captions", ben, lee)
    assert chloe.errors == staff.errors == []
