"""Carries a light client's datagrams to the relay over one TCP connection, as a browser does where UDP is blocked."""

import asyncio
from struct import pack

__all__ = ["TcpCarrier"]


class TcpCarrier(asyncio.DatagramProtocol):
    """One UDP address for one client; use `open`, which says what the offer becomes.

    Attributes:
        packets: carried so far, to the relay and from it.
    """

    def __init__(self) -> None:
        self.packets = [0, 0]
        self._client: tuple[str, int] | None = None

    async def open(self, offer: str) -> str:
        """Connect to the offer's TCP candidate; returns the offer with the carrier's own address instead."""
        fields = next(line for line in offer.splitlines() if line.endswith("tcptype passive")).split()
        host, port = fields[4], int(fields[5])
        self._reader, self._writer = await asyncio.open_connection(host, port)
        self._socket, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: self, local_addr=("127.0.0.1", 0)
        )
        self._back = asyncio.create_task(self._carry_back())
        own: int = self._socket.get_extra_info("sockname")[1]
        return offer.replace(f" {host} {port} typ host", f" 127.0.0.1 {own} typ host")

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._client = addr
        self.packets[0] += 1
        self._writer.write(pack("!H", len(data)) + data)

    async def _carry_back(self) -> None:
        while True:
            size = int.from_bytes(await self._reader.readexactly(2), "big")
            data = await self._reader.readexactly(size)
            self.packets[1] += 1
            self._socket.sendto(data, self._client)

    async def close(self) -> None:
        """End the connection, in the middle of whatever it carries."""
        self._back.cancel()
        await asyncio.gather(self._back, return_exceptions=True)
        self._socket.close()
        self._writer.transport.abort()
