"""The browsers of ``python -m bench page``: Chromium with an invented camera, and what is asked of its pages."""

import asyncio
import shutil
from typing import Final

from playwright.async_api import Browser, BrowserContext, Page, Playwright, ViewportSize

__all__ = [
    "ALLOWED",
    "HIDDEN",
    "LARGE",
    "PATIENCE_MS",
    "SESSION",
    "SMALL",
    "has_browser",
    "join",
    "launch",
    "until",
]

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
ALLOWED: Final = ["camera", "microphone"]
LARGE = ViewportSize(width=1280, height=800)
SMALL = ViewportSize(width=320, height=240)
PATIENCE_MS: Final = 60_000
_LOOK_EVERY_S: Final = 0.2
HIDDEN: Final = """Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
  Object.defineProperty(document, "hidden", { get: () => true });
  setInterval(() => document.dispatchEvent(new Event("visibilitychange")), 1000);"""
"""For a page of ours: it says that it is hidden, and the relay then sends it no picture."""
SESSION: Final = 'document.querySelector("attune-app").session'
"""The session of a page of ours."""


def has_browser() -> bool:
    """Whether Chromium is installed."""
    return _chromium() is not None


async def launch(playwright: Playwright, *marks: str) -> Browser:
    """Start a browser; the marks stand in its command line."""
    return await playwright.chromium.launch(executable_path=_chromium(), args=[*_FLAGS, *marks])


async def join(window: BrowserContext, link: str) -> Page:
    """Open a link to a room of ours, and press *Join session*."""
    page = await window.new_page()
    await page.goto(link)
    await page.locator("attune-join button").click(timeout=PATIENCE_MS)
    await until(page, f"{SESSION}.view !== null")
    return page


async def until(page: Page, condition: str) -> None:
    """Wait for it from outside: inside, our pages' policy evaluates no text."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while True:
            if await page.evaluate(condition):
                return
            await asyncio.sleep(_LOOK_EVERY_S)


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")
