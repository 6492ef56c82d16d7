import pytest

from bench.relay import clients, own
from bench.relay.load import expected_pps, expected_simulcast_pps
from bench.relay.own import OwnOptions, measure_own


@pytest.mark.alone
def test_a_small_room_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "WARM_UP_S", 0.3)
    monkeypatch.setattr(own, "_GATE_ROUNDS", 2)
    figures = measure_own(OwnOptions(seats=2, seconds=1.0, rooms=2))
    assert figures["relay"] == "attune"
    assert (figures["rooms"], figures["expected_pps"]) == (2, 2 * expected_pps(2))
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


@pytest.mark.parametrize(
    ("options", "pps"),
    [
        (OwnOptions(8, 1.0, rooms=12), 12 * expected_pps(8)),
        (OwnOptions(8, 1.0, rooms=12, share=0.25), 3 * expected_pps(8)),
        (OwnOptions(8, 1.0, simulcast=True), expected_simulcast_pps(8)),
    ],
)
def test_every_packet_of_every_room_is_expected(options: OwnOptions, pps: int) -> None:
    assert options.expected_pps == pps
