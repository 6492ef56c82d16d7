"""No page of the clinic has a barrier, in any tab, on a desktop in light and on a phone in dark; none is forgotten."""

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.e2e.clinic_walk import CLIENT, DIRECTOR, STRANGER, drawn, places, states
from tests.support.browsers.axe import barriers, sideways, too_small
from tests.support.browsers.chromium import Browsers
from tests.support.service.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(400)]

_DESK, _PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
# A desktop whose text is four times as large (WCAG 1.4.10).
_ZOOMED = ViewportSize(width=320, height=640)

_LANGUAGE = "() => [document.documentElement.lang, document.documentElement.dir, document.title]"


async def _window(service: Service, browsers: Browsers, name: str) -> Page:
    page = (await browsers.open(name, service.base_url, viewport=_DESK)).page
    if name:
        await page.locator(".demo-card", has=page.get_by_text(name, exact=True)).first.click()
        await expect(page.locator(".menu")).to_be_visible()
    return page


async def _found(page: Page) -> list[str]:
    """Return what is wrong with what is shown. A scheme changes nothing but colours, a size nothing but lines."""
    found = await barriers(page) + await too_small(page)
    await page.set_viewport_size(_PHONE)
    await page.emulate_media(color_scheme="dark")
    found += [f"phone, dark: {one}" for one in await barriers(page) + await too_small(page)]
    for size in (_PHONE, _ZOOMED):
        await page.set_viewport_size(size)
        if await sideways(page) > 1:
            found.append(f"{size['width']} px: it scrolls sideways")
    await page.set_viewport_size(_DESK)
    await page.emulate_media(color_scheme="light")
    return found


async def test_no_page_has_a_barrier(service: Service, browsers: Browsers) -> None:
    windows = {name: await _window(service, browsers, name) for name in (STRANGER, DIRECTOR, CLIENT)}
    found: dict[str, list[str]] = {}
    for place in await places(windows[DIRECTOR], service.base_url):
        page = windows[place.visitor]
        # What follows a # alone would be no new page.
        await page.goto("about:blank")
        await page.goto(service.base_url + place.path)
        await drawn(page)
        assert await page.evaluate(_LANGUAGE) == ["en", "ltr", "Attune"], place.path
        async for state in states(page):
            found[f"{place.route} {state}".strip()] = await _found(page)
    for page in windows.values():
        await page.context.close()
    assert {where: what for where, what in found.items() if what} == {}
