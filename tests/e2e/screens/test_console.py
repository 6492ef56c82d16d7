"""The console in a real browser: two clicks start a protocol, keys control it, and it can always be stopped."""

import pytest
import pytest_asyncio

from tests.e2e.group import STAFF, Group, open_group
from tests.support.browsers.chromium import Browsers
from tests.support.service.service import Service

pytestmark = [
    pytest.mark.browser,
    pytest.mark.alone,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(240),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def group(service: Service, browsers: Browsers) -> Group:
    """A therapist and two members, in the room."""
    group = await open_group(service, browsers, (STAFF, "Ana", "Ben"))
    await group.meet()
    return group


async def test_a_round_starts_in_two_clicks(group: Group) -> None:
    page = group.staff.page
    await page.get_by_role("tab", name="Protocols").click()
    await page.get_by_role("button", name="Go-round").click()
    start = page.get_by_role("button", name="Start", exact=True)
    await page.get_by_role("dialog").get_by_text("Not reviewed by a clinician.").wait_for()
    asked = await page.get_by_role("dialog").get_by_label("Question").locator("option").all_inner_texts()
    assert "What helped you come today?" in asked
    assert not any("Take your time." in text for text in asked), "only questions are offered"
    assert await start.evaluate("button => button === document.activeElement"), "Enter starts with defaults"
    await page.keyboard.press("Enter")
    await group.staff.wait_view(
        lambda view: view.get("run", {}).get("step") == "opening", "the round is open"
    )
    await page.get_by_text("Go-round · step 1 of").first.wait_for()


async def test_a_method_for_couples_speaks_of_fear_before_it_starts(group: Group) -> None:
    page = group.staff.page
    await page.get_by_role("tab", name="Protocols").click()
    await page.locator("summary", has_text="Start another on top").click()
    await page.get_by_role("button", name="Time-out", exact=True).click()
    await page.get_by_role("dialog").get_by_role("note").get_by_text("afraid of the other").wait_for()
    await page.get_by_role("dialog").get_by_role("button", name="Not now").click()


async def test_keys_lead_the_round(group: Group) -> None:
    page = group.staff.page
    await page.keyboard.press("g")
    assert await page.evaluate("document.activeElement.id") == "console-now-title"
    await page.keyboard.press("b")
    await group.staff.wait_view(lambda view: view.get("run", {}).get("step") == "turns", "it has begun")
    first = (await group.staff.wait_view(lambda view: view["floor"].get("holder"), "a first turn"))["floor"]
    await page.keyboard.press("s")
    await group.staff.wait_view(
        lambda view: view["leading"].get("turn", {}).get("stayed"), "the therapist stays with them"
    )
    await page.keyboard.press("n")
    await group.staff.wait_view(
        lambda view: view["floor"].get("holder", {}).get("person") not in (None, first["holder"]["person"]),
        "the next one's turn",
    )


async def test_the_crisis_break_is_always_in_sight(group: Group) -> None:
    page = group.staff.page
    await group.staff.press("Crisis break")
    await page.keyboard.press("Enter")
    await group.staff.wait_view(
        lambda view: view.get("run", {}).get("protocol") == "crisis_break", "all stands still"
    )
    await page.get_by_text("What is needed now?").wait_for()
    assert await page.get_by_role("button", name="Crisis break", exact=True).count() == 0


async def test_a_run_is_stopped_after_one_question(group: Group) -> None:
    page = group.staff.page
    await page.get_by_role("tab", name="Protocols").click()
    await group.staff.press("Stop")
    await group.staff.press("Yes, stop it")
    await group.staff.wait_view(
        lambda view: view.get("run", {}).get("protocol") == "go_round", "the round is there again"
    )
    assert not group.staff.errors
