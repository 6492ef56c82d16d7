import pytest

from bench.relay import own
from bench.relay.load import expected_pps
from bench.relay.own import measure_own


@pytest.mark.alone
def test_a_small_room_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "WARM_UP_S", 0.3)
    monkeypatch.setattr(own, "_GATE_ROUNDS", 2)
    figures = measure_own(2, 1.0)
    assert figures["relay"] == "attune"
    assert figures["expected_pps"] == expected_pps(2)
    forwarded, latency_ms, join_s = (
        figures["forwarded_pps"],
        figures["added_latency_ms"],
        figures["join_s"],
    )
    assert isinstance(forwarded, int)
    assert forwarded > expected_pps(2) / 2
    assert isinstance(latency_ms, dict)
    assert 0 < latency_ms["p50"] <= latency_ms["p99"]
    assert isinstance(join_s, float)
    assert join_s > 0
