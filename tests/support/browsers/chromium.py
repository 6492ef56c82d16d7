"""Real browsers for tests: Chromium with a synthetic camera and voice, and a person's actions in it."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from playwright.async_api import Browser, Page, Playwright, ViewportSize, async_playwright

from tests.support.browsers.pictures import Portrait, build_film
from tests.support.browsers.voices import MEMBER, PROGRAMS, Voice, build_wav
from tests.support.service.waiting import PATIENCE_S, until

__all__ = ["Browsers", "Participant", "missing_programs", "open_browsers"]

_OFF = (
    # Each window would draw the menu under its address bar twice, in a process of its own, though nobody sees it:
    # that takes twice as much as the page.
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
    # What Playwright turns off; of two lists Chromium reads the last.
    *(
        "AvoidUnnecessaryBeforeUnloadCheckSync",
        "DestroyProfileOnBrowserClose",
        "HttpsFirstBalancedModeAutoEnable",
    ),
    *("HttpsUpgrades", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding"),
    *("PreconnectToSearch", "ThirdPartyStoragePartitioning"),
)
FLAGS = (
    f"--disable-features={','.join(_OFF)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--use-fake-device-for-media-stream=fps=5",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--autoplay-policy=no-user-gesture-required",
)
# A busy machine pushes estimates down, and a picture that does not fit is tried again after up to 60 s.
MEDIA_PATIENCE_S = 150.0
VIEWPORT = ViewportSize(width=640, height=480)

View = dict[str, Any]


def missing_programs() -> list[str]:
    """Return the programs that must be installed before a browser test can run."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    return missing if _chromium() else ["chromium", *missing]


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Participant:
    """A person, or the two of a shared seat, at one page. `name` is only for messages."""

    def __init__(self, name: str, page: Page) -> None:
        self.name = name
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    async def join(self) -> None:
        """Continue from the check page; returns once the room or the waiting room is open."""
        await self.press("Join session")
        await self.wait_view(lambda view: True, "a first view")

    async def press(self, button: str) -> None:
        """Press a button by its accessible name."""
        await self.page.get_by_role("button", name=button, exact=True).click()

    async def choose(self, label: str, value: str) -> None:
        """Choose a value of a select by its accessible name."""
        await self.page.get_by_role("combobox", name=label, exact=True).select_option(value)

    async def resize(self, width: int, height: int) -> None:
        """Resize the page; returns once it is laid out."""
        await self.page.set_viewport_size({"width": width, "height": height})
        await self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    async def view(self) -> View | None:
        """Return the page's current view."""
        view: View | None = await self.page.evaluate("() => window.attune?.view() ?? null")
        return view

    async def wait_view(
        self, fits: Callable[[View], object], what: str, patience_s: float = PATIENCE_S
    ) -> View:
        """Wait until the page's view satisfies the condition."""

        async def look() -> View | None:
            view = await self.view()
            return view if view is not None and fits(view) else None

        try:
            return await until(look, f"{self.name}: {what}", patience_s)
        except AssertionError as failure:
            raise AssertionError(f"{failure}; its view is {await self.view()}") from None

    async def wait_text(self, text: str, patience_s: float = PATIENCE_S) -> None:
        """Wait until the page shows a text."""
        await self.page.get_by_text(text).first.wait_for(state="visible", timeout=patience_s * 1000)

    async def seat(self) -> str:
        """Return the id of this page's seat."""
        view = await self.wait_view(lambda view: True, "a view")
        seat: str = view["you"]["seat"]
        return seat

    async def stats(self) -> list[dict[str, Any]]:
        """Return what arrives in each slot: slot, seat, kind, framesDecoded, totalAudioEnergy, packetsReceived."""
        stats: list[dict[str, Any]] = await self.page.evaluate("() => window.attune.stats()")
        return stats

    async def frames(self) -> dict[str, int]:
        """Return the frames decoded so far, by the seat they show."""
        return {
            entry["seat"]: entry["framesDecoded"] or 0
            for entry in await self.stats()
            if entry["kind"] == "video" and entry.get("seat")
        }

    async def sound(self) -> dict[str, tuple[float, int]]:
        """Return the energy and packets of sound so far, by the seat they come from."""
        return {
            entry["seat"]: (entry["totalAudioEnergy"] or 0.0, entry["packetsReceived"] or 0)
            for entry in await self.stats()
            if entry["kind"] == "audio" and entry.get("seat")
        }

    async def sees(self, seats: set[str], frames: int = 5, patience_s: float = MEDIA_PATIENCE_S) -> None:
        """Wait until video keeps arriving from each of these seats."""
        lowest = await self.frames()

        async def look() -> bool:
            now = await self.frames()
            # A new media connection starts counting from zero.
            lowest.update({seat: min(count, lowest.get(seat, 0)) for seat, count in now.items()})
            return all(now.get(seat, 0) >= lowest.get(seat, 0) + frames for seat in seats)

        try:
            await until(look, f"{self.name} sees {sorted(seats)} move", patience_s)
        except AssertionError as failure:
            raise AssertionError(f"{failure}; what arrives: {await self.stats()}") from None

    async def hears(self, seats: set[str]) -> None:
        """Wait until sound keeps arriving from each of these seats."""
        lowest = {seat: energy for seat, (energy, _) in (await self.sound()).items()}

        async def look() -> bool:
            now = {seat: energy for seat, (energy, _) in (await self.sound()).items()}
            lowest.update({seat: min(energy, lowest.get(seat, 0.0)) for seat, energy in now.items()})
            return all(now.get(seat, 0.0) > lowest.get(seat, 0.0) for seat in seats)

        try:
            await until(look, f"{self.name} hears {sorted(seats)}", MEDIA_PATIENCE_S)
        except AssertionError as failure:
            raise AssertionError(f"{failure}; what arrives: {await self.stats()}") from None

    async def has_new_media(self, before: dict[str, int]) -> None:
        """Wait until video arrives over a new connection, not the one whose frames were counted before."""

        async def look() -> bool:
            now = await self.frames()
            return all(now.get(seat, 0) < count for seat, count in before.items())

        await until(look, f"{self.name} has a new media connection")


class Browsers:
    """Browser processes, one for each voice and picture, and their pages."""

    def __init__(self, playwright: Playwright, stack: AsyncExitStack) -> None:
        self._playwright = playwright
        self._stack = stack
        self._running: dict[tuple[Voice, Portrait | None], Browser] = {}

    async def open(
        self, name: str, link: str, voice: Voice = MEMBER, portrait: Portrait | None = None, **context: Any
    ) -> Participant:
        """Open a link in a new window with its own storage; without a portrait the camera shows a test picture."""
        browser = await self._browser(voice, portrait)
        options = {"viewport": VIEWPORT, "reduced_motion": "reduce"} | context
        window = await browser.new_context(permissions=["camera", "microphone"], **options)
        participant = Participant(name, await window.new_page())
        await participant.page.goto(link)
        return participant

    async def _browser(self, voice: Voice, portrait: Portrait | None) -> Browser:
        if (voice, portrait) not in self._running:
            flags = [*FLAGS, f"--use-file-for-fake-audio-capture={build_wav(voice)}"]
            if portrait:
                flags.append(f"--use-file-for-fake-video-capture={build_film(portrait)}")
            browser = await self._playwright.chromium.launch(executable_path=_chromium(), args=flags)
            self._stack.push_async_callback(browser.close)
            self._running[voice, portrait] = browser
        return self._running[voice, portrait]


@asynccontextmanager
async def open_browsers() -> AsyncIterator[Browsers]:
    """Open browsers that are closed at the end."""
    async with async_playwright() as playwright, AsyncExitStack() as stack:
        yield Browsers(playwright, stack)
