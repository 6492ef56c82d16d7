"""What a link opens: nothing if it is wrong, one window at a time, a calm page once the session is over."""

import pytest

from tests.e2e.group import STAFF, open_group
from tests.support.browsers.chromium import Browsers
from tests.support.service.service import Service

pytestmark = [
    pytest.mark.browser,
    pytest.mark.alone,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(120),
]


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
