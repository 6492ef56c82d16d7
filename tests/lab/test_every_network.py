"""Networks that lack something: IPv4, UDP, or room for large packets. The relay is reached without TURN."""

import socket
import sys
from collections import Counter
from contextlib import AsyncExitStack, closing

import pytest

from media.net.paths.udp import UdpSocket
from media.pool.pool import PoolOptions
from media.rtp.packet import MAX_RTP_BYTES
from tests.lab.room import chromium, open_browser, open_relay
from tests.support.browsers.netlab import missing_for_netlab, open_netlab
from tests.support.browsers.voices import MEMBER, THERAPIST

missing = missing_for_netlab()
pytestmark = pytest.mark.skipif(missing is not None, reason=str(missing))

# With the trailer of SRTP: what browsers send at most, and what anybody may.
_FROM_BROWSERS, _LARGEST = 1200 + 16, MAX_RTP_BYTES + 16


@pytest.mark.parametrize(("carries", "six"), [(1240, False), (1280, True)])
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
            sizes = [80, 1200, _FROM_BROWSERS, 1232, *([] if six else [_LARGEST])]
            for size in sizes:
                path.send(bytes(size))
            # What one wake-up has is sent in one call where the path takes it.
            path.send_all(bytes(4 * 1220 + 100), [1220] * 4 + [100])
            came = [len(theirs.recv(2048)) for _ in range(len(sizes) + 5)]
            assert came == [*sizes, *[1220] * 4, 100]


@pytest.mark.browser
@pytest.mark.alone
async def test_people_without_ipv4_and_people_without_udp_hear_and_see_each_other() -> None:
    with open_netlab() as lab:
        (behind, six), (walled, four) = lab.add_tunnel(1280, six=True), lab.add_wire()
        lab.block_udp(walled)
        options = PoolOptions(announce=(four, six), bind=("0.0.0.0", "::"))
        async with AsyncExitStack() as stack:
            room = await stack.enter_async_context(
                open_relay(options, lab.program(lab.server, sys.executable))
            )
            browsers = [
                await stack.enter_async_context(open_browser(voice, lab.program(namespace, chromium())))
                for namespace, voice in ((behind, THERAPIST), (walled, MEMBER))
            ]
            ann = await room.join("ann", browsers[0])
            ben = await room.join("ben", browsers[1])
            await ann.gets(ben.slot)
            await ben.gets(ann.slot)
            assert await ann.path() == ("udp", six)
            assert await ben.path() == ("tcp", four)
