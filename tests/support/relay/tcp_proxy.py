"""A TCP proxy to the service that can stop forwarding without closing anything, like a dead network."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

__all__ = ["TcpProxy", "open_proxy"]

_CHUNK = 65_536


class TcpProxy:
    """From ::1 to 127.0.0.1, on the same port: the demo's page may be opened at either.

    Attributes:
        up, down: Set while data from the client (from the service) is forwarded; otherwise it waits.
        opened: How many connections were made through it so far.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.up = asyncio.Event()
        self.down = asyncio.Event()
        self.opened = 0
        self.thaw()

    def link(self, link: str) -> str:
        """The same link through this proxy."""
        return f"http://[::1]:{self.port}/{link.split('/', 3)[3]}"

    def freeze(self) -> None:
        """Forward nothing from now on."""
        self.up.clear()
        self.down.clear()

    def thaw(self) -> None:
        """Forward everything, starting with what was held back."""
        self.up.set()
        self.down.set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until both sides have closed it."""
        self.opened += 1
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.port)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_pass_on(reader, far_writer, self.up))
            tasks.create_task(_pass_on(far_reader, writer, self.down))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, passes: asyncio.Event) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(_CHUNK):
            await passes.wait()
            writer.write(data)
            await writer.drain()
    await passes.wait()
    writer.close()


@asynccontextmanager
async def open_proxy(port: int) -> AsyncIterator[TcpProxy]:
    """A proxy that forwards everything; connections still open at the end are cut."""
    proxy = TcpProxy(port)
    async with asyncio.TaskGroup() as tasks:
        carried: set[asyncio.Task[None]] = set()

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = tasks.create_task(proxy.carry(reader, writer))
            carried.add(task)
            task.add_done_callback(carried.discard)

        async with await asyncio.start_server(accept, "::1", port):
            yield proxy
        for task in carried:
            task.cancel()
