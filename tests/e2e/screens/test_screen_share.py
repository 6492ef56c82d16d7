"""Screen sharing in real pages: the screen arrives, is placed beside or above the others, and goes away again."""

import pytest

from tests.e2e.scene import GROUP, open_scene
from tests.support.browsers.chromium import Browsers, Participant
from tests.support.service.service import Service

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(180),
]

STAFF = "Dr. Rivera"
_LAYOUT = """() => {
  const stage = document.querySelector("attune-stage");
  const tiles = [...document.querySelectorAll("attune-tile")].map((tile) => {
    const { left, top, right, bottom } = tile.getBoundingClientRect();
    return { seat: tile.dataset.seat, large: tile.dataset.large === "yes", left, top, right, bottom };
  });
  return { tiles, way: stage.dataset.way, overflow: stage.scrollHeight - stage.clientHeight, width: window.innerWidth };
}"""


async def test_a_shared_screen_is_large_and_covers_nobody(own_service: Service, browsers: Browsers) -> None:
    async with open_scene(own_service, GROUP, browsers) as scene:
        staff = await scene.client(STAFF)
        ana, sam = await scene.page("Ana"), await scene.page("Sam")
        for name in ("Ben", "Chloe", "Dev"):
            await scene.client(name)
        await scene.admit(STAFF)
        seat = await sam.seat()
        await _press_in_menu(sam, "Share my screen")
        await scene.all_see(lambda view: view["seats"][seat].get("sharing"), "Sam shares a screen")
        await ana.sees({seat})
        await _has_its_place(ana, seat, "across", 1280, 800)
        await _has_its_place(ana, seat, "down", 390, 844)
        await _press_in_menu(sam, "Stop sharing")
        await scene.all_see(lambda view: not view["seats"][seat].get("sharing"), "Sam shares no screen")
        await ana.page.locator("attune-tile[data-large='yes']").wait_for(state="detached")
        await ana.sees({seat})
        assert staff.errors == []


async def _press_in_menu(page: Participant, button: str) -> None:
    await page.page.locator("attune-more summary").click()
    await page.press(button)


async def _has_its_place(page: Participant, seat: str, way: str, width: int, height: int) -> None:
    """Check that the screen is the largest tile, and that no tile overlaps another or leaves the page."""
    await page.resize(width, height)
    layout = await page.page.evaluate(_LAYOUT)
    assert (layout["way"], layout["width"]) == (way, width)
    tiles = layout["tiles"]
    assert [tile["seat"] for tile in tiles if tile["large"]] == [seat]
    assert max(tiles, key=_area)["large"]
    assert all(tile["left"] >= 0 and tile["right"] <= layout["width"] + 1 for tile in tiles)
    lying = [
        (one["seat"], other["seat"])
        for one in tiles
        for other in tiles
        if one is not other and _covers(one, other)
    ]
    assert lying == []
    if way == "across":
        assert layout["overflow"] <= 1, "all of it is seen at once"


def _area(tile: dict[str, float]) -> float:
    return (tile["right"] - tile["left"]) * (tile["bottom"] - tile["top"])


def _covers(one: dict[str, float], other: dict[str, float]) -> bool:
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return across > 1 and down > 1
