"""Chat and panel on small screens: live content stays in sight, and nothing is hidden beneath them."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, ViewportSize

from tests.e2e.group import STAFF, open_group
from tests.support.browsers.chromium import Browsers
from tests.support.service.service import Service

pytestmark = [
    pytest.mark.browser,
    pytest.mark.alone,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(240),
]

PHONE = ViewportSize(width=390, height=844)
SIDEWAYS = ViewportSize(width=844, height=390)
LOW = ViewportSize(width=1366, height=625)
# 1280 by 1024 pixels at 400 % (WCAG 2.2, 1.4.10).
ZOOMED = ViewportSize(width=320, height=256)
# A folder to keep pictures in for human review.
PICTURES = os.environ.get("ATTUNE_TEST_PICTURES")

# Everything interactive or readable that cannot be reached, even by scrolling.
_OUT_OF_REACH = """(selector) => [...document.querySelectorAll(selector)].filter((element) => {
  if (!element.checkVisibility({ contentVisibilityAuto: true })) return false;
  element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const box = element.getBoundingClientRect();
  if (!box.width || !box.height) return false;
  const inside = box.left >= -1 && box.top >= -1 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
  const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
  return !inside || !top || !(element.contains(top) || top.contains(element));
}).map((element) => (element.ariaLabel || element.textContent || element.tagName).trim().slice(0, 40))"""
_REACHABLE = "button:not([disabled]), a[href]:not(.skip-link), textarea, select, summary"


async def out_of_reach(page: Page, selector: str = _REACHABLE) -> list[str]:
    found: list[str] = await page.evaluate(_OUT_OF_REACH, selector)
    return found


async def is_sideways(page: Page) -> int:
    """Return how far the page scrolls sideways, pixels."""
    far: int = await page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    return far


async def keep_picture(page: Page, name: str) -> None:
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png")


@pytest.mark.parametrize(
    "size", [PHONE, pytest.param(ZOOMED, marks=pytest.mark.slow)], ids=["phone", "zoomed"]
)
async def test_everything_in_the_waiting_room_can_be_reached(
    own_service: Service, browsers: Browsers, size: ViewportSize
) -> None:
    group = await open_group(own_service, browsers, ("Ana",))
    ana = group.people["Ana"]
    await ana.page.set_viewport_size(size)
    await ana.join()
    await ana.page.locator(".waiting-words").wait_for()
    await keep_picture(ana.page, f"waiting-{size['width']}x{size['height']}")
    assert await is_sideways(ana.page) <= 0
    assert await out_of_reach(ana.page) == []


_WRITE = """async (text) => {
  const { session } = document.querySelector('attune-app');
  const [person] = session.view.you.people;
  const to = Object.keys(session.view.people).find((id) => session.view.people[id].name === 'Ana');
  return session.ask('message.send', { person, to, text, both: false });
}"""


async def test_with_messages_open_the_turn_and_the_microphone_stay_in_sight(
    own_service: Service, browsers: Browsers
) -> None:
    group = await open_group(own_service, browsers, (STAFF, "Ana"))
    await group.meet()
    await group.take_turns()
    page = group.people["Ana"].page
    for size in (PHONE, SIDEWAYS, LOW):
        name = f"messages-{size['width']}x{size['height']}"
        await page.set_viewport_size(size)
        await page.locator(".chat-open").click()
        await page.get_by_role("log").wait_for()
        await group.staff.press("Give the turn to Ana")
        await group.wait_holder("Ana")
        await keep_picture(page, name)
        await page.get_by_role("button", name="Send").scroll_into_view_if_needed()
        for seen in (".now-line", "[data-device='mic']", ".chat-form .button-main"):
            box = await page.locator(seen).bounding_box()
            assert box, (name, seen)
            assert box["y"] >= 0, (name, seen)
            assert box["y"] + box["height"] <= size["height"] + 1, (name, seen)
        assert await out_of_reach(page) == [], name
        assert await is_sideways(page) <= 0, name
        await page.keyboard.press("Escape")
        await page.get_by_role("log").wait_for(state="detached")
        await page.keyboard.press("r")
        await group.wait_holder(None)


@pytest.mark.slow
async def test_whoever_reads_back_stays_there_and_is_told_of_what_is_new(
    own_service: Service, browsers: Browsers
) -> None:
    group = await open_group(own_service, browsers, (STAFF, "Ana"))
    await group.meet()
    page = group.people["Ana"].page
    await page.locator(".chat-open").click()
    log = page.get_by_role("log")
    for number in range(3):
        assert await group.staff.page.evaluate(_WRITE, f"Message {number}" + "\n." * 15)
    await log.get_by_text("Message 2").wait_for()
    end: int = await log.evaluate("(list) => list.scrollTop")
    assert end > 0
    await log.evaluate("(list) => { list.scrollTop = 0; }")
    assert await group.staff.page.evaluate(_WRITE, "שלום, the newest")
    below = page.get_by_role("button", name="New message below")
    await below.wait_for()
    assert await log.evaluate("(list) => list.scrollTop") == 0
    await keep_picture(page, "messages-new-below")
    await below.click()
    await below.wait_for(state="detached")
    newest = log.get_by_text("the newest")
    assert await newest.evaluate("(text) => getComputedStyle(text).direction") == "rtl"
    assert await log.evaluate("(list) => list.scrollTop") > end


@pytest.mark.slow
async def test_on_a_phone_the_panel_leaves_the_bar_and_what_happens_now_in_sight(
    own_service: Service, browsers: Browsers
) -> None:
    group = await open_group(own_service, browsers, (STAFF, "Ana"))
    await group.meet()
    page = group.staff.page
    await page.set_viewport_size(PHONE)
    await page.locator(".panel-open").click()
    await keep_picture(page, "panel-phone")
    for seen in (".now-line", "[data-device='mic']", ".panel"):
        assert await page.locator(seen).is_visible(), seen
    assert await out_of_reach(page, ".bar button, .room-tools button, .panel button") == []
    await page.keyboard.press("Escape")
    await page.locator("attune-facilitator").wait_for(state="hidden")
