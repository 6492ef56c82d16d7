"""A quiet room is measured beside every trouble, on a real worker; the figures are not judged here."""

import pytest

from bench.stalls import run
from bench.stalls.run import measure_stalls


@pytest.mark.alone
def test_a_quiet_room_is_heard_beside_every_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "AROUND_S", 0.1)
    monkeypatch.setattr(run, "ROUNDS", 2)
    found = measure_stalls(3, 0.2)
    assert list(found) == [
        "nothing",
        "noise",
        "checks",
        "join",
        "voices",
        "statistics",
        "plans",
        "connected",
        "tear_down",
    ]
    for noticed in found.values():
        assert isinstance(noticed, dict)
        assert noticed["packets"] > 0
        assert noticed["gap_longest_ms"] > 0
