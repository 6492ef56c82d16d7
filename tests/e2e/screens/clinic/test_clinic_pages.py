"""The clinic's dialogs and forms have no barriers, in any size and scheme, and need no mouse.

test_every_page.py has the pages themselves.
"""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, ViewportSize, expect

from tests.support.browsers.axe import barriers, sideways, too_small
from tests.support.browsers.chromium import Browsers
from tests.support.service.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(180)]

_DESK, _PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
# A tablet, and a desktop whose text is four times as large (WCAG 1.4.10).
_BETWEEN = (ViewportSize(width=820, height=1180), ViewportSize(width=320, height=640))
_DIRECTOR, _THERAPIST, _CLIENT, _PARTNER = "Dr. Elena Morales", "Dr. Maria Rivera", "Ana", "Elena"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages(service: Service, browsers: Browsers) -> AsyncIterator[dict[str, Page]]:
    """A window for each of a few people, who came in through the demo's door."""
    found: dict[str, Page] = {}
    for name in (_DIRECTOR, _THERAPIST, _CLIENT, _PARTNER):
        page = (await browsers.open(name, service.base_url, viewport=_DESK)).page
        if name:
            await page.locator(".demo-card", has=page.get_by_text(name, exact=True)).first.click()
            await expect(page.locator(".menu")).to_be_visible()
        found[name] = page
    yield found
    for page in found.values():
        await page.context.close()


async def _visit(page: Page, service: Service, path: str) -> None:
    await page.set_viewport_size(_DESK)
    await page.emulate_media(color_scheme="light")
    await page.goto(service.base_url + path)
    await _drawn(page)


async def _drawn(page: Page) -> None:
    await expect(page.locator("clinic-app h1").first).to_be_attached()
    await expect(page.locator(".skeleton")).to_have_count(0)


async def _check(page: Page, what: str) -> None:
    """Look for barriers in every size and scheme. A scheme changes nothing but colours, a size between two but lines."""
    for viewport in (_DESK, _PHONE):
        await page.set_viewport_size(viewport)
        await page.emulate_media(color_scheme="light")
        where = f"{what}, {viewport['width']} px"
        assert await barriers(page) == [], where
        assert await sideways(page) <= 1, f"{where}: it scrolls sideways"
        assert await too_small(page) == [], f"{where}: too small for a finger"
        await page.emulate_media(color_scheme="dark")
        assert await barriers(page, "color-contrast") == [], f"{where}, dark"
    for viewport in _BETWEEN:
        await page.set_viewport_size(viewport)
        assert await sideways(page) <= 1, f"{what}, {viewport['width']} px: it scrolls sideways"


async def _first_of(page: Page, service: Service, path: str) -> str:
    """Return the page of the first thing in a list of the service."""
    answer = await page.request.get(f"{service.base_url}/api/v1{path}")
    found = (await answer.json())["items"][0]
    return f"{path.replace('cohorts', 'groups').partition('?')[0]}/{found['id']}"


async def test_the_form_of_a_licence_has_no_barriers(service: Service, pages: dict[str, Page]) -> None:
    page = pages[_DIRECTOR]
    await _visit(page, service, await _first_of(page, service, "/people?kind=staff"))
    await page.locator("#tab-work").click()
    await page.locator("clinic-person-licences .panel-head .button").click()
    await page.locator("select[name=compact]").select_option("psypact")
    await _check(page, "a licence")


@pytest.mark.parametrize(
    ("path", "button"),
    [
        ("/schedule", "New session"),
        ("/schedule", "Plan a week"),
        ("/people", "New client"),
        ("/people", "Import"),
        ("/groups", "New group"),
        ("/couples", "New couple"),
        ("/team", "New staff member"),
        ("/me", "New token"),
    ],
)
async def test_a_dialog_has_no_barriers(
    service: Service, pages: dict[str, Page], path: str, button: str
) -> None:
    page = pages[_DIRECTOR]
    await _visit(page, service, path)
    await page.get_by_role("button", name=button, exact=True).first.click()
    await expect(page.locator("dialog[open]")).to_have_count(1)
    await _drawn(page)
    await _check(page, button)


async def test_whom_one_does_not_care_for_shows_only_how_to_open_emergency_facts(
    service: Service, pages: dict[str, Page]
) -> None:
    page = pages[_THERAPIST]
    await _visit(page, service, await _first_of(page, service, "/people?q=Zoe"))
    await expect(page.get_by_role("heading", name="Not in your care")).to_be_visible()
    assert await page.get_by_role("button", name="Edit").count() == 0
    await page.get_by_role("button", name="I need this in an emergency").click()
    await _check(page, "break glass")
    await page.get_by_label("What has happened?").fill("Fell")
    await page.get_by_role("button", name="Open for one hour").click()
    await expect(page.locator(".field-problem")).to_have_text("Please say a little more.")
    assert await page.get_by_label("What has happened?").input_value() == "Fell"
    await page.get_by_label("What has happened?").fill("Fell in the group room, not answering")
    await page.get_by_role("button", name="Open for one hour").click()
    await expect(page.get_by_text("Opened for an emergency, until")).to_be_visible()
    await expect(page.get_by_role("heading", name="Emergency contact")).to_be_visible()


async def test_a_duplicate_is_merged_after_saying_what_stays(
    service: Service, pages: dict[str, Page]
) -> None:
    page = pages[_DIRECTOR]
    origin = {"origin": service.base_url}
    for name in ("Same Person", "Person Same"):
        form = {"kind": "client", "name": name, "time_zone": "America/New_York"}
        assert (await page.request.post(f"{service.base_url}/api/v1/people", data=form, headers=origin)).ok
    await _visit(page, service, await _first_of(page, service, "/people?q=Same"))
    await page.get_by_role("button", name="Merge…").click()
    await page.get_by_role("combobox", name="The other record").fill("Same")
    await page.locator("clinic-merge-people [role=option]", has_text="Same").first.click()
    await expect(page.get_by_role("heading", name="What the record will say")).to_be_visible()
    await _check(page, "merge")
    await (
        page.locator("dialog[open]").get_by_role("radiogroup", name="Name").get_by_text("Same Person").click()
    )
    await page.locator("dialog[open]").get_by_role("button", name="Merge", exact=True).click()
    await page.locator("#question-title").wait_for()
    await page.locator(".dialog-actions").get_by_role("button", name="Merge", exact=True).click()
    await expect(page.get_by_text("Merged.")).to_be_visible()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Same Person")


def _quiet_day() -> date:
    """Return a Sunday, on which the demo plans nothing, after its series have ended."""
    day = datetime.now(UTC).date() + timedelta(days=70)
    return day + timedelta(days=6 - day.weekday())


async def _tab_to(page: Page, goal: Locator) -> None:
    """Press Tab until the goal has the focus."""
    for _ in range(60):
        if await goal.evaluate("(element) => element === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {goal}")


async def test_a_session_is_planned_and_changed_with_the_keyboard_alone(
    service: Service, pages: dict[str, Page]
) -> None:
    page = pages[_DIRECTOR]
    day = _quiet_day()
    await _visit(page, service, f"/schedule?view=day&day={day}")
    await _tab_to(page, page.get_by_role("button", name="New session"))
    await page.keyboard.press("Enter")
    editor = page.locator("clinic-session-editor")
    await _tab_to(page, editor.get_by_label("Title"))
    await page.keyboard.type("Keys only")
    await _tab_to(page, editor.get_by_role("combobox", name="Add a person"))
    # Staff are found as clients are.
    await page.keyboard.type("Lindgren")
    await expect(editor.get_by_role("option", name="Sam Lindgren")).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(editor.get_by_label("Role of Sam Lindgren")).to_have_value("facilitator")
    await _tab_to(page, editor.get_by_role("button", name="Plan session"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Session planned.")).to_be_visible()
    await expect(page.locator("dialog[open]")).to_have_count(0)
    await expect(page.get_by_text("Keys only").first).to_be_visible()

    found = await page.request.get(
        f"{service.base_url}/api/v1/appointments?from={day}T00:00:00Z&to={day + timedelta(days=2)}T00:00:00Z&limit=1"
    )
    (planned,) = (await found.json())["items"]
    await _visit(page, service, f"/schedule?view=day&day={day}&open={planned['id']}")
    await expect(editor).to_be_visible()
    await _tab_to(page, editor.get_by_role("button", name="Name a substitute"))
    await page.keyboard.press("Enter")
    await _tab_to(page, editor.get_by_role("combobox", name="Who comes instead"))
    await page.keyboard.type("Rivera")
    await expect(
        editor.locator(".picker-list:not([hidden]) [role=option]:not([aria-disabled])")
    ).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(editor.get_by_role("button", name="Change")).to_be_focused()
    await _tab_to(page, editor.get_by_role("button", name="Name substitute"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Dr. Maria Rivera takes their place")).to_be_visible()

    await _visit(page, service, f"/schedule?view=day&day={day}&open={planned['id']}")
    await _tab_to(page, editor.get_by_role("button", name="Cancel session"))
    await page.keyboard.press("Enter")
    await page.locator("#question-title").wait_for()
    await _tab_to(page, page.locator(".dialog-actions").get_by_role("button", name="Cancel session"))
    await page.keyboard.press("Enter")
    async with page.expect_response(lambda answer: answer.request.method == "PATCH") as taken_back:
        await page.get_by_role("button", name="Undo").press("Enter")
    assert (await taken_back.value).ok
    answer = await page.request.get(f"{service.base_url}/api/v1/appointments/{planned['id']}")
    session = await answer.json()
    assert session["status"] == "planned"
    assert [one["person"]["name"] for one in session["attendees"]] == [_THERAPIST]


async def test_a_persons_form_is_filled_with_the_keyboard_alone(
    service: Service, pages: dict[str, Page]
) -> None:
    page = pages[_DIRECTOR]
    await _visit(page, service, await _first_of(page, service, "/people?q=Ben"))
    await _tab_to(page, page.get_by_role("button", name="Edit"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Name", exact=True).first).to_be_focused()
    await _check(page, "a person's form")
    await page.set_viewport_size(_DESK)
    await _tab_to(page, page.locator("input[name=email]"))
    await page.keyboard.press("Control+A")
    await page.keyboard.type("not an address")
    await page.keyboard.press("Enter")
    # What is wrong has the focus, and what was typed is still there.
    await expect(page.locator("input[name=email]")).to_be_focused()
    await expect(page.locator("input[name=email]")).to_have_value("not an address")
    await page.keyboard.press("Control+A")
    await page.keyboard.type("ben@river.example")
    contact = page.locator("clinic-person-contact")
    await _tab_to(page, contact.get_by_role("button", name="Save"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("ben@river.example")).to_be_visible()


async def test_each_partner_agrees_to_an_exception_on_their_own_page(
    service: Service, pages: dict[str, Page]
) -> None:
    staff, partner = pages[_DIRECTOR], pages[_PARTNER]
    api, origin = f"{service.base_url}/api/v1", {"origin": service.base_url}
    couples = (await (await staff.request.get(f"{api}/couples")).json())["items"]
    couple = next(one for one in couples if one["first"]["name"] == _PARTNER)
    await _visit(staff, service, f"/couples/{couple['id']}")
    await staff.get_by_role("button", name="Allow an exception").click()
    await staff.get_by_role("combobox", name="Staff member").fill("Rivera")
    await staff.locator("clinic-overrides [role=option]", has_text="Rivera").first.click()
    await staff.get_by_label("Reason").fill("No one else speaks their language")
    allow = staff.locator("clinic-overrides").get_by_role("button", name="Allow an exception")
    await allow.click()
    # Rivera treats both partners: it has to be said which of these is meant.
    await staff.get_by_label("Which partner").select_option(couple["first"]["id"])
    await _check(staff, "an exception")
    await allow.click()
    await expect(staff.get_by_text("Neither partner has agreed yet.")).to_be_visible()

    await _visit(partner, service, "/programme")
    await _check(partner, "an exception, asked")
    await partner.get_by_role("button", name="I agree").click()
    await partner.locator(".dialog-actions").get_by_role("button", name="I agree").click()
    await expect(partner.get_by_text("You agreed")).to_be_visible()
    assert await partner.get_by_role("button", name="I agree").count() == 0
    asked = (
        await (await staff.request.get(f"{api}/overrides?couple={couple['id']}", headers=origin)).json()
    )["items"]
    assert [one["acknowledged_by"] for one in asked] == [[couple["first"]["id"]]]
