import json
import subprocess

import pytest

from bench.relay.peers import namespace
from bench.relay.peers.namespace import measure_peer, missing
from bench.relay.peers.program import PeerFailed


def ended(code: int, out: str, err: str) -> object:
    return lambda command, **options: subprocess.CompletedProcess(command, code, out, err)


def test_what_is_missing_is_named_first_the_namespaces_programs_then_the_relays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(namespace.shutil, "which", lambda program: None)
    assert missing("janus") == "not installed: ip, unshare"
    monkeypatch.setattr(namespace, "_PROGRAMS", ())
    assert missing("livekit") == "livekit-server is not on the PATH; set LIVEKIT_BIN to where it is"
    monkeypatch.setattr(namespace.shutil, "which", lambda program: "/bin/it")
    assert missing("livekit") == ""


def test_the_figures_are_the_last_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(namespace.subprocess, "run", ended(0, "noise\n" + json.dumps({"relay": "janus"}), ""))
    assert measure_peer("janus", 2, 1) == {"relay": "janus"}


def test_a_failure_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(namespace.subprocess, "run", ended(1, "", "Traceback\nno such thing\n"))
    with pytest.raises(PeerFailed, match="no such thing"):
        measure_peer("janus", 2, 1)
