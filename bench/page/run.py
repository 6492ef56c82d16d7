"""Fills a room with pages and measures one member's browser: as usual, with less power, and as usual again.

The measured member has a browser of their own. All others share one, are small and see nobody, so that they only send.
"""

import asyncio
import secrets
from typing import Final

from playwright.async_api import Browser, BrowserContext, async_playwright

from bench.arrivals.people import PEOPLE
from bench.arrivals.service import run_service
from bench.page.browsers import ALLOWED, HIDDEN, LARGE, SESSION, SMALL, join, launch, until
from bench.page.processes import BrowserCpu
from bench.page.states import SETTLE_S, Figures, State, compare

__all__ = ["DECODED", "LESS_POWER", "MOST", "USUAL", "measure_page"]

MOST: Final = PEOPLE
"""The most people of the room."""
USUAL: Final = State("usual", f"{SESSION}.comfort.setLowPower(false)")
LESS_POWER: Final = State("less_power", f"{SESSION}.comfort.setLowPower(true)")
DECODED: Final = (
    "async () => (await window.attune.stats()).reduce((sum, slot) => sum + slot.framesDecoded, 0)"
)


async def measure_page(people: int, seconds: float) -> Figures:
    """Return percentages of one core, and how many pictures a second arrived: usual, less power, usual again.

    Raises:
        ServiceFailed: The service did not start.
    """
    mark = f"--attune-bench={secrets.token_hex(4)}"
    async with run_service(1, None, None) as service, async_playwright() as playwright:
        links = [f"http://localhost:{service.door.port}/join#{text}" for text in service.invitations[0]]
        crowd = await launch(playwright)
        own = await launch(playwright, mark)
        try:
            host = await join(await _hidden(crowd), links[0])
            others = await _hidden(crowd)
            for link in links[2:people]:
                await join(others, link)
            member = await join(await own.new_context(viewport=LARGE, permissions=ALLOWED), links[1])
            await host.evaluate(f'{SESSION}.ask("seat.admit_all")')
            await until(member, f"Object.keys({SESSION}.view?.seats ?? {{}}).length === {people}")
            await asyncio.sleep(SETTLE_S)
            states = (USUAL, LESS_POWER, State("usual_again", USUAL.script))
            return await compare(member, BrowserCpu(mark), seconds, states, DECODED)
        finally:
            await own.close()
            await crowd.close()


async def _hidden(browser: Browser) -> BrowserContext:
    """A window whose pages send and are shown no picture."""
    window = await browser.new_context(viewport=SMALL, permissions=ALLOWED)
    await window.add_init_script(HIDDEN)
    return window
