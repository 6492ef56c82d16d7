from prometheus_client.parser import text_string_to_metric_families

from app.observability.metrics import TrafficReading, write_metrics
from app.observability.operations import ServiceReading
from media.pool.pool import WorkerState
from tests.app.observability.relay import STATS, WatchedRelay, worker

SERVICE = ServiceReading(rooms=2, backlog=7, refused=1, lag_ms=12.5)
TRAFFIC = TrafficReading(3, {("/health", "2xx"): 4, ("other", "4xx"): 1})


def read(*workers: WorkerState) -> dict[tuple[str, tuple[str, ...]], float]:
    """Every sample by its name and label values, the worker's first."""
    text = write_metrics(workers, SERVICE, TRAFFIC).decode()
    return {
        (sample.name, tuple(value for _, value in sorted(sample.labels.items(), reverse=True))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_a_workers_counters_carry_its_number() -> None:
    samples = read(worker(0), worker(1, draining=True, rooms=1, restarts=2))
    assert samples["attune_relay_up", ("0",)] == 1
    assert samples["attune_relay_draining", ("1",)] == 1
    assert samples["attune_relay_restarts_total", ("1",)] == 2
    assert samples["attune_relay_rooms", ("1",)] == 1
    assert samples["attune_relay_peers", ("0",)] == 9
    assert samples["attune_relay_packets_total", ("0", "in")] == 1000
    assert samples["attune_relay_packets_total", ("0", "out")] == 8000
    assert samples["attune_relay_bytes_total", ("0", "out")] == 7_000_000
    assert samples["attune_relay_gated_packets_total", ("0",)] == 120
    assert samples["attune_relay_resent_packets_total", ("0",)] == 30
    assert samples["attune_relay_nacked_packets_total", ("0",)] == 20
    assert samples["attune_relay_dropped_packets_total", ("0", "unvalidated_source")] == 5
    assert samples["attune_relay_cpu_seconds_total", ("0",)] == 12.5
    assert samples["attune_relay_resident_memory_bytes", ("0",)] == 60_000_000
    assert samples["attune_relay_lag_seconds", ("0",)] == 0.0015


def test_a_worker_that_has_told_nothing_shows_its_state_and_no_zeros() -> None:
    samples = read(worker(0, up=False, share=None))
    assert samples["attune_relay_up", ("0",)] == 0
    assert not any(name.startswith(("attune_relay_packets", "attune_relay_cpu")) for name, _ in samples)


def test_the_web_process_tells_of_itself() -> None:
    samples = read()
    assert samples["attune_web_open_sockets", ()] == 3
    assert samples["attune_web_rooms", ()] == 2
    assert samples["attune_web_backlog_records", ()] == 7
    assert samples["attune_web_loop_lag_seconds", ()] == 0.0125
    assert samples["attune_web_http_requests_total", ("2xx", "/health")] == 4


def test_no_label_can_hold_a_room_a_seat_a_person_or_an_address() -> None:
    text = write_metrics(WatchedRelay().workers(), SERVICE, TRAFFIC).decode()
    families = list(text_string_to_metric_families(text))
    values: dict[str, set[str]] = {}
    for family in families:
        assert family.documentation
        for sample in family.samples:
            for label, value in sample.labels.items():
                values.setdefault(label, set()).add(value)
    assert values == {
        "worker": {"0", "1"},
        "direction": {"in", "out"},
        "reason": set(STATS.drops),
        "route": {"/health", "other"},
        "status": {"2xx", "4xx"},
    }
