"""Floods of the worker's port: datagrams from strangers, and from one who is connected and lies."""

import asyncio
import contextlib
import os
import socket
import struct
import time
from collections.abc import Callable, Sequence

from aioice import stun
from aiortc.rtp import RTCP_RTPFB_NACK, RtcpRtpfbPacket

from bench.relay.client import LightClient
from media.sdp.profile import Kind, slot_ssrc

__all__ = ["FLOOD_PPS", "build_checks", "build_hello", "build_nacks", "build_noise", "flood", "harass"]

FLOOD_PPS = 20_000
"""Some 30 Mbit/s of small datagrams."""
_PAUSE_S = 0.002
_ADDRESSES = 64


def build_noise(count: int) -> list[bytes]:
    """Datagrams of every protocol the port demultiplexes, with random content (RFC 7983)."""
    firsts = (0, 1, 20, 22, 64, 128, 144, 200, 255)
    return [bytes([firsts[index % len(firsts)]]) + os.urandom(index % 400) for index in range(count)]


def build_checks(ufrags: Sequence[str], count: int) -> list[bytes]:
    """Connectivity checks for known connections with a wrong signature (RFC 8445 §7.3)."""
    checks = []
    for index in range(count):
        message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        message.attributes["USERNAME"] = f"{ufrags[index % len(ufrags)]}:stranger"
        message.attributes["PRIORITY"] = 1
        message.attributes["ICE-CONTROLLING"] = index
        message.add_message_integrity(b"wrong")
        message.add_fingerprint()
        checks.append(bytes(message))
    return checks


def build_hello() -> bytes:
    """A DTLS handshake record that is none: right in its header, random inside (RFC 6347 §4.1)."""
    body = os.urandom(200)
    return struct.pack("!BHHHIH", 22, 0xFEFD, 0, 0, 1, len(body)) + body


def build_nacks(count: int) -> bytes:
    """One feedback packet that asks for many numbers of the first slot (RFC 4585 §6.2.1)."""
    return bytes(
        RtcpRtpfbPacket(RTCP_RTPFB_NACK, 1, slot_ssrc(0, Kind.AUDIO), lost=list(range(0, count * 17, 17)))
    )


async def flood(port: int, datagrams: Sequence[bytes], seconds: float) -> int:
    """Send these again and again to the worker, from many sockets, at `FLOOD_PPS`; returns how many were sent."""
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(_ADDRESSES)]
    try:
        return await _pace(
            lambda number: sockets[number % _ADDRESSES].sendto(
                datagrams[number % len(datagrams)], ("127.0.0.1", port)
            ),
            seconds,
        )
    finally:
        for one in sockets:
            one.close()


async def harass(client: LightClient, seconds: float) -> int:
    """A connected client sends records, feedback and packets that are no good, from its own address."""
    hello, nacks = build_hello(), build_nacks(200)
    noise = [one for one in build_noise(512) if one[0] > 19]

    def send(number: int) -> None:
        turn = number % 4
        if turn == 0:
            client.send_now(hello)
        elif turn == 1:
            client.send_now(client.protect_rtcp(nacks))
        else:
            client.send_now(noise[number % len(noise)])

    return await _pace(send, seconds)


async def _pace(send: Callable[[int], object], seconds: float) -> int:
    """Send at `FLOOD_PPS`, what was missed at once; returns how many were sent."""
    begun, sent = time.monotonic(), 0
    while (elapsed := time.monotonic() - begun) < seconds:
        for number in range(sent, int(elapsed * FLOOD_PPS)):
            # A full socket: so much for that one.
            with contextlib.suppress(OSError):
                send(number)
        sent = int(elapsed * FLOOD_PPS)
        await asyncio.sleep(_PAUSE_S)
    return sent
