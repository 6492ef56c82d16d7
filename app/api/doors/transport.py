"""The transport as the parsing protocol of a guarded connection sees it: what matters goes through the connection."""

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
    """Passes on to the real transport, but for reading, closing and who parses."""

    def __init__(self, transport: asyncio.Transport, connection: _Connection) -> None:
        super().__init__()
        self._transport = transport
        self._connection = connection

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # noqa: D102
        # Parsers ask the socket for the address, for which uvloop makes one each time, and then ask for that itself.
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
