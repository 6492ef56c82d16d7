import pytest

from bench.relay import clients
from bench.relay.load import expected_pps
from bench.relay.own import run
from bench.relay.own.rooms import OwnOptions
from bench.relay.own.run import measure_own


@pytest.mark.alone
def test_small_rooms_are_measured_from_two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "WARM_UP_S", 0.3)
    monkeypatch.setattr(run, "_GATE_ROUNDS", 2)
    figures = measure_own(OwnOptions(seats=2, seconds=1.0, rooms=2, client_processes=2))
    assert figures["relay"] == "attune"
    assert (figures["rooms"], figures["client_processes"]) == (2, 2)
    assert figures["expected_pps"] == 2 * expected_pps(2)
    forwarded, latency_ms, join_s = (
        figures["forwarded_pps"],
        figures["added_latency_ms"],
        figures["join_s"],
    )
    assert isinstance(forwarded, int)
    assert forwarded > expected_pps(2)
    assert isinstance(latency_ms, dict)
    assert 0 < latency_ms["p50"] <= latency_ms["p99"]
    assert isinstance(join_s, float)
    assert join_s > 0
