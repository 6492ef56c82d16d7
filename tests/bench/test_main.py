import json
import os

import pytest
from typer.testing import CliRunner

from bench.__main__ import bench
from bench.clinic import run
from bench.clinic.asks import Unexpected
from bench.clinic.database import DatabaseMissing
from bench.clinic.size import DatabaseKind
from bench.relay.own.room import GateFailed
from bench.relay.own.rooms import OwnOptions
from bench.relay.peers import beside, namespace
from bench.relay.peers.program import PeerFailed
from bench.relay.soak import run as soak
from bench.relay.soak.crowd import SoakOptions
from bench.stalls import run as stalls
from bench.web import run as visits
from bench.web.visit import Seen

runner = CliRunner()


def figures(relay: str, seats: int, cost: float) -> dict[str, object]:
    return {
        "relay": relay,
        "seats": seats,
        "expected_pps": 100,
        "forwarded_pps": 100,
        "cpu_percent": 1.0,
        "cpu_us_per_packet": cost,
        "added_latency_ms": {"p50": 0.5, "p99": 1.0},
        "rss_mib_per_seat": 1.0,
        "join_s": 0.5,
    }


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[OwnOptions]:
    """Nothing is measured; returns what ours was measured with."""
    options: list[OwnOptions] = []

    def measure(some: OwnOptions) -> dict[str, object]:
        options.append(some)
        return figures("attune", some.seats, 10.0)

    monkeypatch.setattr(beside, "measure_own", measure)
    monkeypatch.setattr(beside, "measure_peer", lambda relay, seats, seconds: figures(relay, seats, 20.0))
    monkeypatch.setattr(namespace, "missing", lambda relay: "")
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1, 2})
    return options


def lines_of(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def test_without_options_one_room_of_eight_is_one_json_object(asked: list[OwnOptions]) -> None:
    result = runner.invoke(bench, ["relay"])
    assert json.loads(result.output) == figures("attune", 8, 10.0)
    assert asked == [OwnOptions(seats=8, seconds=15, client_processes=3)]


def test_one_command_measures_every_relay_at_both_sizes_and_prints_one_table() -> None:
    words = ["relay", "--seats", "8", "--seats", "14", "--peer", "all", "--runs", "3"]
    result = runner.invoke(bench, words)
    assert result.exit_code == 0
    lines = lines_of(result.output)
    relays = ["attune", "mediasoup", "livekit", "galene", "janus"]
    assert [(line["seats"], line["relay"]) for line in lines[:10]] == [
        (seats, relay) for seats in (8, 14) for relay in relays
    ]
    assert [line.get("median_of") for line in lines] == 30 * [None] + 10 * [3]
    assert lines[-1]["ratio"] == 0.5
    assert [line.split(" | ")[0] for line in result.output.splitlines()[-5:]] == [
        "| **Attune**",
        "| mediasoup",
        "| LiveKit",
        "| Galène",
        "| Janus",
    ]


def test_a_relay_that_is_not_there_is_named_and_the_others_are_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(namespace, "missing", lambda relay: "set LIVEKIT_BIN" if relay == "livekit" else "")
    result = runner.invoke(bench, ["relay", "--peer", "livekit", "--peer", "janus"])
    assert result.exit_code == 0
    assert "livekit is not measured: set LIVEKIT_BIN." in result.output
    assert [line["relay"] for line in lines_of(result.output)] == ["attune", "janus"]


def test_a_relay_that_fails_fails_the_run_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(relay: str, seats: int, seconds: float) -> dict[str, object]:
        raise PeerFailed("it ended")

    monkeypatch.setattr(beside, "measure_peer", fail)
    result = runner.invoke(bench, ["relay", "--peer", "janus"])
    assert result.exit_code == 1
    assert "Janus could not be measured: it ended." in result.output
    assert [line["relay"] for line in lines_of(result.output)] == ["attune"]


def test_a_gate_that_leaks_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def leak(options: OwnOptions) -> dict[str, object]:
        raise GateFailed("it leaked")

    monkeypatch.setattr(beside, "measure_own", leak)
    result = runner.invoke(bench, ["relay"])
    assert result.exit_code == 1
    assert "it leaked" in result.output


def test_rooms_and_a_share_of_the_load_are_measured_without_others(asked: list[OwnOptions]) -> None:
    result = runner.invoke(bench, ["relay", "--rooms", "1", "--rooms", "12", "--share", "0.25"])
    assert result.exit_code == 0
    assert asked == [OwnOptions(8, 15, rooms=rooms, share=0.25, client_processes=3) for rooms in (1, 12)]


def test_precedence_and_the_processes_of_clients_are_as_asked_for(asked: list[OwnOptions]) -> None:
    for words in (["--precedence"], ["--client-processes", "5"]):
        assert runner.invoke(bench, ["relay", "--rooms", "12", *words]).exit_code == 0
    assert asked == [
        OwnOptions(8, 15, rooms=12, client_processes=3, precedence=True),
        OwnOptions(8, 15, rooms=12, client_processes=5),
    ]


@pytest.mark.parametrize("alone", [["--simulcast"], ["--feedback"], ["--precedence"], ["--share", "0.5"]])
def test_what_others_are_not_measured_with_is_refused_beside_them(alone: list[str]) -> None:
    result = runner.invoke(bench, ["relay", *alone, "--peer", "janus"])
    assert result.exit_code == 2
    assert "our relay only" in result.output


@pytest.mark.parametrize(("faults", "code"), [([], 0), (["memory_grew"], 1)])
def test_a_soak_fails_when_it_found_a_fault(
    faults: list[str], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def run(options: SoakOptions) -> dict[str, object]:
        asked.append(options)
        return {"faults": faults}

    monkeypatch.setattr(soak, "run_soak", run)
    result = runner.invoke(bench, ["soak", "--minutes", "0.5", "--seed", "4"])
    assert (result.exit_code, json.loads(result.output)) == (code, {"faults": faults})
    assert (asked[0].seconds, asked[0].seed) == (30, 4)


def test_a_clinic_is_measured_on_the_database_that_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def run_it(options: run.ClinicOptions, tell: object) -> str:
        asked.append(options)
        return "the table"

    monkeypatch.setattr(run, "measure_clinic", run_it)
    result = runner.invoke(bench, ["clinic", "--clients", "60", "--database", "postgresql"])
    assert (result.exit_code, result.output) == (0, "the table\n")
    assert asked == [run.ClinicOptions(60, DatabaseKind.POSTGRESQL, 200)]


@pytest.mark.parametrize(
    ("failure", "code", "text"),
    [(DatabaseMissing(), 2, "not installed"), (Unexpected("409: b''"), 1, "a request failed: 409")],
)
def test_a_clinic_that_cannot_be_measured_is_a_failure(
    failure: Exception, code: int, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(options: run.ClinicOptions, tell: object) -> str:
        raise failure

    monkeypatch.setattr(run, "measure_clinic", fail)
    result = runner.invoke(bench, ["clinic"])
    assert result.exit_code == code
    assert text in result.output


def test_first_visits_are_one_table(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    async def run_it(runs: int, beside: list[visits.Client], note: object) -> list[visits.Row]:
        asked.append((runs, beside))
        return [visits.Row("Attune", "3G", Seen(1.0, 9, 80_000), Seen(0.5, 2, 2_000))]

    monkeypatch.setattr(visits, "has_browser", lambda: True)
    monkeypatch.setattr(visits, "measure_web", run_it)
    result = runner.invoke(bench, ["web", "--runs", "2", "--beside", "Other,http://meet.test/,#join"])
    assert result.exit_code == 0
    assert result.output.splitlines()[-1] == "| Attune | 3G | 1.00 s | 0.50 s | 9 / 2 | 80.0 / 2.0 |"
    assert asked == [(2, [visits.Client("Other", "http://meet.test/", "#join")])]


@pytest.mark.parametrize(
    ("words", "browser", "text"),
    [([], False, "Chromium is not installed"), (["--beside", "Other"], True, "not NAME,URL,SELECTOR")],
)
def test_first_visits_that_cannot_be_made_are_refused(
    words: list[str], browser: bool, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visits, "has_browser", lambda: browser)
    result = runner.invoke(bench, ["web", *words])
    assert result.exit_code == 2
    assert text in result.output


def test_every_trouble_of_a_quiet_room_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def measure(people: int, seconds: float) -> dict[str, object]:
        return {"join": {"people": people}, "noise": {"seconds": seconds}}

    monkeypatch.setattr(stalls, "measure_stalls", measure)
    result = runner.invoke(bench, ["stalls", "--people", "12", "--seconds", "2"])
    assert [json.loads(line) for line in result.output.splitlines()] == [
        {"join": {"people": 12}},
        {"noise": {"seconds": 2.0}},
    ]
