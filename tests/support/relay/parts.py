"""Relay connections without crypto or sockets, for tests of the layers between: the keys are no-ops."""

import struct
from collections import Counter
from collections.abc import Callable

from aioice import stun

from media.control import RoomOptions
from media.net.dtls import SrtpKeys
from media.net.floods import Handshakes
from media.net.ice import Address, Credentials, IcePeer, IceState, Path
from media.net.send_buffer import PacketSink, SendBuffer
from media.peer.peer import Peer
from media.peer.slot import Outlet
from media.peer.variant import Flushable, PeerTransport
from media.sdp.formats import Accepted, accept_everything
from media.sdp.profile import (
    ABS_SEND_TIME_ID,
    LEVEL_ID,
    MAX_SLOTS,
    MID_ID,
    OPUS,
    REPAIRED_RID_ID,
    RID_ID,
    TRANSPORT_ID,
    Kind,
)

__all__ = [
    "EVERYTHING",
    "FakeDtls",
    "PlainTransport",
    "Wire",
    "check_success",
    "make_outlet",
    "make_peer",
    "red",
    "plain_keys",
    "rtp_bytes",
    "vp8",
]

EVERYTHING = tuple(accept_everything(kind) for _ in range(1 + MAX_SLOTS) for kind in (Kind.AUDIO, Kind.VIDEO))
"""The sections of an answer that accepts a whole offer, with the maximum number of slots."""


def check_success(question: stun.Message, password: str) -> bytes:
    """A client's response to a connectivity check of the relay."""
    message = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, question.transaction_id)
    message.attributes["XOR-MAPPED-ADDRESS"] = ("127.0.0.1", 1)
    message.add_message_integrity(password.encode())
    return bytes(message)


def _same(data: bytes) -> bytes:
    return data


class PlainSendBuffer:
    """Keeps packets unencrypted until they are flushed to the wire."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._path: Path | None = None
        self.packets = self.octets = self.refused = self.failed = self.number = 0

    def aim(self, path: Path | None) -> None:
        self._path = path

    def add(self, plain: bytes) -> None:
        self._waiting.append(plain)

    def add_again(self, plain: bytes) -> None:
        self._waiting.append(plain)

    def sent(self, first: int, count: int) -> list[tuple[float, int]]:
        """No number was written."""
        return [(0.0, 0)] * count

    def flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        if self._path is not None:
            for plain in waiting:
                self._path.send(plain)
                self.packets += 1
                self.octets += len(plain)


def plain_keys() -> SrtpKeys:
    """No-op keys."""
    return SrtpKeys(PlainSendBuffer, _same, _same, _same)


class PlainTransport:
    """A connection that passes packets on at once and unencrypted, to these two functions."""

    def __init__(self, on_rtp: Callable[[bytes], None], on_rtcp: Callable[[bytes], None]) -> None:
        self._sink = _Through(on_rtp)
        self.send_rtp = self.repeat_rtp = on_rtp
        self.send_rtcp = on_rtcp

    def sink(self, kind: Kind) -> PacketSink | None:
        return self._sink

    def flush_soon(self, what: Flushable) -> None:
        what.flush()

    def flush(self) -> None:
        """Nothing is pending."""

    def end_run(self, ssrc: int) -> None:
        """Nothing is pending."""


class _Through:
    def __init__(self, on_rtp: Callable[[bytes], None]) -> None:
        self.add = on_rtp

    def flush(self) -> None:
        """Nothing is pending."""


class FakeDtls:
    """Accepts records and does nothing."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self.send = send
        self.records: list[bytes] = []

    def feed(self, record: bytes) -> bool:
        self.records.append(record)
        return len(self.records) <= 2

    def release(self) -> None:
        """Nothing refers back."""


class Wire:
    """A fake transport: keeps what is sent, by address, RTP and RTCP apart."""

    def __init__(self, drops: Counter[str] | None = None) -> None:
        self.drops = Counter() if drops is None else drops
        self.handshakes = Handshakes()
        self.rtp: dict[Address, list[bytes]] = {}
        self.rtcp: dict[Address, list[bytes]] = {}
        self._unsent: list[Flushable] = []

    def path(self, *address: object) -> "WirePath":
        """A path to this address."""
        return WirePath(self, address)

    def open_send_buffer(self, keys: SrtpKeys) -> SendBuffer:
        """There is no socket: what is sent is kept."""
        return keys.open_send_buffer()

    def flush_soon(self, what: Flushable) -> None:
        self._unsent.append(what)

    def flush(self) -> None:
        """End the wake-up."""
        for what in self._unsent:
            what.flush()
        self._unsent.clear()


class WirePath:
    """A way to one address that keeps what is sent."""

    def __init__(self, wire: Wire, address: Address) -> None:
        self.address = address
        self.owner: IcePeer | None = None
        self._wire = wire

    def send(self, data: bytes) -> None:
        box = self._wire.rtcp if 192 <= data[1] <= 223 else self._wire.rtp
        box.setdefault(self.address, []).append(data)

    def send_all(self, datagrams: bytes | memoryview, sizes: list[int]) -> None:
        raise NotImplementedError

    def keep(self, owner: IcePeer) -> None:
        self.owner = owner

    def drop(self) -> None:
        self.owner = None


def make_outlet(slot: int, kind: Kind, transport: PeerTransport, taken: Accepted | None = None) -> Outlet:
    """The outlet of a slot at a receiver that accepted this of its section, by default all of it."""
    return Outlet(slot, kind, transport, (taken or accept_everything(kind)).format)


def make_peer(name: str, number: int, wire: Wire, *, now: float = 0.0, connected: bool = True) -> Peer:
    """A peer whose address is (name, number)."""
    first = Credentials(f"ufrag{number}", f"password{number}")
    ice = IceState([first], path=wire.path(name, number), settled=True, heard=now)
    layers = RoomOptions(1).layers
    peer = Peer(name, number, ice, 1, layers, now, wire, FakeDtls)  # type: ignore[arg-type]
    if connected:
        peer.connect(plain_keys(), EVERYTHING)
    return peer


def vp8(*, key: bool = False, picture: int = 1, tl0: int | None = None, start: bool = True) -> bytes:
    """A VP8 payload with a 15-bit picture id and TL0PICIDX; `start`: the packet is the first of its frame."""
    index = picture if tl0 is None else tl0
    return (
        bytes([0x90 if start else 0x80, 0xC0, 0x80 | picture >> 8 & 0x7F, picture & 0xFF, index & 0xFF])
        + (b"\x00" if key else b"\x01")
        + b"frame"
    )


def red(primary: bytes, *older: tuple[int, bytes]) -> bytes:
    """A RED payload (RFC 2198): the redundant blocks, oldest first, each with its age in ticks, and the primary one."""
    heads = b"".join(
        struct.pack("!BBH", 0x80 | OPUS, age >> 6, (age & 0x3F) << 10 | len(block)) for age, block in older
    )
    return heads + bytes([OPUS]) + b"".join(block for _, block in older) + primary


def rtp_bytes(
    payload_type: int,
    sequence: int,
    timestamp: int,
    ssrc: int,
    payload: bytes,
    *,
    mid: str | None = None,
    rid: str | None = None,
    repaired: str | None = None,
    level: int | None = None,
    number: int | None = None,
) -> bytes:
    """A packet as a browser would write it."""
    body = bytes([ABS_SEND_TIME_ID << 4 | 2, 1, 2, 3])
    if number is not None:
        body += bytes([TRANSPORT_ID << 4 | 1]) + number.to_bytes(2, "big")
    if level is not None:
        body += bytes([LEVEL_ID << 4, level])
    for identifier, name in ((MID_ID, mid), (RID_ID, rid), (REPAIRED_RID_ID, repaired)):
        if name is not None:
            body += bytes([identifier << 4 | len(name) - 1]) + name.encode()
    body += bytes(-len(body) % 4)
    head = struct.pack("!BBHII", 0x90, payload_type, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, ssrc)
    return head + struct.pack("!HH", 0xBEDE, len(body) // 4) + body + payload
