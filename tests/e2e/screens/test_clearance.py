"""Two partners on cameras of their own wait for a session that is not cleared: both read the same, staff see why."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.e2e.screens.test_before_room import DESK, PHONE, enter
from tests.support.browsers.chromium import Browsers
from tests.support.service.service import Service
from tests.support.service.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(180)]

THERAPIST, FIRST, SECOND = "Dr. Chidi Okafor", "Grace", "Hugo"
PLANNER = "Noor Haddad"
WORDS = "Your care team is still arranging this session."


async def plan_theirs(service: Service) -> None:
    """Let the couple whom nobody has cleared yet be the one whose session is open."""
    base, origin = f"{service.base_url}/api/v1", {"origin": service.base_url}
    async with httpx.AsyncClient(base_url=base, headers=origin, timeout=30) as web:
        people = (await web.get("/sign-in/demo")).json()["items"]
        ids: dict[str, str] = {each["name"]: each["id"] for each in people}
        await web.post("/sign-in/demo", json={"person": ids[PLANNER]})
        now = datetime.now(UTC)
        span = {"from": (now - timedelta(hours=2)).isoformat(), "to": (now + timedelta(hours=2)).isoformat()}
        for session in (await web.get("/appointments", params=span)).json()["items"]:
            # Whoever is expected elsewhere now could not be planned.
            assert (await web.post(f"/appointments/{session['id']}/cancel")).status_code == 200
        starts = now.astimezone(ZoneInfo("America/New_York")) + timedelta(minutes=3)
        draft: dict[str, Any] = {
            "title": "Couples session",
            "kind": "couples",
            "track": "couples",
            "starts_local": starts.strftime("%Y-%m-%dT%H:%M"),
            "duration_min": 50,
            "attendees": [
                {"person": ids[THERAPIST], "role": "facilitator"},
                {"person": ids[FIRST]},
                {"person": ids[SECOND]},
            ],
        }
        planned = await web.post("/appointments", json=draft)
        assert planned.status_code == 201, planned.text
        (session,) = planned.json()["appointments"]
        await web.post("/sign-in/demo", json={"person": ids[THERAPIST]})

        async def opened() -> bool:
            return (await web.post(f"/appointments/{session['id']}/enter")).status_code == 200

        await until(opened, "its room is made")


async def say_all(page: Page) -> None:
    """Say on the page that they still agree, and are where they live, alone."""
    await page.get_by_role("button", name="Yes, I still agree").click()
    await expect(page.get_by_role("heading", name="Where are you right now?")).to_be_visible()
    await page.get_by_role("button", name="Yes", exact=True).click()
    for answer in ("Yes, no one can hear me", "Yes", "No one"):
        await page.get_by_label(answer, exact=True).check()
    await page.get_by_role("button", name="Continue").click()


async def words_of(page: Page) -> str:
    """Return all that a waiting page says, but for the name of whose picture it is."""
    await expect(page.locator(".waiting-words .lead")).to_be_visible()
    return await page.locator(".waiting-words").inner_text()


async def test_both_partners_read_the_same_words_and_staff_see_that_they_wait(
    own_service: Service, browsers: Browsers
) -> None:
    await plan_theirs(own_service)
    staff = await enter(own_service, browsers, THERAPIST, DESK)
    await staff.join()
    windows = []
    for name in (FIRST, SECOND):
        window = await enter(own_service, browsers, name, PHONE)
        await say_all(window.page)
        await window.join()
        windows.append(window)
    await staff.wait_view(lambda view: len(view.get("waiting", {})) == 2, "both wait")
    texts = [await words_of(window.page) for window in windows]
    assert texts[0] == texts[1]
    assert WORDS in texts[0]
    for person in (FIRST, SECOND):
        hold = staff.page.locator("attune-waiting-list li", has_text=person)
        await expect(hold.get_by_text("still arranging sessions together")).to_be_visible()
    view = await staff.view()
    assert view is not None
    assert {tuple(each["holds"]) for each in view["readiness"].values()} == {("arranging",)}
    for window in windows:
        seen = await window.view()
        assert seen is not None
        assert "readiness" not in seen
        assert window.errors == []
