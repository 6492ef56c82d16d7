"""A page from before the service had another release asks inside, and renews itself before somebody goes in."""

import re

import pytest
from playwright.async_api import Page, Route, expect

from tests.support.browsers.chromium import Browsers
from tests.support.service.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120)]

NAMED_IN = re.compile("/(join|api/v1/tickets)$")
"""The answers by which a page learns of a release."""


async def answer_as_another_release(page: Page) -> None:
    """Let the page be told of another release from now on."""

    async def answer(route: Route) -> None:
        response = await route.fetch()
        await route.fulfill(response=response, headers={**response.headers, "attune-release": "another"})

    await page.route(NAMED_IN, answer)


async def test_whoever_is_inside_is_asked_and_whoever_is_not_gets_the_new_page(
    service: Service, browsers: Browsers
) -> None:
    ana = await browsers.open("Ana", service.links["Ana"])
    await ana.join()
    await ana.page.evaluate("window.same_page = true")
    notice = ana.page.get_by_role("status", name="A new version")
    await expect(notice).to_have_count(0)
    await answer_as_another_release(ana.page)
    # As after a service that was away: the page comes back on a new socket.
    await ana.page.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(notice).to_be_visible()
    await ana.press("Not now")
    await expect(notice).to_have_count(0)
    assert await ana.page.evaluate("window.same_page === true")

    ben = await browsers.open("Ben", service.links["Ben"])
    await answer_as_another_release(ben.page)
    await ben.page.reload()
    await expect(ben.page.get_by_role("button", name="Join session")).to_be_visible()
    async with ben.page.expect_navigation():
        await ben.press("Join session")
    # Its link is still known: the page of today goes in.
    await expect(ben.page.get_by_role("button", name="Join session")).to_be_visible()
    await ben.page.unroute_all(behavior="ignoreErrors")
    await ben.page.reload()
    await ben.join()
    for participant in (ana, ben):
        assert participant.errors == []
        await participant.page.context.close()
