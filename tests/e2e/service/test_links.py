"""What a link opens: nothing if it is wrong, one window at a time, the newest release, a calm page at the end."""

import re

import pytest
from playwright.async_api import Page, Route, expect

from tests.e2e.group import STAFF, open_group
from tests.support.browsers.chromium import Browsers
from tests.support.service.service import Service

pytestmark = [
    pytest.mark.browser,
    pytest.mark.alone,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(120),
]

NAMED_IN = re.compile("/(join|api/v1/tickets)$")
"""The answers by which a page learns of a release."""


async def test_an_altered_link_says_so_and_tells_nothing(service: Service, browsers: Browsers) -> None:
    link = service.links["Ana"]
    altered = link[:-4] + ("AAAA" if not link.endswith("AAAA") else "BBBB")
    stranger = await browsers.open("a stranger", altered)
    await stranger.wait_text("This link doesn’t work")
    shown = await stranger.page.locator("body").inner_text()
    assert "Ana" not in shown
    assert "evening" not in shown
    await stranger.page.context.close()


async def test_a_page_without_an_invitation_asks_for_the_own_link(
    service: Service, browsers: Browsers
) -> None:
    stranger = await browsers.open("a stranger", f"{service.base_url}/join")
    await stranger.wait_text("Please use your own link")
    assert await stranger.page.get_by_role("button", name="Join session").count() == 0
    await stranger.page.context.close()


async def test_the_newest_window_of_a_seat_is_live_and_the_older_is_told(
    service: Service, browsers: Browsers
) -> None:
    older = await browsers.open("Ben, first window", service.links["Ben"])
    await older.join()
    newer = await browsers.open("Ben, second window", service.links["Ben"])
    await newer.join()
    await older.wait_text("This seat is open in another window")
    await newer.wait_view(
        lambda view: view["you"]["space"] == "waiting", "the newer window waits in the seat"
    )
    await older.press("Use it here")
    await newer.wait_text("This seat is open in another window")
    await older.wait_view(
        lambda view: view["you"]["space"] == "waiting", "the older window has the seat back"
    )
    assert await newer.view() is None, "the replaced window keeps nothing of the room"
    await newer.page.context.close()
    await older.page.context.close()


async def answer_as_another_release(page: Page) -> None:
    """Let the page be told of another release from now on."""

    async def answer(route: Route) -> None:
        response = await route.fetch()
        await route.fulfill(response=response, headers={**response.headers, "attune-release": "another"})

    await page.route(NAMED_IN, answer)


async def test_another_release_is_asked_about_inside_and_taken_before(
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


async def test_leaving_is_asked_once_and_the_link_still_works(service: Service, browsers: Browsers) -> None:
    chloe = await browsers.open("Chloe", service.links["Chloe"])
    await chloe.join()
    await chloe.press("Leave session")
    await chloe.press("Yes, leave")
    await chloe.wait_text("You have left")
    assert await chloe.view() is None
    await chloe.press("Come back")
    await chloe.join()
    await chloe.page.context.close()


async def test_when_the_session_is_ended_everybody_is_told_and_no_link_opens_it_again(
    service: Service, browsers: Browsers
) -> None:
    group = await open_group(service, browsers, (STAFF, "Ana"))
    for participant in group.people.values():
        await participant.join()
    await group.staff.press("End session")
    await group.staff.press("Yes, end for everyone")
    for participant in group.people.values():
        await participant.wait_text("This session is over")
    late = await browsers.open("Ana, later", service.links["Ana"])
    await late.wait_text("This session is over")
    assert await late.page.get_by_role("button", name="Join session").count() == 0
