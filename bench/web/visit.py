"""One visit of a real browser over a slow link, and what goes over that link until the visit can go on.

Chromium itself delays each request and limits the rate of all of them (`Network.emulateNetworkConditions`). It does not
delay the handshakes of TCP and TLS, which are the same for every page.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.async_api import BrowserContext, CDPSession

__all__ = ["LINKS", "Link", "Seen", "Traffic", "visit"]

_PATIENCE_S: Final = 120.0
_SETTLE_MS: Final = 1_500
"""After the button is there, what was asked for before it may still arrive."""
# Fulfilled, with the times of the beginning and of now, when what fits the selector is seen and not disabled.
_WATCH: Final = """(selector) => (window.usable = new Promise((done) => {
  const look = () => {
    const found = document.querySelector(selector);
    if (found?.checkVisibility({ visibilityProperty: true }) && !found.disabled)
      done([performance.timeOrigin, performance.timeOrigin + performance.now()]);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}))"""


@dataclass(frozen=True, slots=True)
class Link:
    """How slow: round trip in milliseconds, and what goes down and up in kilobits a second."""

    name: str
    round_trip_ms: int
    down_kbps: int
    up_kbps: int

    def conditions(self) -> dict[str, object]:
        """What Chromium is told; it counts in bytes."""
        return {
            "offline": False,
            "latency": self.round_trip_ms,
            "downloadThroughput": self.down_kbps * 125,
            "uploadThroughput": self.up_kbps * 125,
        }


LINKS: Final = (Link("slow 4G", 150, 1_600, 750), Link("3G", 300, 750, 250))


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit: seconds until it could go on, and the requests and bytes that went over the link for it."""

    seconds: float
    requests: int
    size: int


@dataclass(slots=True)
class _Request:
    at: float
    size: int = 0
    kept: bool = False


@dataclass
class Traffic:
    """Counts what goes over the link, from the browser's own events."""

    _requests: dict[str, _Request] = field(default_factory=dict)

    def listen(self, browser: CDPSession) -> None:
        """Count what this page asks for."""
        browser.on("Network.requestWillBeSent", self.on_request)
        browser.on("Network.requestServedFromCache", self.on_kept)
        browser.on("Network.responseReceived", self.on_response)
        browser.on("Network.loadingFinished", self.on_finished)

    def on_request(self, event: dict[str, Any]) -> None:
        """A request is made; what is written into the page itself is none."""
        if not event["request"]["url"].startswith(("data:", "blob:")):
            self._requests[event["requestId"]] = _Request(event["wallTime"])

    def on_kept(self, event: dict[str, Any]) -> None:
        """The browser had it in memory."""
        if found := self._requests.get(event["requestId"]):
            found.kept = True

    def on_response(self, event: dict[str, Any]) -> None:
        """Head of an answer; a revalidation went over the link, although the file then comes from the disk."""
        if event["response"].get("fromDiskCache"):
            self.on_kept(event)

    def on_finished(self, event: dict[str, Any]) -> None:
        """The whole answer is here."""
        if found := self._requests.get(event["requestId"]):
            found.size = int(event["encodedDataLength"])

    def until(self, at: float) -> tuple[int, int]:
        """How many requests were made until then, Unix seconds, and the bytes of their answers, heads included."""
        sent = list(self._sent_until(at))
        return len(sent), sum(request.size for request in sent)

    def _sent_until(self, at: float) -> Iterator[_Request]:
        return (request for request in self._requests.values() if request.at <= at and not request.kept)


async def visit(window: BrowserContext, url: str, selector: str, link: Link) -> Seen:
    """Open a page over a link and wait until what is to be pressed can be pressed."""
    page = await window.new_page()
    try:
        browser = await window.new_cdp_session(page)
        traffic = Traffic()
        traffic.listen(browser)
        await browser.send("Network.enable")
        await browser.send("Network.emulateNetworkConditions", link.conditions())
        await page.add_init_script(f"({_WATCH})({selector!r})")
        await page.goto(url, wait_until="commit", timeout=_PATIENCE_S * 1_000)
        async with asyncio.timeout(_PATIENCE_S):
            began, usable = await page.evaluate("window.usable")
        await page.wait_for_timeout(_SETTLE_MS)
        return Seen((usable - began) / 1_000, *traffic.until(usable / 1_000))
    finally:
        await page.close()
