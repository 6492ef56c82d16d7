"""Networks that lack something: IPv4, IPv6, UDP, or room for large packets. The relay is reached without TURN."""

import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from ipaddress import IPv6Address
from pathlib import Path

import pytest
from playwright.async_api import Browser

from media.net.paths.udp import UdpSocket
from media.pool.pool import PoolOptions
from media.rtp.packet import MAX_SENT_BYTES
from tests.lab.room import LabRoom, chromium, open_browser, open_relay
from tests.support.browsers.firefox import FirefoxPage, firefox, open_firefox
from tests.support.browsers.netlab import NetLab, missing_for_nat64, missing_for_netlab, open_netlab
from tests.support.browsers.voices import MEMBER, THERAPIST, Voice

missing = missing_for_netlab()
pytestmark = pytest.mark.skipif(missing is not None, reason=str(missing))
needs_firefox = pytest.mark.skipif(firefox() is None, reason="not installed: firefox-esr")
needs_nat64 = pytest.mark.skipif(missing_for_nat64() is not None, reason=str(missing_for_nat64()))

# With the trailer of SRTP: what browsers send at most, and what leaves at most.
_FROM_BROWSERS, _LARGEST = 1200 + 16, MAX_SENT_BYTES + 16


@pytest.mark.parametrize(("carries", "six"), [(1000, False), (1240, False), (1280, True)])
async def test_a_path_that_carries_little_and_tells_nobody_gets_every_packet(carries: int, six: bool) -> None:
    with open_netlab() as lab:
        namespace, server = lab.add_tunnel(carries, six=six)
        with lab.inside(lab.server):
            ours = UdpSocket(server, 0, Counter())
        with lab.inside(namespace):
            theirs = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM)
        with closing(ours), closing(theirs):
            theirs.settimeout(10)
            theirs.sendto(b"check", ours.inner.getsockname())
            ours.inner.settimeout(10)
            path = ours.path(ours.inner.recvfrom(100)[1])
            sizes = [80, 1200, _FROM_BROWSERS, _LARGEST]
            for size in sizes:
                path.send(bytes(size))
            # What one wake-up has is sent in one call where the path takes it.
            path.send_all(bytes(4 * 1220 + 100), [1220] * 4 + [100])
            came = [len(theirs.recv(2048)) for _ in range(len(sizes) + 5)]
            assert came == [*sizes, *[1220] * 4, 100]


class Place:
    """A room on a relay in the lab, and browsers in the lab's networks."""

    def __init__(self, lab: NetLab, room: LabRoom, stack: AsyncExitStack) -> None:
        self.room = room
        self._lab = lab
        self._stack = stack

    async def chromium(self, namespace: str, voice: Voice) -> Browser:
        """Chromium in this namespace."""
        return await self._stack.enter_async_context(
            open_browser(voice, self._lab.program(namespace, chromium()))
        )

    async def firefox(self, namespace: str, page: Path) -> FirefoxPage:
        """Firefox in this namespace, at an empty page of a file, which may use camera and microphone."""
        program = firefox()
        assert program is not None

        def dial(address: tuple[str, int]) -> socket.socket:
            with self._lab.inside(namespace):
                return socket.create_connection(address)

        tab = await self._stack.enter_async_context(open_firefox(self._lab.program(namespace, program), dial))
        page.write_text("<!doctype html><title>A person</title>")
        await tab.open(page.as_uri())
        return tab


@asynccontextmanager
async def open_place(lab: NetLab, *announced: str) -> AsyncIterator[Place]:
    # Of several addresses of one family the system would answer from whichever it likes.
    options = PoolOptions(announce=announced, bind=announced)
    async with AsyncExitStack() as stack:
        room = await stack.enter_async_context(open_relay(options, lab.program(lab.server, sys.executable)))
        yield Place(lab, room, stack)


@pytest.mark.browser
@pytest.mark.alone
async def test_people_without_ipv4_and_people_without_udp_hear_and_see_each_other() -> None:
    with open_netlab() as lab:
        (behind, six), (walled, four) = lab.add_tunnel(1280, six=True), lab.add_tunnel(1500, udp=False)
        async with open_place(lab, four, six) as place:
            browsers = [await place.chromium(behind, THERAPIST), await place.chromium(walled, MEMBER)]
            ann = await place.room.join("ann", browsers[0])
            ben = await place.room.join("ben", browsers[1])
            await ann.gets(ben.slot)
            await ben.gets(ann.slot)
            assert await ann.path() == ("udp", six)
            assert await ben.path() == ("tcp", four)


@pytest.mark.browser
@pytest.mark.alone
@pytest.mark.slow
@needs_firefox
@needs_nat64
async def test_a_firefox_without_udp_and_people_behind_nat64_hear_and_see_each_other(tmp_path: Path) -> None:
    with open_netlab() as lab:
        # The relay has no IPv6 at all.
        (translated, public), (walled, four) = lab.add_nat64(), lab.add_tunnel(1500, udp=False)
        async with open_place(lab, public, four) as place:
            browser = await place.chromium(translated, THERAPIST)
            tab = await place.firefox(walled, tmp_path / "page.html")
            ann = await place.room.join("ann", browser)
            ben = await place.room.join_from(tab, "ben")
            await ann.gets(ben.slot)
            await ben.gets(ann.slot)
            assert await ann.path() == ("udp", str(IPv6Address(f"64:ff9b::{public}")))
            assert await ben.path() == ("tcp", four)


@pytest.mark.browser
@pytest.mark.alone
@pytest.mark.slow
@needs_firefox
@pytest.mark.parametrize("udp", [True, False])
async def test_a_firefox_without_ipv4_and_people_behind_a_narrow_tunnel_hear_and_see_each_other(
    udp: bool, tmp_path: Path
) -> None:
    with open_netlab() as lab:
        (behind, six), (narrow, four) = lab.add_tunnel(1280, six=True, udp=udp), lab.add_tunnel(1000)
        async with open_place(lab, four, six) as place:
            browser = await place.chromium(narrow, MEMBER)
            tab = await place.firefox(behind, tmp_path / "page.html")
            ann = await place.room.join_from(tab, "ann")
            ben = await place.room.join("ben", browser)
            await ben.gets(ann.slot)
            await ann.gets(ben.slot)
            assert await ann.path() == ("udp" if udp else "tcp", six)
            assert await ben.path() == ("udp", four)
