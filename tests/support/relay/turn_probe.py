"""Asks a TURN server for a way to addresses, as somebody with good credentials could: run inside a client's namespace.

`python -m tests.support.relay.turn_probe SERVER USERNAME PASSWORD ADDRESS…` prints one JSON object: the error code by
address, 0 where the server opened the way (RFC 8656, ChannelBind).
"""

import asyncio
import json
import sys

from aioice import stun, turn

__all__ = ["answers"]

_PORT = 40_000
_FIRST_CHANNEL = 0x4000


async def answers(server: str, username: str, password: str, addresses: list[str]) -> dict[str, int]:
    """The error code for each address; 0 where the server would pass datagrams on."""
    transport, _ = await turn.create_turn_endpoint(
        asyncio.DatagramProtocol, (server, 3478), username, password
    )
    client = transport._TurnTransport__inner_protocol  # type: ignore[attr-defined]
    found: dict[str, int] = {}
    try:
        for number, address in enumerate(addresses):
            try:
                await client.channel_bind(_FIRST_CHANNEL + number, (address, _PORT))
                found[address] = 0
            except stun.TransactionFailed as failed:
                found[address] = failed.response.error_code or -1
    finally:
        await client.delete()
    return found


if __name__ == "__main__":
    _, at, name, word, *wanted = sys.argv
    print(json.dumps(asyncio.run(answers(at, name, word, wanted))))  # noqa: T201 (its output)
