"""Every screen is laid out from right to left where a language runs so, whole, and from the tables of words alone.

The language is made from the English words (`app/web/shared/words/pseudo.js`): a word that isn't turned around
was not taken from them.
"""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.group import STAFF
from tests.support.browsers.chromium import Browsers
from tests.support.service.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(180)]

_SIZES = ((390, 844), (1280, 800))
_PICTURES: Path | None = None
"""Where to put a picture of each screen, for people who want to see them."""

_NAMES = frozenset("Ana Ben Chloe Elena Finn Dr Rivera Attune Tuesday evening group".split())
"""Of people, of the room and of the product: they stay as they are."""

_NOT_TURNED = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set();
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode;
    if (parentElement.closest("bdi, .ec, script, style, noscript, [lang]:not([lang=ar-XB])")) continue;
    if (!parentElement.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) continue;
    const left = textContent.replace(/\\u202e[^\\u202c]*\\u202c/g, " ");
    for (const word of left.match(/\\p{L}{2,}/gu) ?? []) found.add(word);
  }
  return [...found];
}"""

_LAYOUT = """() => ({
  dir: getComputedStyle(document.body).direction,
  lang: document.documentElement.lang,
  sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""


async def _wrong(page: Page, what: str) -> list[str]:
    """Look at a screen in two sizes, and return what is wrong with it."""
    wrong: list[str] = []
    for width, height in _SIZES:
        await page.set_viewport_size({"width": width, "height": height})
        where = f"{what}, {width} px"
        layout = await page.evaluate(_LAYOUT)
        if (layout["dir"], layout["lang"]) != ("rtl", "ar-XB"):
            wrong.append(f"{where}: it runs from left to right")
        if layout["sideways"] > 1:
            wrong.append(f"{where}: it scrolls sideways by {layout['sideways']} px")
        wrong += [f"{where}: {word}" for word in await page.evaluate(_NOT_TURNED) if word not in _NAMES]
        if _PICTURES:
            await page.screenshot(path=_PICTURES / f"{what}-{width}.png".replace(" ", "-").replace("/", "-"))
    return wrong


async def test_the_way_from_the_door_to_the_clinic_runs_from_right_to_left(
    service: Service, browsers: Browsers
) -> None:
    wrong: list[str] = []
    staff = await browsers.open(STAFF, service.links[STAFF], locale="ar-XB")
    ana = await browsers.open("Ana", service.links["Ana"], locale="ar-XB")
    for person in (staff, ana):
        await expect(person.page.locator("attune-check .button-main")).to_be_visible()
        wrong += await _wrong(person.page, f"door of {person.name}")
        await person.page.locator("attune-check .button-main").last.click()
    await ana.wait_view(lambda view: True, "the waiting room")
    wrong += await _wrong(ana.page, "waiting room")
    await staff.wait_view(lambda view: len(view.get("waiting", {})) == 1, "Ana waits")
    wrong += await _wrong(staff.page, "panel")
    await staff.page.locator("attune-facilitator .button-main").first.click()
    await ana.wait_view(lambda view: len(view.get("seats", {})) == 2, "both are in the room")
    wrong += await _wrong(ana.page, "room")

    await staff.page.set_viewport_size({"width": 1280, "height": 800})
    await staff.page.locator("#tab-protocols").click()
    await staff.page.locator(".offer").first.click()
    await expect(staff.page.locator("dialog[open] .not-when li").first).to_be_visible()
    wrong += await _wrong(staff.page, "start of a protocol")

    clinic = await browsers.open("Ana", service.base_url, locale="ar-XB")
    await expect(clinic.page.locator(".demo-card").first).to_be_visible()
    wrong += await _wrong(clinic.page, "door of the clinic")
    assert wrong == []
