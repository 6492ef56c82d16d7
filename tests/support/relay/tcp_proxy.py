"""A TCP way to the service that can stop passing anything on and closes nothing, as a network does that is gone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

__all__ = ["TcpProxy", "open_proxy"]

_CHUNK = 65_536


class TcpProxy:
    """From ::1 to 127.0.0.1, on the same port: the demo's page may be opened at either.

    Attributes:
        up, down: Whether what the client, and what the service sends is passed on; what is not waits.
        opened: How many connections were made over it so far.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.up = asyncio.Event()
        self.down = asyncio.Event()
        self.opened = 0
        self.thaw()

    def link(self, link: str) -> str:
        """The same link over this way."""
        return f"http://[::1]:{self.port}/{link.split('/', 3)[3]}"

    def freeze(self) -> None:
        """Pass nothing on from now on."""
        self.up.clear()
        self.down.clear()

    def thaw(self) -> None:
        """Pass everything on, what waits first."""
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
    """A way that passes everything on; what is still open at the end is cut."""
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
