"""Acceptance scenario 25 in a real page, a story per need: a member with a screen reader and no mouse, one whose hand
shakes, one who wants less on the screen, and one who reads captions."""

import pytest
from playwright.async_api import expect

from tests.e2e.scene import CLASS, Scene, open_scene, person_named
from tests.e2e.wishes import done_by
from tests.support.browsers.chromium import Browsers, Participant
from tests.support.service.service import Service
from tests.support.service.waiting import until
from tests.support.service.wire_client import WireClient

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]

STAFF = "Maya"
_TABS_MAX = 80
_CAPTION = "I am glad you said that."

_FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return "";
  const name = element.getAttribute("aria-label") ?? element.textContent ?? "";
  return name.replace(/\\s+/g, " ").trim() || element.tagName;
}"""
# Everything that a screen reader is told from now on, in order.
_LISTEN = """() => {
  globalThis.heard = [];
  for (const [id, own] of [["own-turn", true], ["announcements", false]])
    new MutationObserver(() => globalThis.heard.push({ own, text: document.getElementById(id).textContent.trim() }))
      .observe(document.getElementById(id), { childList: true, subtree: true });
}"""
_MOVING = """() => document.getAnimations()
  .filter((animation) => animation.playState === "running")
  .map((animation) => `${animation.constructor.name} of ${animation.effect?.target?.className}`)"""

_OUT_OF_SIGHT = """() => [...document.querySelectorAll("attune-tile, .bar .control, .room-tools .button, .now")]
  .filter((element) => element.checkVisibility())
  .filter((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return left < 0 || top < 0 || right > innerWidth + 1 || bottom > innerHeight + 1;
  })
  .map((element) => element.textContent.replace(/\\s+/g, " ").trim())"""


async def test_a_member_takes_part_by_keyboard_and_hears_what_happens(
    service: Service, browsers: Browsers
) -> None:
    async with open_scene(service, CLASS, browsers) as scene:
        staff, ben = await _class_with_turns(scene)
        chloe, grace, own = [person_named(staff.view, name) for name in ("Chloe", "Grace", "Ben")]
        await staff.floor("grant", person=chloe)
        await scene.clients["Grace"].floor("request", person=grace)
        await scene.all_see(lambda view: view["floor"]["queue"] == [grace], "Grace is next")
        await ben.page.keyboard.press("h")
        await _hears_said(ben, "It’s Chloe’s turn", "You’re second in line")
        await scene.all_see(lambda view: len(view["floor"]["queue"]) == 2, "Ben's hand is up")
        await ben.page.keyboard.press("p")
        await scene.all_see(lambda view: view["floor"]["queue"] == [grace], "Ben has passed")
        # Help opens and closes by keys, and the focus returns to where it was.
        await ben.page.keyboard.press("?")
        dialog = ben.page.get_by_role("dialog", name="Help and settings")
        await dialog.wait_for(state="visible")
        await _focus_stays_in_dialog_or_browser(ben)
        await ben.page.keyboard.press("Escape")
        await dialog.wait_for(state="hidden")
        await _reach(ben, "Help")
        await ben.page.keyboard.press("Enter")
        await dialog.wait_for(state="visible")
        await ben.page.keyboard.press("Escape")
        await dialog.wait_for(state="hidden")
        await _meets_every_control(ben)
        # The own turn comes at once, before whatever was to be said, and once: next, mine, over.
        await ben.page.evaluate(_LISTEN)
        await staff.floor("withdraw", person=grace)
        await _reach(ben, "Raise hand")
        await ben.page.keyboard.press("Enter")
        await staff.until_view(lambda view: view["floor"]["queue"][-1:] == [own], "Ben's hand is up")
        await staff.floor("grant", person=own)
        await _hears_said(ben, "It’s your turn.", region="#own-turn")
        await _reach(ben, "I’m done")
        await ben.page.keyboard.press("Enter")
        await _hears_said(ben, "Your turn is over.", region="#own-turn")
        told = [one["text"] for one in await ben.page.evaluate("() => globalThis.heard") if one["own"]]
        assert told[-2:] == ["It’s your turn.", "Your turn is over."]
        assert len(told) == len(set(told)), f"nothing of the own turn is said twice: {told}"


async def test_a_hand_that_shakes_and_a_mind_that_wanders_are_met(
    service: Service, browsers: Browsers
) -> None:
    async with open_scene(service, CLASS, browsers) as scene:
        staff, ben = await _class_with_turns(scene)
        own, chloe, grace = [person_named(staff.view, name) for name in ("Ben", "Chloe", "Grace")]
        # Two taps for one are one.
        await ben.page.get_by_role("button", name="Raise hand", exact=True).dblclick()
        await staff.until_view(lambda view: view["floor"]["queue"] == [own], "Ben's hand is up")
        for name, person in (("Chloe", chloe), ("Grace", grace)):
            await scene.clients[name].floor("request", person=person)
        await scene.all_see(lambda view: len(view["floor"]["queue"]) == 3, "and stays up")
        line = ben.page.locator(".now-next")
        await line.wait_for(state="visible")
        await ben.page.keyboard.press("?")
        await ben.page.get_by_label("Keep it simple").check()
        await ben.page.keyboard.press("Escape")
        await line.wait_for(state="hidden")
        await staff.floor("grant", person=own)
        await ben.wait_text("It’s your turn")
        await ben.page.locator(".clock").wait_for(state="hidden")
        await ben.page.emulate_media(reduced_motion="no-preference")
        assert await ben.page.evaluate(_MOVING) == [], "less is chosen here, whatever the device says"
        await ben.page.keyboard.press("r")
        for person in (chloe, grace):
            await staff.floor("withdraw", person=person)


@pytest.mark.slow
async def test_with_reduced_motion_nothing_moves_by_itself(own_service: Service, browsers: Browsers) -> None:
    async with open_scene(own_service, CLASS, browsers) as scene:
        staff, ben = await _class_with_turns(scene)
        await _stands_still(ben)
        await ben.page.keyboard.press("h")
        await _stands_still(ben)
        person = person_named(staff.view, "Ben")
        await staff.floor("grant", person=person)
        await ben.wait_text("It’s your turn")
        await _stands_still(ben)
        await ben.page.keyboard.press("?")
        await ben.page.get_by_role("dialog", name="Help and settings").wait_for(state="visible")
        await _stands_still(ben)
        await ben.page.keyboard.press("Escape")
        await ben.page.keyboard.press("r")
        await staff.until_view(lambda view: not view["floor"].get("holder"), "Ben has finished")
        await staff.floor("set_mode", mode="quiet", mic_policy="hard", grants="by_facilitator")
        await ben.wait_text("This is quiet time")
        await _stands_still(ben)


@pytest.mark.slow
async def test_a_phone_held_sideways_shows_everybody_and_every_control(
    own_service: Service, browsers: Browsers
) -> None:
    async with open_scene(own_service, CLASS, browsers) as scene:
        _, ben = await _class_with_turns(scene)
        for width, height in ((844, 390), (667, 375)):
            await ben.resize(width, height)
            assert await ben.page.evaluate(_OUT_OF_SIGHT) == []
            bar = await ben.page.get_by_role("region", name="Your controls").bounding_box()
            assert bar is not None
            assert bar["height"] <= height / 5, "one row, so that the pictures have the room"


async def test_captions_come_as_they_are_typed_and_are_gone_with_the_session(
    service: Service, browsers: Browsers
) -> None:
    async with open_scene(service, CLASS, browsers) as scene:
        staff, ben = await _class_with_turns(scene)
        lee, chloe = scene.clients["Lee"], person_named(staff.view, "Chloe")
        for number in range(8):
            await done_by(lee, "caption", text=f"{_CAPTION} {number}", speaker=chloe)
        captions = ben.page.get_by_role("region", name="Captions")
        await expect(captions.get_by_text(f"{_CAPTION} 7")).to_be_in_viewport()
        await expect(captions.get_by_text("Chloe:")).to_have_count(1)
        # The last minute is there for whoever missed a line, by keyboard too.
        await captions.get_by_role("log").press("Home")
        await expect(captions.get_by_text(f"{_CAPTION} 0")).to_be_in_viewport()
        await done_by(lee, "caption", text="Meanwhile")
        await captions.get_by_role("button", name="Newest line").press("Enter")
        await expect(captions.get_by_text("Meanwhile")).to_be_in_viewport()
        await staff.ask_and_go("session.end")
        await ben.wait_text("This session is over")
        assert _CAPTION not in await ben.page.content()
        assert await ben.view() is None
        assert _CAPTION not in service.log
        assert _CAPTION.encode() not in service.database.read_bytes()


async def _class_with_turns(scene: Scene) -> tuple[WireClient, Participant]:
    """A class with turns; Ben joins by keyboard alone."""
    staff = await scene.client(STAFF)
    await staff.floor("set_mode", mode="queue", mic_policy="hard", grants="by_facilitator")
    for name in ("Lee", "Chloe", "Grace"):
        await scene.client(name)
    ben = await scene.open("Ben")
    await _stands_still(ben)
    await _reach(ben, "Join session")
    await ben.page.keyboard.press("Enter")
    await ben.wait_view(lambda view: view["you"]["space"] == "waiting", "Ben waits")
    await _stands_still(ben)
    await scene.admit(STAFF)
    await ben.page.get_by_role("list", name="People in the room").wait_for(state="visible")
    return staff, ben


async def _reach(page: Participant, name: str) -> None:
    """Press Tab until the control of this name has the focus."""
    await page.page.get_by_role("button", name=name, exact=True).first.wait_for(state="visible")
    seen = []
    for _ in range(_TABS_MAX):
        await page.page.keyboard.press("Tab")
        seen.append(await page.page.evaluate(_FOCUSED))
        if seen[-1] == name:
            return
    raise AssertionError(f"{name} is never reached; the focus went over {seen}")


async def _meets_every_control(page: Participant) -> None:
    """Check that Tab reaches every visible button, leaves each again, and wraps around: no keyboard trap."""
    wanted = await page.page.evaluate(
        """() => [...document.querySelectorAll("button, a[href], select, summary")]
          .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.tabIndex >= 0
            && !element.closest("dialog"))
          .map((element, index) => (element.dataset.met = String(index)))"""
    )
    met: set[str] = set()
    for _ in range(_TABS_MAX):
        await page.page.keyboard.press("Tab")
        mark: str | None = await page.page.evaluate("() => document.activeElement?.dataset?.met ?? null")
        met |= {mark} if mark else set()
        if met == set(wanted):
            return
    missed = await page.page.evaluate(
        "(marks) => marks.map((mark) => document.querySelector(`[data-met='${mark}']`)?.outerHTML)",
        sorted(set(wanted) - met),
    )
    raise AssertionError(f"never reached: {missed}")


async def _focus_stays_in_dialog_or_browser(page: Participant) -> None:
    """Check that while the dialog is open, Tab cycles inside it or goes to the browser itself, never to the page
    beneath."""
    for _ in range(_TABS_MAX // 4):
        await page.page.keyboard.press("Tab")
        inside: bool = await page.page.evaluate(
            "() => document.activeElement === document.body || document.activeElement.closest('dialog[open]') !== null"
        )
        assert inside, await page.page.evaluate(_FOCUSED)


async def _hears_said(page: Participant, *sentences: str, region: str = "#announcements") -> None:
    """Wait until a live region announces all of it at once."""
    place = page.page.locator(region)
    assert await place.get_attribute("aria-live") == ("polite" if region == "#announcements" else "assertive")

    async def look() -> bool:
        said = await place.text_content() or ""
        return all(sentence in said for sentence in sentences)

    await until(look, f"{page.name} hears {sentences}")


async def _stands_still(page: Participant) -> None:
    assert await page.page.evaluate("() => matchMedia('(prefers-reduced-motion: reduce)').matches")
    assert await page.page.evaluate(_MOVING) == []
