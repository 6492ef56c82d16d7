"""The transport that the parsing protocol sees: reading and closing go through the guarded connection."""

import asyncio
from collections.abc import Iterable
from typing import Any, Protocol

__all__ = ["ParserTransport"]

_Bytes = bytes | bytearray | memoryview


class _Connection(Protocol):
    def let_read(self, reads: bool) -> None: ...
    def switch(self, parser: asyncio.BaseProtocol) -> None: ...
    def close(self) -> None: ...


class ParserTransport(asyncio.Transport):
    """Passes everything to the real transport, except reading, closing and switching the protocol."""

    def __init__(self, transport: asyncio.Transport, connection: _Connection) -> None:
        super().__init__()
        self._transport = transport
        self._connection = connection

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # noqa: D102
        # Parsers get the address from the socket, and uvloop makes a new socket object each time; without one they ask
        # the transport itself.
        return default if name == "socket" else self._transport.get_extra_info(name, default)

    def is_closing(self) -> bool:  # noqa: D102
        return self._transport.is_closing()

    def close(self) -> None:  # noqa: D102
        self._connection.close()

    def abort(self) -> None:  # noqa: D102
        self._transport.abort()

    def write(self, data: _Bytes) -> None:  # noqa: D102
        self._transport.write(data)

    def writelines(self, list_of_data: Iterable[_Bytes]) -> None:  # noqa: D102
        self._transport.writelines(list_of_data)

    def get_write_buffer_size(self) -> int:  # noqa: D102
        return self._transport.get_write_buffer_size()

    def pause_reading(self) -> None:  # noqa: D102
        self._connection.let_read(False)

    def resume_reading(self) -> None:  # noqa: D102
        self._connection.let_read(True)

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:  # noqa: D102
        self._connection.switch(protocol)
