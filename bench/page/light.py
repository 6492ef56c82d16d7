"""A member's page of ours in a room of light people, so that a small machine measures one page and not all of them.

The others are simulated people, who send moving pictures that were encoded beforehand, and are silent; one small page
leads, and sees the member.
"""

import asyncio
import json
import secrets
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from playwright.async_api import async_playwright

from bench.arrivals.service import run_service
from bench.page.browsers import ALLOWED, LARGE, SESSION, SMALL, join, launch, until
from bench.page.processes import BrowserCpu
from bench.page.run import DECODED, LESS_POWER, USUAL
from bench.page.states import SETTLE_S, Figures, State, compare

__all__ = ["measure_light"]

_CAMERA_OFF: Final = State("camera_off", f'{SESSION}.switchDevice("camera", false)')
_SILENT: Final = f"""{SESSION}.askFloor("floor.set_mode",
  {{ mode: "staff_only", mic_policy: "hard", grants: "by_facilitator" }})"""


async def measure_light(people: int, seconds: float) -> Figures:
    """Return percentages of one core, and pictures a second: usual, less power, and usual with the own camera off.

    Raises:
        ServiceFailed: The service did not start.
    """
    mark = f"--attune-bench={secrets.token_hex(4)}"
    async with run_service(1, None, None) as service, async_playwright() as playwright:
        links = [f"http://localhost:{service.door.port}/join#{text}" for text in service.invitations[0]]
        crowd = await launch(playwright)
        own = await launch(playwright, mark)
        try:
            host = await join(await crowd.new_context(viewport=SMALL, permissions=ALLOWED), links[0])
            await host.evaluate(_SILENT)
            async with _simulated(links[2:people]):
                member = await join(await own.new_context(viewport=LARGE, permissions=ALLOWED), links[1])
                await until(host, f"Object.keys({SESSION}.view.waiting ?? {{}}).length === {people - 1}")
                await host.evaluate(f'{SESSION}.ask("seat.admit_all")')
                await until(member, f"Object.keys({SESSION}.view?.seats ?? {{}}).length === {people}")
                await asyncio.sleep(SETTLE_S)
                states = (USUAL, LESS_POWER, State("usual_again", USUAL.script), _CAMERA_OFF)
                return await compare(member, BrowserCpu(mark), seconds, states, DECODED)
        finally:
            await own.close()
            await crowd.close()


@asynccontextmanager
async def _simulated(links: Sequence[str]) -> AsyncIterator[Sequence[Process]]:
    """Let a simulated person come by each of these links; each has a process, so that all come at once."""
    running: list[Process] = []
    try:
        for link in links:
            command = (sys.executable, "-m", "practice")
            running.append(await asyncio.create_subprocess_exec(*command, stdin=PIPE))
            told = running[-1].stdin
            assert told is not None, "it is a pipe"
            told.write(json.dumps({"links": [link], "language": "en"}).encode() + b"\n")
        yield running
    finally:
        # They go when their input ends.
        for one in running:
            assert one.stdin is not None, "it is a pipe"
            one.stdin.close()
        for one in running:
            await one.wait()
