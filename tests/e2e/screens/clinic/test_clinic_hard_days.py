"""The clinic's pages on a hard day: names of every kind, a broken link, a failing service, hours that protect."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Page, Route, ViewportSize, expect

from tests.support.browsers.axe import barriers
from tests.support.browsers.chromium import Browsers
from tests.support.service.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120)]

_SIZES = (
    ViewportSize(width=1280, height=800),
    ViewportSize(width=390, height=844),
    ViewportSize(width=320, height=640),
)
_PHONE = _SIZES[1]
_DIRECTOR, _CLIENT = "Dr. Elena Morales", "Ana"
_NAMES = (
    "Nebukadnezarothschildsheimerstrassenbahnhaltestellenwart",
    "Maximiliana Guadalupe Fernández-Villaverde y Montoya-Castañeda",
    "محمد عبد الرحمن الأندلسي",
)
_SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@asynccontextmanager
async def _window(service: Service, browsers: Browsers, name: str) -> AsyncIterator[Page]:
    """A phone, on which somebody of the demo is signed in, or nobody."""
    page = (await browsers.open(name, service.base_url, viewport=_PHONE)).page
    if name:
        await page.locator(".demo-card", has=page.get_by_text(name, exact=True)).first.click()
        await expect(page.locator(".menu")).to_be_visible()
    yield page
    await page.context.close()


async def _make(page: Page, service: Service, name: str) -> str:
    """Add a client and return their id."""
    form = {"kind": "client", "name": name, "time_zone": "America/New_York"}
    answer = await page.request.post(
        f"{service.base_url}/api/v1/people", data=form, headers={"origin": service.base_url}
    )
    assert answer.ok, await answer.text()
    made: str = (await answer.json())["id"]
    return made


async def test_no_name_widens_a_page_or_turns_it(service: Service, browsers: Browsers) -> None:
    async with _window(service, browsers, _DIRECTOR) as page:
        people = [await _make(page, service, name) for name in _NAMES]
        for path in ("/people", *(f"/people/{one}" for one in people), "/audit"):
            await page.goto(service.base_url + path)
            await expect(page.locator("clinic-app h1").first).to_be_attached()
            await expect(page.locator(".skeleton")).to_have_count(0)
            for size in _SIZES:
                await page.set_viewport_size(size)
                assert await page.evaluate(_SIDEWAYS) <= 1, f"{path}, {size['width']} px"
        await page.goto(f"{service.base_url}/people/{people[-1]}")
        heading = page.get_by_role("heading", level=1)
        await expect(heading).to_have_text(_NAMES[-1])
        # A name of the other direction begins where everything else begins.
        assert await heading.evaluate("(one) => getComputedStyle(one).textAlign") in ("left", "-webkit-left")


@pytest.mark.slow
async def test_what_has_no_name_is_said_by_its_kind_in_the_audit(
    service: Service, browsers: Browsers
) -> None:
    async with _window(service, browsers, _DIRECTOR) as page:
        await page.goto(service.base_url + "/audit")
        await expect(page.get_by_text("A sign-in").first).to_be_visible()
        assert re.search(r"\bsi_\w", await page.locator(".audit-list").inner_text()) is None


@pytest.mark.slow
async def test_hours_in_which_to_write_are_chosen_and_never_lost(
    service: Service, browsers: Browsers
) -> None:
    async with _window(service, browsers, _CLIENT) as page:
        await page.goto(service.base_url + "/me")
        contact = page.locator("clinic-own-contact")
        await contact.get_by_label("Only at these hours").check()
        for day in ("Mon", "Tue", "Wed", "Thu", "Fri"):
            await contact.get_by_role("button", name=day, exact=True).click()
        assert await barriers(page) == []
        assert await page.evaluate(_SIDEWAYS) <= 1
        await contact.get_by_role("button", name="Save").click()
        # No day is no "any time": it is asked for.
        await expect(contact.get_by_text("Choose at least one day, and both times.")).to_be_visible()
        await expect(contact.get_by_label("From")).to_be_focused()
        await contact.get_by_role("button", name="Sat", exact=True).click()
        await contact.get_by_label("Until").fill("12:00")
        await contact.get_by_role("button", name="Save").click()
        await expect(page.get_by_text("Saved.")).to_be_visible()
        await page.reload()
        await expect(contact.get_by_role("button", name="Sat", exact=True)).to_have_attribute(
            "aria-pressed", "true"
        )
        own = await (await page.request.get(f"{service.base_url}/api/v1/me/contact")).json()
        assert own["reach"]["safe_times"] == "sat 09:00-12:00"
    async with _window(service, browsers, _DIRECTOR) as page:
        found = await (await page.request.get(f"{service.base_url}/api/v1/people?q={_CLIENT}")).json()
        await page.goto(f"{service.base_url}/people/{found['items'][0]['id']}")
        await expect(page.get_by_text("Saturday, 9:00\u202fAM – 12:00\u202fPM")).to_be_visible()
        await expect(page.get_by_text("New York (Eastern Time)")).to_be_visible()


async def test_a_clients_page_says_whom_to_call_also_when_nothing_works(
    service: Service, browsers: Browsers
) -> None:
    async def fail(route: Route) -> None:
        await route.fulfill(status=503, json={"code": "service.busy"})

    async with _window(service, browsers, _CLIENT) as page:
        await page.route("**/api/v1/me/programme", fail)
        await page.goto(service.base_url + "/programme")
        await expect(page.get_by_role("button", name="Try again")).to_be_visible()
        await expect(page.get_by_text("Call 911")).to_be_visible()


@pytest.mark.slow
async def test_a_broken_link_leads_to_a_page_that_says_so(service: Service, browsers: Browsers) -> None:
    async with _window(service, browsers, "") as page:
        answer = await page.goto(service.base_url + "/sign-in/half-a-link")
        assert answer is not None
        assert answer.status == 404
        await expect(page.get_by_text("The link may be old, or a part of it is missing.")).to_be_visible()
        assert await page.title() == "Attune"
        assert await barriers(page) == []


@pytest.mark.slow
async def test_the_button_of_a_long_sheet_is_in_sight_and_covers_no_field(
    service: Service, browsers: Browsers
) -> None:
    async with _window(service, browsers, _DIRECTOR) as page:
        for path, opener, button in (
            ("/people", "New client", "Add client"),
            ("/schedule", "New session", "Plan session"),
        ):
            await page.goto(service.base_url + path)
            await page.get_by_role("button", name=opener, exact=True).first.click()
            send = page.get_by_role("button", name=button, exact=True)
            await expect(send).to_be_in_viewport(ratio=1)
            dialog = await page.locator("dialog[open]").bounding_box()
            assert dialog is not None
            assert dialog["width"] == _PHONE["width"], "on a phone a sheet is as wide as the screen"
            for _ in range(40):
                await page.keyboard.press("Tab")
                if await send.evaluate("(one) => one === document.activeElement"):
                    break
                covered = """() => {
                  const { left, top, width } = document.activeElement.getBoundingClientRect();
                  const there = document.elementFromPoint(left + width / 2, top + 2);
                  return Boolean(there?.closest(".form-actions, .sheet-foot, .dialog-head"))
                    && !there.contains(document.activeElement) && !document.activeElement.closest(".dialog-head");
                }"""
                assert not await page.evaluate(covered), f"{opener}: a field is behind the bar"
            else:
                raise AssertionError(f"Tab never comes to {button}")
