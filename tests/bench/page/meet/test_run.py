"""What LiveKit's page needs before it can be measured."""

import pytest

from bench.page.meet.run import missing


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIVEKIT_CLIENT", raising=False)
    monkeypatch.setenv("LIVEKIT_BIN", "/nowhere/livekit-server")
    assert "LIVEKIT_BIN" in missing()
    monkeypatch.setenv("LIVEKIT_BIN", "/bin/true")
    assert "LIVEKIT_CLIENT" in missing()
