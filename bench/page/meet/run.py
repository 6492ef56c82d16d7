"""A member's page of LiveKit's Meet in a room of light people, as `bench.page.light` measures ours.

Light clients send the film that our simulated people send; one small page sees the member.
"""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.async_api import BrowserContext, Page, async_playwright

from bench.page.browsers import ALLOWED, LARGE, SMALL, launch, until
from bench.page.films import FilmSource, play, read_film
from bench.page.meet.pages import client_folder, serve_pages
from bench.page.processes import BrowserCpu
from bench.page.states import SETTLE_S, Figures, State, compare
from bench.relay.client import LightClient
from bench.relay.peers.livekit import LiveKit, access_token
from bench.relay.peers.program import PeerFailed
from bench.relay.seat import CAMERA, Seat
from media.sdp.profile import VP8

__all__ = ["measure_meet", "missing"]

_ADDRESS: Final = "127.0.0.1"
_URL: Final = f"ws://{_ADDRESS}:7880"
_BESIDES: Final = 2
"""People who are no light clients: the member, and the one who sees them."""
_STATES: Final = (
    State("usual", "0"),
    State("usual_again", "0"),
    State("camera_off", "() => window.room.localParticipant.setCameraEnabled(false)"),
)
_DECODED: Final = "() => window.decoded()"


def missing() -> str:
    """What to do before it can be measured; empty if nothing."""
    if LiveKit.program.find() is None:
        return LiveKit.program.how_to
    return (
        ""
        if client_folder()
        else "set LIVEKIT_CLIENT to a folder with LiveKit's packages (bench/page/meet/pages.py)"
    )


async def measure_meet(people: int, seconds: float) -> Figures:
    """Return percentages of one core, and pictures a second: usual twice, and usual with the own camera off.

    Raises:
        PeerFailed: LiveKit, or its page, did not start.
    """
    folder = client_folder()
    if folder is None:
        raise PeerFailed(missing())
    mark = f"--attune-bench={secrets.token_hex(4)}"
    with serve_pages(folder) as address:
        async with _room(people - _BESIDES), async_playwright() as playwright:
            crowd = await launch(playwright)
            own = await launch(playwright, mark)
            try:
                small = await crowd.new_context(viewport=SMALL, permissions=ALLOWED)
                await until(await _open(small, f"{address}/host.html", "host"), "window.ready === true")
                large = await own.new_context(viewport=LARGE, permissions=ALLOWED)
                member = await _open(large, f"{address}/meet.html", "member")
                await until(member, _moving(people))
                await asyncio.sleep(SETTLE_S)
                return await compare(member, BrowserCpu(mark), seconds, _STATES, _DECODED)
            finally:
                await own.close()
                await crowd.close()


def _moving(people: int) -> str:
    """Whether every picture has arrived, the own one among them."""
    return f"""[...document.querySelectorAll(".lk-participant-tile video")]
      .filter(({{ videoWidth }}) => videoWidth > 0).length >= {people}"""


async def _open(window: BrowserContext, page: str, identity: str) -> Page:
    token = access_token(identity, time.clock_gettime(time.CLOCK_REALTIME))
    opened = await window.new_page()
    await opened.goto(f"{page}?url={_URL}&token={token}")
    return opened


@asynccontextmanager
async def _room(light: int) -> AsyncIterator[None]:
    """LiveKit, and so many light clients in its room, who send a film each."""
    film = read_film()
    with TemporaryDirectory(prefix="attune-bench-") as name:
        async with asyncio.TaskGroup() as tasks:
            relay = LiveKit(Path(name), tasks, light + _BESIDES, _ADDRESS)
            playing: list[asyncio.Task[None]] = []
            try:
                await relay.start()
                for number in range(light):
                    seat = Seat(number, extended=False, address=_ADDRESS)
                    await relay.join(seat)
                    source = FilmSource(film, seat.sources[CAMERA].ssrc, VP8)
                    playing.append(tasks.create_task(play(film, source, _sender(seat.client))))
                yield
            finally:
                for task in playing:
                    task.cancel()
                await relay.stop()


def _sender(client: LightClient) -> Callable[[bytes], None]:
    return lambda plain: client.send_now(client.protect(plain))
