import asyncio

import pytest

from media.bench import own
from media.bench.load import expected_pps
from media.bench.own import GateFailed, Measured, measure_own, run_alone


def test_a_small_room_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "WARM_UP_S", 0.3)
    monkeypatch.setattr(own, "_GATE_ROUNDS", 2)
    figures = measure_own(2, 1.0)
    assert figures["relay"] == "attune"
    assert figures["expected_pps"] == expected_pps(2)
    forwarded, latency_ms = figures["forwarded_pps"], figures["added_latency_ms"]
    assert isinstance(forwarded, int)
    assert forwarded > expected_pps(2) / 2
    assert isinstance(latency_ms, dict)
    assert 0 < latency_ms["p50"] <= latency_ms["p99"]


def test_a_single_error_comes_without_its_groups() -> None:
    async def fail() -> Measured:
        async with asyncio.TaskGroup():
            raise GateFailed("leaked")

    with pytest.raises(GateFailed, match="leaked"):
        run_alone(fail())
