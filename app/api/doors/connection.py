"""One TCP connection: reads in small chunks, charges for them before they are parsed, and delays or closes it.

It sits between the event loop and the parsing protocol, and is that protocol's transport. A connection passes through
stages: HTTP requests; a websocket before its hello; an identified websocket, outside the room or in it.
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

# Shared by all connections: what was read is copied before any other connection reads.
_BUFFER = memoryview(bytearray(budgets.READ_BYTES))
# A close frame with code 1008, policy violation (RFC 6455 sections 5.5.1, 7.4.1).
_CLOSE_1008 = b"\x88\x02\x03\xf0"


class ConnectionStage(Enum):
    """How far the client has come."""

    REQUEST = auto()
    """HTTP, up to the upgrade to a websocket."""
    HELLO = auto()
    """A websocket before a valid hello."""
    KNOWN = auto()
    """A websocket whose ticket or token was valid."""


class GuardedConnection(asyncio.BufferedProtocol):
    """One connection, as a protocol of the event loop.

    Args:
        guard: The state that all connections share.
        make_parser: Makes the protocol that parses HTTP, given this connection.
        wants_more: Whether that protocol is waiting for the rest of a request, or for the next one.
        is_handling: Whether the application is at a request already, which may still be coming in.
    """

    def __init__(
        self,
        guard: Guard,
        make_parser: "Callable[[GuardedConnection], asyncio.Protocol]",
        wants_more: Callable[[asyncio.Protocol], bool],
        is_handling: Callable[[asyncio.Protocol], bool],
    ) -> None:
        self._guard = guard
        self._make_parser = make_parser
        self._wants_more = wants_more
        self._is_handling = is_handling
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._parser: asyncio.Protocol | None = None
        self._parser_paused = False
        self._stage = ConnectionStage.REQUEST
        self._networks: tuple[str, ...] = ()
        self._charges: list[tuple[Meter, float]] = []
        """What the current request, or the hello, has been charged so far."""
        self._request_bytes, self._most_bytes = 0, budgets.REQUEST_BYTES
        self._beyond = b""
        """What was read beyond those bytes, until the application says whether it expects more."""
        self._hello_bytes, self._hello_frames = budgets.HELLO_BYTES, budgets.HELLO_FRAMES
        self._frames = FrameCounter()
        self._allowance = Allowance(budgets.WAITING)
        self._line: list[Meter] = []
        """Meters that the held bytes still have to be charged to."""
        self._held, self._cost_s = b"", 0.0
        self._waiting: asyncio.TimerHandle | None = None
        self._is_next = False
        """Whether the held bytes wait for the porter only."""
        self._deadline: asyncio.TimerHandle | None = None
        self._due_at = 0.0
        self._in_request = True

    # Called by the event loop.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Accept the connection, or refuse it if its network already has far too much waiting."""
        # uvloop's transports do not subclass asyncio's.
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
        """Return the buffer to read into; its size bounds a single read."""
        return _BUFFER

    def buffer_updated(self, nbytes: int) -> None:
        """Handle what was read."""
        data = bytes(_BUFFER[:nbytes])
        match self._stage:
            case ConnectionStage.KNOWN:
                self._take_of_known(data)
            case ConnectionStage.HELLO:
                self._take_before_hello(data)
            case ConnectionStage.REQUEST:
                self._take_of_request(data)

    def eof_received(self) -> bool | None:
        """Pass on that the client will send nothing more."""
        return self._parser.eof_received() if self._parser else None

    def pause_writing(self) -> None:
        """Pass on that the client is not reading what we send."""
        if self._parser:
            self._parser.pause_writing()

    def resume_writing(self) -> None:
        """Pass on that the client reads again."""
        if self._parser:
            self._parser.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Clean up after the connection."""
        self._stop_timers()
        self._guard.leave(self)
        if self._parser:
            self._parser.connection_lost(exc)

    # Called by the parser.

    def let_read(self, reads: bool) -> None:
        """Resume or pause reading for the parser."""
        self._parser_paused = not reads
        self._read_on()

    def switch(self, parser: asyncio.BaseProtocol) -> None:
        """Hand parsing over to the websocket protocol."""
        assert isinstance(parser, asyncio.Protocol), "websockets are parsed from plain bytes"
        self._parser = parser
        self._stage = ConnectionStage.HELLO
        self._expect_within(budgets.HELLO_S)

    def close(self) -> None:
        """Send what is left, with a timeout, and close."""
        if self._transport and not self._transport.is_closing():
            self._expect_within(
                budgets.RESPONSE_S if self._stage is ConnectionStage.REQUEST else budgets.CLOSE_S
            )
            self._transport.close()

    # Called by the application.

    def name(self, host: str) -> float:
        """Set the client that a proxy forwards for; returns how many seconds the request should wait, to be fair to
        others."""
        self._networks = self._guard.networks(host)
        if self._stage is not ConnectionStage.KNOWN:
            self._guard.enter(self, self._networks)
        own = self._guard.meters(self._networks)[:-1]
        return max((self._charge(meter, budgets.REQUEST_COST_S) for meter in own), default=0.0)

    def prove(self) -> None:
        """Refund the network: the request came from somebody with valid credentials."""
        for meter, cost_s in self._charges:
            meter.refund(cost_s)
        self._charges.clear()

    def expect(self, body_bytes: int) -> None:
        """Read a body of this length: the request came from somebody with valid credentials."""
        self._most_bytes = budgets.REQUEST_BYTES + body_bytes
        self._expect_within(budgets.BODY_S)
        beyond, self._beyond = self._beyond, b""
        if beyond:
            self._hold(beyond, budgets.CHUNK_COST_S)

    def admit(self, *, in_room: bool) -> None:
        """Mark the websocket as identified, outside the room or in it."""
        if self._stage is ConnectionStage.HELLO:
            self._stage = ConnectionStage.KNOWN
            self._guard.leave(self)
            self.prove()
            if self._deadline:
                self._deadline.cancel()
        self._allowance = Allowance(budgets.IN_ROOM if in_room else budgets.WAITING)

    def refuse(self, reason: str) -> None:
        """Close the connection at once; a websocket gets close code 1008."""
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

    # Charging.

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
        if self._request_bytes > self._most_bytes:
            self._stop_at_limit(data)
            return
        if self._most_bytes > budgets.REQUEST_BYTES:
            # A body that is expected: what looks like the end of a request in it is none.
            self._hold(data, budgets.CHUNK_COST_S)
            return
        # An upper bound on the requests that end here; one whose end is split across two reads is charged when it is
        # complete.
        ends = data.count(b"\n\r\n") + data.count(b"\n\n")
        if ends > budgets.PIPELINED:
            self.refuse("pipelined")
            return
        self._hold(data, budgets.CHUNK_COST_S + ends * budgets.REQUEST_COST_S)

    def _stop_at_limit(self, data: bytes) -> None:
        """Read nothing more until the application expects it, or the request's time is up."""
        handled = self._parser is not None and self._is_handling(self._parser)
        if not handled or self._most_bytes > budgets.REQUEST_BYTES:
            self.refuse("too_large")
            return
        self._beyond = data
        self._read_on()

    # Waiting.

    def _hold(self, data: bytes, cost_s: float) -> None:
        self._held, self._cost_s = data, cost_s
        self._line = self._guard.meters(self._networks)
        self._stand_in_line()

    def _stand_in_line(self) -> None:
        """Wait for each meter in turn, then for the porter, and have the held bytes parsed."""
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
            # The work will not be done, so nobody pays for it.
            meter.refund(cost_s)
        else:
            self._charges.append((meter, cost_s))
        return wait_s

    def _read_again(self) -> None:
        self._waiting = None
        self._read_on()

    def _read_on(self) -> None:
        """Read on if nothing prevents it."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        held_up = self._is_next or self._parser_paused or self._beyond
        reads = self._waiting is None and not held_up
        if reads != transport.is_reading():
            (transport.resume_reading if reads else transport.pause_reading)()

    def _deliver(self, data: bytes) -> None:
        parser = self._parser
        if parser is None:
            return
        try:
            parser.data_received(data)
        except Exception as error:  # noqa: BLE001 (a supervisor: bad input must not end more than its own connection)
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
        self._request_bytes, self._most_bytes = 0, budgets.REQUEST_BYTES
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
            # It was extended because we kept the client waiting.
            self._deadline = self._loop.call_at(self._due_at, self._look_at_clock)
        elif late_s > budgets.LATE_S:
            # Our own event loop was stalled: what arrived meanwhile still has to be read.
            self._expect_within(budgets.CLOSE_S)
        elif transport.is_closing():
            transport.abort()
        else:
            self.refuse("too_slow")

    def _stop_timers(self) -> None:
        for timer in (self._waiting, self._deadline):
            if timer:
                timer.cancel()
        self._held, self._beyond, self._line = b"", b"", []
