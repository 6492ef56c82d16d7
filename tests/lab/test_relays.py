"""Which relays the lab can use, and what it says where one is not there. Needs no browser."""

import argparse
from pathlib import Path

import pytest

from tests.lab import relays
from tests.lab.relays import add_peer_argument, missing_for

# Of each of the others: the file that npm makes, and the variables that name where the relay and its client are.
OTHERS = {
    "livekit": (["livekit-client/dist/livekit-client.umd.js"], "LIVEKIT_BIN", "LIVEKIT_CLIENT_HOME"),
    "mediasoup": (["mediasoup-client/index.js", ".bin/esbuild"], "MEDIASOUP_HOME", "MEDIASOUP_CLIENT_HOME"),
}


@pytest.fixture(autouse=True)
def complete(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which the lab itself can run."""
    monkeypatch.setattr(relays, "missing_for_netlab", lambda: None)
    monkeypatch.setattr(relays, "missing_programs", list)
    monkeypatch.setattr("bench.relay.peers.mediasoup._node", lambda: "/bin/node")


def test_a_relay_is_named_and_ours_is_the_usual_one() -> None:
    parser = argparse.ArgumentParser()
    add_peer_argument(parser)
    assert [parser.parse_args(line).peer for line in ([], ["--peer", "mediasoup"])] == ["attune", "mediasoup"]


def test_ours_needs_nothing_else() -> None:
    assert missing_for("attune") is None


@pytest.mark.parametrize("peer", OTHERS)
def test_a_relay_that_is_not_there_says_what_to_set_and_then_its_client_does(
    peer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, relay, client = OTHERS[peer]
    for variable in (relay, client):
        monkeypatch.setenv(variable, "/nowhere")
    assert f"set {relay} " in (missing_for(peer) or "")
    (tmp_path / "node_modules" / peer).mkdir(parents=True)
    monkeypatch.setenv(relay, "/bin/true" if relay.endswith("_BIN") else str(tmp_path))
    assert f"set {client} " in (missing_for(peer) or "")
    for file in files:
        there = tmp_path / "node_modules" / file
        there.parent.mkdir(parents=True, exist_ok=True)
        there.touch()
    monkeypatch.setenv(client, str(tmp_path))
    assert missing_for(peer) is None
