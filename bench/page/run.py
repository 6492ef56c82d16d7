"""Fills a room with pages and measures one member's browser: as usual, with less power, and as usual again.

The measured member has a browser of their own. All others share one, are small and see nobody, so that they only send.
"""

import asyncio
import secrets
import shutil
from typing import Final

from playwright.async_api import Browser, BrowserContext, Page, Playwright, ViewportSize, async_playwright

from bench.arrivals.people import PEOPLE
from bench.arrivals.service import run_service
from bench.page.processes import BrowserCpu

__all__ = ["MOST", "Figures", "has_browser", "measure_page"]

Figures = dict[str, float]

MOST: Final = PEOPLE
"""The most people of the room."""
_FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--use-fake-device-for-media-stream=fps=15",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--autoplay-policy=no-user-gesture-required",
)
_LARGE = ViewportSize(width=1280, height=800)
_SMALL = ViewportSize(width=320, height=240)
_SETTLE_S: Final = 10.0
_PATIENCE_MS: Final = 60_000
# The page of everybody else says that it is hidden: the relay then sends it no picture.
_HIDDEN: Final = """Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
  Object.defineProperty(document, "hidden", { get: () => true });
  setInterval(() => document.dispatchEvent(new Event("visibilitychange")), 1000);"""
_SESSION: Final = 'document.querySelector("attune-app").session'


def has_browser() -> bool:
    """Whether Chromium is installed."""
    return _chromium() is not None


async def measure_page(people: int, seconds: float) -> Figures:
    """Return percentages of one core, and how many pictures a second arrived: usual, less power, usual again.

    Raises:
        ServiceFailed: The service did not start.
    """
    mark = f"--attune-bench={secrets.token_hex(4)}"
    async with run_service(1, None, None) as service, async_playwright() as playwright:
        links = [f"http://localhost:{service.door.port}/join#{text}" for text in service.invitations[0]]
        crowd = await _launch(playwright)
        own = await _launch(playwright, mark)
        try:
            host = await _join(await _window(crowd, hidden=True), links[0])
            others = await _window(crowd, hidden=True)
            for link in links[2:people]:
                await _join(others, link)
            member = await _join(await own.new_context(viewport=_LARGE, permissions=_ALLOWED), links[1])
            await host.evaluate(f'{_SESSION}.ask("seat.admit_all")')
            await member.wait_for_function(
                f"Object.keys({_SESSION}.view?.seats ?? {{}}).length === {people}", timeout=_PATIENCE_MS
            )
            await asyncio.sleep(_SETTLE_S)
            return await _compare(member, BrowserCpu(mark), seconds)
        finally:
            await own.close()
            await crowd.close()


async def _compare(member: Page, cpu: BrowserCpu, seconds: float) -> Figures:
    figures: Figures = {}
    for name, low in (("usual", False), ("less_power", True), ("usual_again", False)):
        await member.evaluate(f"{_SESSION}.comfort.setLowPower({str(low).lower()})")
        await asyncio.sleep(_SETTLE_S)
        before = await _decoded(member)
        used = await asyncio.to_thread(cpu.over, seconds, cpu.pids())
        figures[f"{name}_cpu_percent"] = round(used, 1)
        figures[f"{name}_pictures_per_s"] = round((await _decoded(member) - before) / seconds, 1)
    return figures


async def _decoded(page: Page) -> int:
    found: int = await page.evaluate(
        "async () => (await window.attune.stats()).reduce((sum, slot) => sum + slot.framesDecoded, 0)"
    )
    return found


_ALLOWED: Final = ["camera", "microphone"]


async def _launch(playwright: Playwright, *marks: str) -> Browser:
    return await playwright.chromium.launch(executable_path=_chromium(), args=[*_FLAGS, *marks])


async def _window(browser: Browser, *, hidden: bool) -> BrowserContext:
    window = await browser.new_context(viewport=_SMALL, permissions=_ALLOWED)
    if hidden:
        await window.add_init_script(_HIDDEN)
    return window


async def _join(window: BrowserContext, link: str) -> Page:
    page = await window.new_page()
    await page.goto(link)
    await page.locator("attune-join button").click(timeout=_PATIENCE_MS)
    await page.wait_for_function(f"{_SESSION}.view !== null", timeout=_PATIENCE_MS)
    return page


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")
