"""The page before the room: one question at a time, by keyboard and on a phone; staff clear what holds somebody."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.e2e.desk import Desk
from tests.e2e.service.test_before_room import act, hurry, let_in
from tests.e2e.service.test_planned_rooms import find_couple
from tests.support.browsers.axe import barriers
from tests.support.browsers.chromium import Browsers, Participant
from tests.support.service.service import Service
from tests.support.service.wire_client import open_client

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(180)]

DESK, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
LEADER, CO_LEADER, NEWCOMER = "Dr. Maria Rivera", "Sam Lindgren", "Jonas"
THERAPIST, FIRST, SECOND = "Dr. Chidi Okafor", "Leila", "Adil"
_SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def enter(
    service: Service, browsers: Browsers, name: str, viewport: ViewportSize, kind: str = "couples"
) -> Participant:
    """Come in through the demo's door as somebody of an open session of this kind, and open their seat's page."""
    window = await browsers.open(name, service.base_url, viewport=viewport)
    page = window.page
    await page.locator(".demo-card", has=page.get_by_text(name, exact=True)).first.click()
    await expect(page.locator(".menu")).to_be_visible()
    found = await page.evaluate(
        """async ([from, to, kind]) => {
          const list = await (await fetch(`/api/v1/appointments?from=${from}&to=${to}`)).json();
          const session = list.items.find((each) => each.kind === kind && each.status !== "cancelled");
          const options = { method: "POST", headers: { "Content-Type": "application/json" } };
          return (await fetch(`/api/v1/appointments/${session.id}/enter`, options)).json();
        }""",
        [
            *((datetime.now(UTC) + timedelta(hours=each)).strftime("%Y-%m-%dT%H:%M:%SZ") for each in (-2, 2)),
            kind,
        ],
    )
    await page.goto(service.base_url + found["url"])
    return window


async def no_barriers(page: Page) -> None:
    for viewport in (DESK, PHONE):
        await page.set_viewport_size(viewport)
        assert await page.evaluate(_SIDEWAYS) <= 0
        assert await barriers(page) == []


async def readiness(staff: Participant) -> dict[str, Any]:
    view = await staff.view()
    assert view is not None
    return dict(view.get("readiness", {}))


async def test_a_returning_person_confirms_by_keyboard_and_staff_see_who_is_ready(
    own_service: Service, browsers: Browsers
) -> None:
    async with httpx.AsyncClient(base_url=f"{own_service.base_url}/api/v1") as web:
        people = (await web.get("/sign-in/demo")).json()["items"]
    ids = {each["name"]: each["id"] for each in people}
    staff = await enter(own_service, browsers, THERAPIST, DESK)
    await staff.join()
    shared = await enter(own_service, browsers, FIRST, PHONE)
    page = shared.page
    await expect(page.get_by_role("heading", name=f"{FIRST}, do you still agree?")).to_be_visible()
    await expect(page.get_by_text("names, stories or anything")).to_be_hidden()
    await no_barriers(page)
    await page.get_by_text("Read it again").press("Enter")
    await expect(page.get_by_text("names, stories or anything")).to_be_visible()
    await page.get_by_role("button", name="Yes, I still agree").press("Enter")
    title = page.get_by_role("heading", name=f"{FIRST}, where are you right now?")
    await expect(title).to_be_visible()
    await expect(page.get_by_text("1 River Street")).to_have_count(0)
    await no_barriers(page)

    await page.get_by_label("Street and number").fill("12 Oak Street")
    await page.get_by_label("City").fill("Austin")
    await page.get_by_label("State").fill("Nowhere")
    await page.get_by_label("Phone number for today").fill("212 555 0100")
    await page.get_by_role("button", name="Continue").press("Enter")
    await expect(page.get_by_label("State")).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_label("State")).to_be_focused()
    await page.get_by_label("State").fill("texas")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", name=f"{FIRST}, please read this")).to_be_focused()
    await no_barriers(page)
    await page.get_by_role("button", name="I agree and sign").press("Enter")
    around = page.get_by_role("heading", name="What’s it like where you both are?")
    await expect(around).to_be_focused()
    await expect(page.get_by_label("My partner")).to_have_count(0)
    await no_barriers(page)
    await page.reload()
    await expect(around).to_be_visible()
    for answer in ("No, someone could hear me", "Yes", "A child"):
        await page.get_by_label(answer, exact=True).focus()
        await page.keyboard.press("Space")
    await page.get_by_role("button", name="Continue").press("Enter")
    await expect(page.get_by_role("button", name="Join session")).to_be_visible()
    await shared.join()

    await staff.wait_view(lambda view: view.get("waiting", {}) != {}, "they wait")
    row = staff.page.locator("attune-waiting-list li")
    await expect(row.get_by_text(f"{FIRST}: Someone may overhear them")).to_be_visible()
    await expect(row.get_by_text(f"{FIRST}: child there")).to_be_visible()
    await expect(staff.page.get_by_text("12 Oak Street")).to_have_count(0)
    await row.get_by_role("button", name=f"Details: {FIRST}").click()
    sheet = staff.page.locator("attune-prepared dialog")
    await expect(sheet.get_by_text("12 Oak Street, Austin, TX")).to_be_visible()
    await expect(sheet.locator('[data-document="telehealth"]')).to_have_text("Care by video: signed")
    assert await barriers(staff.page) == []
    for hold in ("licence", "not_private"):
        await sheet.locator(f'[data-hold="{hold}"]').get_by_role("button", name="Admit anyway").click()
        await expect(sheet.locator(f'[data-hold="{hold}"]')).to_have_count(0)
    assert "holds" not in (await readiness(staff))[ids[FIRST]]
    assert shared.errors == staff.errors == []


async def test_scenario_6_a_late_joiner_reads_and_signs_and_staff_see_it_and_let_her_in(
    hurried_service: Service, browsers: Browsers
) -> None:
    service = hurried_service
    group = await find_couple(service, "group")
    staff = await enter(service, browsers, LEADER, DESK, "group")
    await staff.join()
    async with AsyncExitStack() as stack:
        co_lead = await stack.enter_async_context(open_client(await group.seat_of(CO_LEADER)))
        for name in ("Ana", "Ben"):
            await let_in(stack, group, co_lead, name)
        person, seq = group.ids[CO_LEADER], co_lead.view["floor"]["seq"]
        options = {"order": "seat"}
        started = await co_lead.ask(
            "protocol.start", person=person, expected_seq=seq, protocol="go_round", options=options
        )
        assert started["type"] == "ok", started
        await act(co_lead, person, "begin")
        await hurry(service, co_lead, 2)

        late = await enter(service, browsers, NEWCOMER, PHONE, "group")
        page = late.page
        await expect(page.get_by_role("heading", name="Please read this")).to_be_visible()
        await no_barriers(page)
        await page.set_viewport_size(PHONE)
        await page.get_by_role("button", name="I’d like to talk with staff first").click()
        await late.join()
        row = staff.page.locator("attune-waiting-list li", has_text=NEWCOMER)
        await expect(row.get_by_text("came late")).to_be_visible()
        await expect(row.get_by_text("hasn’t signed the agreement")).to_be_visible()
        await expect(row.get_by_role("button", name="Admit")).to_have_count(0)

        desk = Desk(late)
        await desk.sign_documents()
        await expect(page.get_by_text("Are you at 1 River Street, New York, NY?")).to_be_visible()
        await desk.press("Yes")
        await desk.left("location")
        await desk.sign_documents()
        await desk.say_alone()
        await expect(row.get_by_text("all signed")).to_be_visible()
        await row.get_by_role("button", name="Details").click()
        sheet = staff.page.locator("attune-prepared dialog")
        await expect(sheet.get_by_text("1 River Street, New York, NY")).to_be_visible()
        await expect(sheet.locator('[data-document="agreement"]')).to_have_text(
            "Confidentiality agreement: signed"
        )
        await sheet.get_by_role("button", name="Close").click()
        assert (await co_lead.ask("protocol.pause"))["type"] == "ok"
        await row.get_by_role("button", name="Admit").click()
        await late.wait_view(lambda view: view["you"]["space"] == "main", "she is in the room")
        assert (await co_lead.ask("protocol.resume"))["type"] == "ok"
        await co_lead.until_view(lambda view: view["run"].get("next"), "the round goes on")
        assert co_lead.view["run"]["next"][-1] == group.ids[NEWCOMER], "she comes last"
    assert late.errors == staff.errors == []
