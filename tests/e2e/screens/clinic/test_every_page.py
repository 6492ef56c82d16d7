"""No page of the clinic has a barrier, in any tab, on a desktop in light and on a phone in dark; none is forgotten."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.support.browsers.axe import barriers, sideways, too_small
from tests.support.browsers.chromium import Browsers
from tests.support.service.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(400)]

_DESK, _PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
# A desktop whose text is four times as large (WCAG 1.4.10).
_ZOOMED = ViewportSize(width=320, height=640)

_LANGUAGE = "() => [document.documentElement.lang, document.documentElement.dir, document.title]"
STRANGER, DIRECTOR, CLIENT = "", "Dr. Elena Morales", "Ana"
"""Somebody who is not signed in, one of the staff with every role, and a client."""

_ROUTES = "app/web/clinic/core/routing/routes.js"
_VISITORS = {"anyone": STRANGER, "staff": DIRECTOR, "client": CLIENT, "both": CLIENT}
# What a page also shows by its address, beside its tabs.
_BESIDES = {
    "/schedule": ("?view=day",),
    "/people": ("?kind=staff", "?state=archived"),
    "/people/{id}": ("?kind=staff",),
    "/welcome": ("#unknown",),
}
_LISTS = {"/people": "/people?q=Ana", "/groups": "/cohorts", "/documents": "/documents"}


@dataclass(frozen=True, slots=True)
class Place:
    """A page and who visits it.

    Attributes:
        route: Its pattern: ``/people/{id}``.
        path: Its address with the ids of something of the demo.
    """

    route: str
    path: str
    visitor: str


def _routes() -> list[dict[str, Any]]:
    """Ask the client itself, so that no page is forgotten."""
    script = f"import {{ ROUTES }} from './{_ROUTES}'; console.log(JSON.stringify(ROUTES))"
    node = str(Path(sys.executable).with_name("node"))
    ran = subprocess.run(
        [node, "--input-type=module", "-e", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[4],
    )
    found: list[dict[str, Any]] = json.loads(ran.stdout)
    return found


async def places(staff: Page, base_url: str) -> list[Place]:
    """Return every page; ``staff`` is the director's window, who finds what has an id."""
    found = []
    for route in _routes():
        pattern, visitor = str(route["path"]), _VISITORS[route["side"]]
        for besides in ("", *_BESIDES.get(pattern, ())):
            path = (
                await _with_id(staff, base_url, pattern, besides) if "{id}" in pattern else pattern + besides
            )
            found.append(Place(pattern + besides, path, visitor))
    return [*found, Place("/nowhere", "/nowhere", DIRECTOR)]


async def _with_id(staff: Page, base_url: str, pattern: str, besides: str) -> str:
    start = pattern.partition("/{id}")[0]
    now = datetime.now(UTC)
    days = [(now + timedelta(days=by)).strftime("%Y-%m-%dT%H:%M:%SZ") for by in (-8, 1)]
    lists = {**_LISTS, "/sessions": f"/appointments?from={days[0]}&to={days[1]}"}
    asked = start + besides if besides else lists.get(start, start)
    answer = await staff.request.get(f"{base_url}/api/v1{asked}")
    assert answer.ok, f"{asked}: {answer.status}"
    first = (await answer.json())["items"][0]
    return pattern.replace("{id}", str(first.get("id") or first["document"]))


async def drawn(page: Page) -> None:
    """Wait until a page shows what it has loaded."""
    await expect(page.locator("h1").first).to_be_attached()
    await expect(page.locator(".skeleton")).to_have_count(0)


async def states(page: Page) -> AsyncIterator[str]:
    """Go over the tabs of a page; the first one is what it shows by itself."""
    tabs = page.get_by_role("tab")
    for index in range(max(1, await tabs.count())):
        if index:
            await tabs.nth(index).click()
            await drawn(page)
        yield await tabs.nth(index).inner_text() if await tabs.count() else ""


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
