import pytest

from bench.figures import Measured
from bench.relay.own.rooms import OwnOptions
from bench.relay.peers import beside
from bench.relay.peers.beside import Turns, measure_in_turn, table_of
from bench.relay.peers.program import PeerFailed

COSTS = {"mediasoup": 8.0, "janus": 20.0}


def figures(relay: str, seats: int, cost: float, **more: object) -> Measured:
    return {
        "relay": relay,
        "seats": seats,
        "expected_pps": 100,
        "forwarded_pps": 99,
        "cpu_percent": 1.5,
        "cpu_us_per_packet": cost,
        "added_latency_ms": {"p50": 0.25, "p99": 2.5},
        "rss_mib_per_seat": 1.25,
        "join_s": 0.5,
        **more,
    }


@pytest.fixture(autouse=True)
def costs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Nothing is started; returns the order in which it would have been."""
    order: list[str] = []

    def own(options: OwnOptions) -> Measured:
        order.append(f"own {options.seats} {options.rooms}")
        more = {"rooms": options.rooms} if options.rooms > 1 else {}
        return figures("attune", options.seats, 10.0 + options.rooms, **more)

    def peer(relay: str, seats: int, seconds: float) -> Measured:
        order.append(f"{relay} {seats}")
        if relay not in COSTS:
            raise PeerFailed("it ended")
        return figures(relay, seats, COSTS[relay])

    monkeypatch.setattr(beside, "measure_own", own)
    monkeypatch.setattr(beside, "measure_peer", peer)
    return order


def run(turns: Turns) -> tuple[list[Measured], list[Measured], list[str]]:
    told: list[Measured] = []
    regrets: list[str] = []
    return measure_in_turn(turns, told.append, regrets.append), told, regrets


def test_everything_is_measured_in_turn_with_the_ratio_of_each(costs: list[str]) -> None:
    turns = Turns(OwnOptions(0, 1), seats=[8, 14], rooms=[1], relays=["mediasoup", "janus"], runs=2)
    medians, told, _ = run(turns)
    turn = ["own 8 1", "mediasoup 8", "janus 8", "own 14 1", "mediasoup 14", "janus 14"]
    assert costs == 2 * turn
    assert [line.get("ratio") for line in told] == 4 * [None, 1.38, 0.55]
    assert [(line["relay"], line["seats"], line["median_of"]) for line in medians] == [
        ("attune", 8, 2),
        ("mediasoup", 8, 2),
        ("janus", 8, 2),
        ("attune", 14, 2),
        ("mediasoup", 14, 2),
        ("janus", 14, 2),
    ]


def test_a_relay_that_fails_is_left_out_of_its_turn() -> None:
    medians, told, regrets = run(Turns(OwnOptions(0, 1), [8], [1], ["galene", "janus"], 1))
    assert regrets == ["Galène could not be measured: it ended"]
    assert [line["relay"] for line in told] == ["attune", "janus"] == [line["relay"] for line in medians]


def test_rooms_are_ours_alone_and_say_how_much_a_packet_costs_more(costs: list[str]) -> None:
    _, told, _ = run(Turns(OwnOptions(0, 1), [8], [1, 12], ["janus"], 1))
    assert costs == ["own 8 1", "janus 8", "own 8 12"]
    assert told[-1]["growth"] == 2.0


def test_the_table_is_by_size_and_leaves_out_what_others_do_not_have() -> None:
    rows = table_of(
        [
            figures("attune", 14, 9.0, gate_close_ms=1.5),
            figures("attune", 8, 9.5, rooms=12),
            figures("galene", 8, 17.5, ratio=0.54),
        ]
    ).splitlines()
    assert rows[2:] == [
        "| **Attune**, 12 rooms | 8 | 99 / 100 | 1.5 | 9.5 |  | 0.25 / 2.5 | 1.25 |  | 0.5 |",
        "| Galène | 8 | 99 / 100 | 1.5 | 17.5 | 0.54 | 0.25 / 2.5 | 1.25 |  | 0.5 |",
        "| **Attune** | 14 | 99 / 100 | 1.5 | 9.0 |  | 0.25 / 2.5 | 1.25 | 1.5 | 0.5 |",
    ]
