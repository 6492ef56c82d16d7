import asyncio
import sys
from pathlib import Path

import pytest

from bench.relay.peers.mediasoup import Mediasoup, Router, describe
from bench.relay.peers.program import PeerFailed, Process

TRANSPORT = {
    "iceParameters": {"usernameFragment": "qg9hr8", "password": "k3ttf0vmeq", "iceLite": True},
    "iceCandidates": [
        {
            "foundation": "udpcandidate",
            "priority": 1076302079,
            "ip": "10.77.0.1",
            "address": "10.77.0.1",
            "protocol": "udp",
            "port": 40000,
            "type": "host",
        }
    ],
    "dtlsParameters": {
        "fingerprints": [
            {"algorithm": "sha-1", "value": "00:11"},
            {"algorithm": "sha-256", "value": "AA:BB:CC"},
        ],
    },
}
# Answers with what it was asked, refuses to die, and ends when told to.
NODE = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    if asked["call"] == "end":
        sys.exit("Error: the worker died")
    print(json.dumps({"error": "not now"} if asked["call"] == "die" else {"asked": asked}), flush=True)
"""


def test_a_transport_is_a_description_to_connect_to() -> None:
    (section,) = describe(TRANSPORT).media
    assert section.ice is not None
    assert section.dtls is not None
    assert (section.ice.iceLite, section.ice.usernameFragment, section.ice.password) == (
        True,
        "qg9hr8",
        "k3ttf0vmeq",
    )
    assert [(one.ip, one.port) for one in section.ice_candidates] == [("10.77.0.1", 40000)]
    assert [one.value for one in section.dtls.fingerprints] == ["AA:BB:CC"]


def test_the_package_is_found_where_npm_installed_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIASOUP_HOME", str(tmp_path))
    monkeypatch.setattr("bench.relay.peers.mediasoup._node", lambda: "/bin/node")
    assert Mediasoup.program.find() is None
    assert "MEDIASOUP_HOME" in Mediasoup.program.how_to
    (tmp_path / "node_modules" / "mediasoup").mkdir(parents=True)
    assert Mediasoup.program.path == str(tmp_path)


async def test_a_router_answers_one_thing_at_a_time_refuses_and_says_why_it_ended(tmp_path: Path) -> None:
    process = await Process.start([sys.executable, "-c", NODE], tmp_path, log=tmp_path / "log", talks=True)
    router = Router(process)
    answers = await asyncio.gather(*(router.ask("produce", seat=seat) for seat in range(3)))
    assert [one["asked"] for one in answers] == [{"call": "produce", "seat": seat} for seat in range(3)]
    with pytest.raises(PeerFailed, match="not now"):
        await router.ask("die")
    with pytest.raises(PeerFailed, match="Node ended: Error: the worker died"):
        await router.ask("end")
    await process.end()
