"""Agreements: a client reads, signs, keeps a copy and takes one back; staff see it, and write and review the texts."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, ViewportSize, expect

from tests.support.browsers.axe import barriers
from tests.support.browsers.chromium import Browsers
from tests.support.service.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(180)]

_DESK, _PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
_DIRECTOR, _CLIENT = "Dr. Elena Morales", "Jonas"
_SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages(service: Service, browsers: Browsers) -> AsyncIterator[dict[str, Page]]:
    found: dict[str, Page] = {}
    for name in (_DIRECTOR, _CLIENT):
        page = (await browsers.open(name, service.base_url, viewport=_DESK)).page
        await page.locator(".demo-card", has=page.get_by_text(name, exact=True)).first.click()
        await expect(page.locator(".menu")).to_be_visible()
        found[name] = page
    yield found
    for page in found.values():
        await page.context.close()


async def _visit(page: Page, service: Service, path: str) -> None:
    await page.set_viewport_size(_DESK)
    await page.goto(service.base_url + path)
    await expect(page.locator("clinic-app h1").first).to_be_attached()
    await expect(page.locator(".skeleton")).to_have_count(0)


async def _check(page: Page, what: str) -> None:
    for viewport in (_PHONE, _DESK):
        await page.set_viewport_size(viewport)
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            assert await barriers(page) == [], f"{what}, {viewport['width']} px, {scheme}"
        assert await page.evaluate(_SIDEWAYS) <= 1, f"{what}, {viewport['width']} px: it scrolls sideways"
    await page.emulate_media(color_scheme="light")


async def test_a_client_reads_signs_keeps_a_copy_and_takes_it_back(
    service: Service, pages: dict[str, Page], tmp_path: Path
) -> None:
    page = pages[_CLIENT]
    await _visit(page, service, "/programme")
    await page.locator(".menu").get_by_role("link", name="My agreements").first.click()
    await expect(page.get_by_role("heading", name="My agreements", level=1)).to_be_visible()
    await page.get_by_role("button", name="Read and sign: Keeping this space private").click()
    await expect(page.get_by_text("Staff are bound by law to keep what you say private.")).to_be_visible()
    await _check(page, "the text that is signed")
    await page.get_by_role("button", name="Spanish").click()
    await expect(page.get_by_text("Sin grabaciones")).to_be_visible()
    await page.get_by_role("button", name="English").click()
    await page.get_by_role("button", name="I agree and sign").click()
    await expect(page.get_by_text("Thank you. It’s signed.")).to_be_visible()
    await expect(page.get_by_role("button", name="Read and sign: Keeping this space private")).to_have_count(
        0
    )
    await page.get_by_role("button", name="Read my copy: Keeping this space private").click()
    await expect(page.locator("dialog[open]").get_by_text("Fingerprint of the text")).to_be_visible()
    await _check(page, "a copy")
    async with page.expect_download() as saving:
        await page.get_by_role("link", name="Save this copy").click()
    copy = tmp_path / "copy.txt"
    await (await saving.value).save_as(copy)
    assert copy.read_text().startswith("Keeping this space private\n\n")
    assert "Signed: " in copy.read_text()
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Take back: Keeping this space private").click()
    await page.locator(".dialog-actions").get_by_role("button", name="Take it back").click()
    await expect(page.get_by_text("Taken back. It no longer counts.")).to_be_visible()
    await expect(page.get_by_role("button", name="Read and sign: Keeping this space private")).to_be_visible()
    await _check(page, "my agreements")


@pytest.mark.slow
async def test_a_client_lets_one_person_read_more_until_a_day(
    service: Service, pages: dict[str, Page]
) -> None:
    page = pages[_CLIENT]
    await _visit(page, service, "/agreements")
    await page.get_by_role("button", name="Choose who and what").click()
    await page.get_by_role("button", name="I agree and sign").click()
    await expect(page.locator(".field-problem")).to_have_text(
        "Please choose at least one thing from the list."
    )
    await _check(page, "letting somebody read")
    await page.get_by_text("Answers to questionnaires").click()
    await page.get_by_label("What for").fill("So that they can plan with me")
    await page.get_by_role("button", name="I agree and sign").click()
    await expect(page.get_by_role("button", name="Read my copy: Letting someone read more")).to_be_visible()


@pytest.mark.slow
async def test_staff_see_what_is_signed_and_note_what_was_said(
    service: Service, pages: dict[str, Page]
) -> None:
    page = pages[_DIRECTOR]
    found = await (await page.request.get(f"{service.base_url}/api/v1/people?q=Jonas")).json()
    client = next(one for one in found["items"] if one["name"] == _CLIENT)
    await _visit(page, service, f"/people/{client['id']}")
    await page.locator("#tab-agreements").click()
    await page.get_by_role("button", name="They agreed aloud: Care by video").click()
    await page.locator(".dialog-actions").get_by_role("button", name="I heard them agree").click()
    await expect(page.get_by_text("Heard by Dr. Elena Morales")).to_be_visible()
    await _check(page, "a client's agreements")


@pytest.mark.slow
async def test_the_texts_are_written_in_both_languages_and_wait_for_a_review(
    service: Service, pages: dict[str, Page]
) -> None:
    page = pages[_DIRECTOR]
    await _visit(page, service, "/documents")
    await expect(page.get_by_text("have not been reviewed by a clinician or a lawyer")).to_be_visible()
    await _check(page, "the documents")
    await page.get_by_role("link", name="Confidentiality agreement").click()
    await page.get_by_role("button", name="Write the next version").click()
    await _check(page, "writing")
    english, spanish = (
        page.get_by_label("Text", exact=True).first,
        page.get_by_label("Text", exact=True).nth(1),
    )
    await english.fill("# Too large")
    await page.get_by_role("button", name="Save for review").click()
    await expect(page.locator(".field-problem")).to_have_text(
        "Use only headings that begin with ##, and lists that begin with -."
    )
    await english.fill("## Here\nPlease keep names private.")
    await spanish.fill("## Aquí\nGuarde los nombres.")
    await page.get_by_role("button", name="Save for review").click()
    await expect(page.get_by_text("Needs a review").first).to_be_visible()
    await expect(page.get_by_text("Guarde los nombres.")).to_be_visible()
    await page.get_by_role("button", name="I’ve read both texts").click()
    await page.locator(".dialog-actions").get_by_role("button", name="Yes, use it").click()
    await expect(page.get_by_text("Someone else has to review what you wrote.")).to_be_visible()
    await _check(page, "the next version")
