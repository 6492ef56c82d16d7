"""One TCP connection: reads little at a time, counts it before it is parsed, and lets it wait or ends it.

It stands between the event loop and the protocol that parses, for which it is the transport. A connection goes through
stages: HTTP requests; a websocket before its hello; a websocket of somebody who is known, outside the room or in it.
"""

import asyncio
import logging
from collections.abc import Callable
from enum import Enum, auto
from typing import cast

from app.api.doors import budgets
from app.api.doors.budgets import Allowance
from app.api.doors.frames import FrameCounter
from app.api.doors.guard import Guard
from app.api.doors.meter import Meter
from app.api.doors.transport import ParserTransport

__all__ = ["GuardedConnection", "ConnectionStage"]

_log = logging.getLogger(__name__)

# Filled for one connection at a time: what was read is copied before anybody else reads.
_BUFFER = memoryview(bytearray(budgets.READ_BYTES))
# A close frame with code 1008, policy violation (RFC 6455 sections 5.5.1, 7.4.1).
_CLOSE_1008 = b"\x88\x02\x03\xf0"


class ConnectionStage(Enum):
    """How far the other side has come."""

    REQUEST = auto()
    """HTTP, up to the upgrade to a websocket."""
    HELLO = auto()
    """A websocket before a valid hello."""
    KNOWN = auto()
    """A websocket of somebody whose ticket or token was good."""


class GuardedConnection(asyncio.BufferedProtocol):
    """The event loop's side of it.

    Args:
        guard: What all connections share.
        make_parser: Makes the protocol that parses HTTP, given this connection.
        wants_more: Whether that protocol waits for the rest of a request, or for the next one.
    """

    def __init__(
        self,
        guard: Guard,
        make_parser: "Callable[[GuardedConnection], asyncio.Protocol]",
        wants_more: Callable[[asyncio.Protocol], bool],
    ) -> None:
        self._guard = guard
        self._make_parser = make_parser
        self._wants_more = wants_more
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._parser: asyncio.Protocol | None = None
        self._parser_paused = False
        self._stage = ConnectionStage.REQUEST
        self._networks: tuple[str, ...] = ()
        self._charges: list[tuple[Meter, float]] = []
        """What the present request, or the hello, has been charged so far."""
        self._request_bytes = 0
        self._hello_bytes, self._hello_frames = budgets.HELLO_BYTES, budgets.HELLO_FRAMES
        self._frames = FrameCounter()
        self._allowance = Allowance(budgets.WAITING)
        self._line: list[Meter] = []
        """Where what is held has still to be put in line."""
        self._held, self._cost_s = b"", 0.0
        self._waiting: asyncio.TimerHandle | None = None
        self._is_next = False
        """Whether what is held waits for the porter only."""
        self._deadline: asyncio.TimerHandle | None = None
        self._due_at = 0.0
        self._in_request = True

    # The event loop's side.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection in, or refuse it when its network has far too much to wait for already."""
        # uvloop's transports are of no class of asyncio.
        self._transport = cast("asyncio.Transport", transport)
        peer = transport.get_extra_info("peername")
        self._networks = self._guard.networks(peer[0] if isinstance(peer, tuple) else None)
        self._guard.enter(self, self._networks)
        for meter in self._guard.meters(self._networks):
            if self._charge(meter, budgets.CONNECTION_COST_S) > budgets.MAX_WAIT_S:
                self.refuse("busy")
                return
        self._expect_within(budgets.REQUEST_S)
        self._parser = self._make_parser(self)
        self._parser.connection_made(ParserTransport(self._transport, self))

    def get_buffer(self, _sizehint: int) -> memoryview:
        """Return where to read to; no more is read at once."""
        return _BUFFER

    def buffer_updated(self, nbytes: int) -> None:
        """Take what was read."""
        data = bytes(_BUFFER[:nbytes])
        match self._stage:
            case ConnectionStage.KNOWN:
                self._take_of_known(data)
            case ConnectionStage.HELLO:
                self._take_before_hello(data)
            case ConnectionStage.REQUEST:
                self._take_of_request(data)

    def eof_received(self) -> bool | None:
        """Nothing more comes."""
        return self._parser.eof_received() if self._parser else None

    def pause_writing(self) -> None:
        """The client does not take what is sent."""
        if self._parser:
            self._parser.pause_writing()

    def resume_writing(self) -> None:
        """It does again."""
        if self._parser:
            self._parser.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._stop_timers()
        self._guard.leave(self)
        if self._parser:
            self._parser.connection_lost(exc)

    # The parser's side.

    def let_read(self, reads: bool) -> None:
        """The parser wants more bytes, or none for now."""
        self._parser_paused = not reads
        self._read_on()

    def switch(self, parser: asyncio.BaseProtocol) -> None:
        """Another protocol parses from here on: that of the websocket."""
        assert isinstance(parser, asyncio.Protocol), "websockets are parsed from plain bytes"
        self._parser = parser
        self._stage = ConnectionStage.HELLO
        self._expect_within(budgets.HELLO_S)

    def close(self) -> None:
        """Send what is left, within bounds, and end."""
        if self._transport and not self._transport.is_closing():
            self._expect_within(
                budgets.RESPONSE_S if self._stage is ConnectionStage.REQUEST else budgets.CLOSE_S
            )
            self._transport.close()

    # The application's side.

    def name(self, host: str) -> float:
        """Say for whom a proxy asks; returns how long the request should wait for the sake of others, seconds."""
        self._networks = self._guard.networks(host)
        if self._stage is not ConnectionStage.KNOWN:
            self._guard.enter(self, self._networks)
        own = self._guard.meters(self._networks)[:-1]
        return max((self._charge(meter, budgets.REQUEST_COST_S) for meter in own), default=0.0)

    def prove(self) -> None:
        """What was asked came from somebody who may: it costs their network nothing."""
        for meter, cost_s in self._charges:
            meter.refund(cost_s)
        self._charges.clear()

    def admit(self, *, in_room: bool) -> None:
        """The socket is somebody's whom we know, outside of the room or in it."""
        if self._stage is ConnectionStage.HELLO:
            self._stage = ConnectionStage.KNOWN
            self._guard.leave(self)
            self.prove()
            if self._deadline:
                self._deadline.cancel()
        self._allowance = Allowance(budgets.IN_ROOM if in_room else budgets.WAITING)

    def refuse(self, reason: str) -> None:
        """End it at once; a websocket is told 1008."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        self._guard.refused[reason] += 1
        self._stop_timers()
        self._guard.leave(self)
        if self._stage is ConnectionStage.REQUEST:
            transport.abort()
            return
        transport.write(_CLOSE_1008)
        self._expect_within(budgets.CLOSE_S)
        transport.close()

    # Counting.

    def _take_of_known(self, data: bytes) -> None:
        frames = max(1, self._frames.count(data))
        ahead_s = self._allowance.charge(len(data), frames, self._loop.time())
        if ahead_s > budgets.MAX_DEBT_S:
            self.refuse("flood")
            return
        if ahead_s:
            self._waiting = self._loop.call_later(ahead_s, self._read_again)
            self._read_on()
        self._deliver(data)

    def _take_before_hello(self, data: bytes) -> None:
        frames = max(1, self._frames.count(data))
        self._hello_bytes -= len(data)
        self._hello_frames -= frames
        if self._hello_bytes < 0 or self._hello_frames < 0:
            self.refuse("before_hello")
            return
        self._hold(data, budgets.CHUNK_COST_S + frames * budgets.FRAME_COST_S)

    def _take_of_request(self, data: bytes) -> None:
        if not self._request_bytes and not self._in_request:
            self._charges.clear()
        self._request_bytes += len(data)
        if self._request_bytes > budgets.REQUEST_BYTES:
            self.refuse("too_large")
            return
        # At most so many requests end in here; one whose end is cut in two is charged when it is whole.
        ends = data.count(b"\n\r\n") + data.count(b"\n\n")
        if ends > budgets.PIPELINED:
            self.refuse("pipelined")
            return
        self._hold(data, budgets.CHUNK_COST_S + ends * budgets.REQUEST_COST_S)

    # Waiting.

    def _hold(self, data: bytes, cost_s: float) -> None:
        self._held, self._cost_s = data, cost_s
        self._line = self._guard.meters(self._networks)
        self._stand_in_line()

    def _stand_in_line(self) -> None:
        """Wait for the meters one after the other, then for the porter, and have what is held parsed."""
        self._waiting = None
        while self._line:
            wait_s = self._charge(self._line.pop(0), self._cost_s)
            if wait_s > budgets.MAX_WAIT_S:
                self.refuse("busy")
                return
            if wait_s:
                self._due_at += wait_s
                self._waiting = self._loop.call_later(wait_s, self._stand_in_line)
                self._read_on()
                return
        self._is_next = True
        self._guard.porter.let_through(self._pass)
        self._read_on()

    def _pass(self) -> None:
        self._is_next = False
        data, self._held = self._held, b""
        if data:
            self._deliver(data)

    def _charge(self, meter: Meter, cost_s: float) -> float:
        wait_s = meter.charge(cost_s, self._loop.time())
        if wait_s > budgets.MAX_WAIT_S:
            # It will not be done, so it costs nobody anything.
            meter.refund(cost_s)
        else:
            self._charges.append((meter, cost_s))
        return wait_s

    def _read_again(self) -> None:
        self._waiting = None
        self._read_on()

    def _read_on(self) -> None:
        """Read if nothing stands against it."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        reads = self._waiting is None and not self._is_next and not self._parser_paused
        if reads != transport.is_reading():
            (transport.resume_reading if reads else transport.pause_reading)()

    def _deliver(self, data: bytes) -> None:
        parser = self._parser
        if parser is None:
            return
        try:
            parser.data_received(data)
        except Exception as error:  # noqa: BLE001 (a supervisor: what a stranger sends must end no more than the connection)
            _log.error("door.parser_failed", extra={"kind": type(error).__name__})
            self.refuse("unreadable")
            return
        if self._stage is ConnectionStage.REQUEST:
            self._look_at_request(parser, data)
        self._read_on()

    def _look_at_request(self, parser: asyncio.Protocol, data: bytes) -> None:
        if self._wants_more(parser):
            if not self._in_request:
                self._expect_within(budgets.REQUEST_S)
                self._in_request = True
            return
        if self._cost_s < budgets.REQUEST_COST_S:
            for meter in self._guard.meters(self._networks):
                self._charge(meter, budgets.REQUEST_COST_S)
        self._request_bytes = 0
        self._in_request = False
        self._guard.touch(self)
        self._expect_within(budgets.RESPONSE_S)

    # Deadlines.

    def _expect_within(self, seconds: float) -> None:
        self._due_at = self._loop.time() + seconds
        if self._deadline:
            self._deadline.cancel()
        self._deadline = self._loop.call_at(self._due_at, self._look_at_clock)

    def _look_at_clock(self) -> None:
        transport = self._transport
        if transport is None:
            return
        late_s = self._loop.time() - self._due_at
        if late_s < 0:
            # It was moved because we let the other side wait.
            self._deadline = self._loop.call_at(self._due_at, self._look_at_clock)
        elif late_s > budgets.LATE_S:
            # Our own loop had no time: what came meanwhile is still to be read.
            self._expect_within(budgets.CLOSE_S)
        elif transport.is_closing():
            transport.abort()
        else:
            self.refuse("too_slow")

    def _stop_timers(self) -> None:
        for timer in (self._waiting, self._deadline):
            if timer:
                timer.cancel()
        self._held, self._line = b"", []
