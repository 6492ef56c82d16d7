"""A guarded connection between a fake transport and a fake parser."""

import asyncio
from typing import Any

from app.api.doors.connection import GuardedConnection
from app.api.doors.guard import Guard
from app.api.doors.porter import Porter
from tests.support.service.troubles.stalls import stall

REQUEST = b"GET / HTTP/1.1\r\n\r\n"
UPLOAD = b"POST /upload HTTP/1.1\r\n\r\n"
END = b"end of the upload"


def open_guard() -> Guard:
    """A guard whose porter runs everything at once."""
    return Guard(porter=Porter(1_000_000))


class Wire:
    """A transport that records calls."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.reading = True
        self.closing = self.aborted = False
        self.written = b""

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return (self.host, 1) if name == "peername" else default

    def is_closing(self) -> bool:
        return self.closing

    def is_reading(self) -> bool:
        return self.reading

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def write(self, data: bytes) -> None:
        self.written += data

    def close(self) -> None:
        self.closing = True

    def abort(self) -> None:
        self.closing = self.aborted = True


class Parser(asyncio.Protocol):
    """A parser that records its input; HTTP requests here have no body, unless they are uploads."""

    def __init__(self) -> None:
        self.parsed = b""
        self.lost = 0
        self.fails = False

    @property
    def wants_more(self) -> bool:
        return self.is_handling or not self.parsed.endswith((b"\r\n\r\n", END))

    @property
    def is_handling(self) -> bool:
        return self.parsed.startswith(UPLOAD) and not self.parsed.endswith(END)

    @property
    def requests(self) -> int:
        return self.parsed.count(b"\r\n\r\n")

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self.fails:
            raise RuntimeError
        self.parsed += data

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost += 1


class Line:
    """One connection with both its ends."""

    def __init__(self, guard: Guard, host: str = "192.0.2.1") -> None:
        self.parser = Parser()
        self.door = GuardedConnection(
            guard,
            lambda _: self.parser,
            lambda parser: parser.wants_more,  # type: ignore[attr-defined]
            lambda parser: parser.is_handling,  # type: ignore[attr-defined]
        )
        self.wire = Wire(host)
        self.door.connection_made(self.wire)  # type: ignore[arg-type]

    def come(self, data: bytes) -> None:
        """Receive bytes, as many at a time as the connection reads."""
        while data and self.wire.reading and not self.wire.closing:
            buffer = self.door.get_buffer(-1)
            size = min(len(data), len(buffer))
            buffer[:size] = data[:size]
            self.door.buffer_updated(size)
            data = data[size:]

    def become_socket(self) -> Parser:
        """Upgrade to a websocket: another protocol parses."""
        self.come(REQUEST)
        frames = Parser()
        self.parser.transport.set_protocol(frames)
        self.parser = frames
        return frames


async def later(seconds: float) -> None:
    """Advance the time and run everything that is due."""
    stall(seconds)
    for _ in range(3):
        await asyncio.sleep(0)
