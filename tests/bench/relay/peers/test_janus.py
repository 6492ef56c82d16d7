import asyncio
import json
from typing import Any

import pytest

from bench.relay.peers.janus import _Api
from bench.relay.peers.program import PeerFailed
from tests.bench.relay.peers.test_conversation import Socket

JOINED = {
    "janus": "event",
    "session_id": 61034983073529,
    "transaction": "1",
    "sender": 7802315722377357,
    "plugindata": {
        "plugin": "janus.plugin.videoroom",
        "data": {"videoroom": "joined", "id": 8977689044499157},
    },
}
REFUSED = {"janus": "event", "transaction": "1", "plugindata": {"data": {"error": "No such room (4711)"}}}
ERROR = {"janus": "error", "transaction": "1", "error": {"code": 458, "reason": "No such session"}}


async def calling(reply: dict[str, Any]) -> Any:
    socket = Socket([json.dumps({"janus": "ack", "transaction": "1"}), json.dumps(reply)])
    api = _Api(socket)  # type: ignore[arg-type]
    call = asyncio.create_task(api.call(5, {"request": "join"}))
    while not socket.sent:  # noqa: ASYNC110
        await asyncio.sleep(0)
    await api.read()
    return await call


async def test_the_reply_of_a_transaction_is_its_own_and_an_acknowledgement_is_none() -> None:
    reply = await calling(JOINED)
    assert reply["plugindata"]["data"]["id"] == 8977689044499157


@pytest.mark.parametrize(("reply", "words"), [(REFUSED, "No such room"), (ERROR, "No such session")])
async def test_a_refusal_says_why(reply: dict[str, Any], words: str) -> None:
    with pytest.raises(PeerFailed, match=words):
        await calling(reply)
