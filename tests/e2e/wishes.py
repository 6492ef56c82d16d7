"""Requests over the wire only, and checks that they succeeded."""

from typing import Any

from tests.support.service.wire_client import Message, WireClient

__all__ = ["act", "done", "done_by", "start"]


async def start(client: WireClient, protocol: str, options: dict[str, Any], **more: Any) -> None:
    """Start a protocol."""
    person = client.view["you"]["people"][0]
    answer = await client.ask(
        "protocol.start",
        person=person,
        expected_seq=client.view["floor"]["seq"],
        protocol=protocol,
        options=options,
        **more,
    )
    assert answer["type"] == "ok", (protocol, answer)


async def act(client: WireClient, action: str, values: dict[str, Any] | None = None) -> Message:
    """Take an action of the current step; returns the answer."""
    person = client.view["you"]["people"][0]
    seq = client.view["floor"]["seq"]
    return await client.ask(
        "protocol.act", person=person, expected_seq=seq, action=action, values=values or {}
    )


async def done(client: WireClient, action: str, values: dict[str, Any] | None = None) -> None:
    """Take an action of the current step, which must be accepted."""
    answer = await act(client, action, values)
    assert answer["type"] == "ok", (action, answer)


async def done_by(client: WireClient, kind: str, **fields: Any) -> None:
    """Send a request that must be accepted."""
    answer = await client.ask(kind, **fields)
    assert answer["type"] == "ok", (kind, answer)
