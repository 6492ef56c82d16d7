"""The stage: pictures have the room's height on every screen, and whose turn it is shows in one frame."""

import pytest
from playwright.async_api import Page

from tests.e2e.group import Group
from tests.support.service.waiting import until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.alone,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(240),
]

# Of the window beside a panel: what pictures take at least, and what the bar takes at most.
DESKTOP, UPRIGHT, SIDEWAYS = (1280, 800, 0.75), (390, 844, 0.70), (844, 390, 0.80)
BAR_MOST = 0.12

_MEASURE = """() => {
  const boxOf = (selector) => {
    const element = document.querySelector(selector);
    return element?.checkVisibility() ? element.getBoundingClientRect() : new DOMRect();
  };
  const panel = boxOf("attune-facilitator").width;
  const stage = boxOf("attune-stage");
  const pictures = [...document.querySelectorAll("attune-tile .picture")].map((picture) => {
    const { left, top, right, bottom } = picture.getBoundingClientRect();
    return { left, top, right, bottom };
  });
  const area = pictures.reduce((sum, { left, top, right, bottom }) => sum
    + Math.max(0, Math.min(right, stage.right) - Math.max(left, stage.left))
    * Math.max(0, Math.min(bottom, stage.bottom) - Math.max(top, stage.top)), 0);
  return {
    share: area / ((innerWidth - panel) * innerHeight),
    bar: boxOf(".bar").height / innerHeight,
    seen: pictures.filter(({ top, bottom }) => top >= stage.top - 1 && bottom <= stage.bottom + 1).length,
    sideways: document.documentElement.scrollWidth - innerWidth,
  };
}"""
_FRAMED = """() => [...document.querySelectorAll("attune-tile[data-holder='yes']")].map((tile) => ({
  name: tile.getAttribute("aria-label"),
  frame: parseFloat(getComputedStyle(tile.querySelector(".picture"), "::after").borderTopWidth),
}))"""
# A picture that is loaded anew shows nothing until its next frame.
_COUNT_RELOADS = """() => {
  window.reloaded = 0;
  document.addEventListener("emptied", () => (window.reloaded += 1), true);
}"""
_SIZES = """() => Object.fromEntries([...document.querySelectorAll("attune-tile")]
  .map((tile) => [tile.getAttribute("aria-label"), tile.offsetWidth * tile.offsetHeight]))"""


async def _has_room(page: Page, size: tuple[int, int, float]) -> None:
    """Await the whole of it at once: tiles are on their way to their places for a moment."""
    width, height, least = size
    await page.set_viewport_size({"width": width, "height": height})
    measured: dict[str, float] = {}

    async def has_room() -> bool:
        measured.update(await page.evaluate(_MEASURE))
        return (
            measured["share"] >= least
            and measured["seen"] == 5
            and measured["bar"] <= BAR_MOST
            and measured["sideways"] <= 0
        )

    try:
        await until(has_room, f"pictures take {least:.0%} of {width}×{height}, and all five are in sight")
    except AssertionError as never:
        raise AssertionError(f"{never}: {measured}") from None


async def test_pictures_have_the_height_and_the_holder_the_frame(group: Group) -> None:
    await group.meet()
    await group.take_turns()
    ana = group.people["Ana"].page
    for size in (DESKTOP, UPRIGHT, SIDEWAYS):
        await _has_room(ana, size)
    await _has_room(group.staff.page, DESKTOP)
    await ana.set_viewport_size({"width": 1280, "height": 800})
    before = await ana.evaluate(_SIZES)
    await group.staff.press("Give the turn to Ben")
    await group.wait_holder("Ben")

    async def is_framed_alone() -> bool:
        framed = await ana.evaluate(_FRAMED)
        return [one["name"] for one in framed] == ["Ben"] and framed[0]["frame"] >= 4

    # Dr. Rivera is heard all the while, and has no frame.
    await until(is_framed_alone, "one frame, around Ben")
    after = await ana.evaluate(_SIZES)
    assert after["Ben"] > before["Ben"]
    assert after["Ben"] == max(after.values())
    for size in (DESKTOP, UPRIGHT, SIDEWAYS):
        await _has_room(ana, size)


async def test_no_picture_is_loaded_anew_when_turns_change(group: Group) -> None:
    await group.meet()
    await group.take_turns()
    pages = group.staff.page, group.people["Ana"].page
    for page in pages:
        await page.evaluate(_COUNT_RELOADS)
    for name in ("Ana", "Ben"):
        await group.staff.press(f"Give the turn to {name}")
        await group.wait_holder(name)
        for page in pages:
            await page.locator(f"attune-tile[data-holder='yes'][aria-label^='{name}']").wait_for()
    assert [await page.evaluate("window.reloaded") for page in pages] == [0, 0]
