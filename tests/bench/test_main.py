import json

import pytest
from typer.testing import CliRunner

from bench.__main__ import bench
from bench.clinic import run
from bench.clinic.asks import Unexpected
from bench.clinic.database import DatabaseMissing
from bench.clinic.size import DatabaseKind
from bench.relay import janus, own, soak
from bench.relay.crowd import SoakOptions
from bench.stalls import run as stalls
from bench.web import run as visits
from bench.web.visit import Seen

runner = CliRunner()


def measured(cost: float) -> object:
    return lambda seats, seconds, **options: {"seats": seats, "cpu_us_per_packet": cost}


@pytest.fixture(autouse=True)
def nothing_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "measure_own", measured(10.0))
    monkeypatch.setattr(janus, "measure_janus", measured(20.0))
    monkeypatch.setattr(janus, "missing_programs", lambda: [])


def test_the_last_line_is_one_json_object() -> None:
    result = runner.invoke(bench, ["relay", "--seats", "3"])
    assert json.loads(result.output.splitlines()[-1]) == {"seats": 3, "cpu_us_per_packet": 10.0}


def test_a_peer_adds_the_ratio() -> None:
    result = runner.invoke(bench, ["relay", "--peer", "janus"])
    assert json.loads(result.output.splitlines()[-1])["ratio"] == 0.5


def test_a_missing_peer_is_refused_before_anything_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(janus, "missing_programs", lambda: ["janus"])
    result = runner.invoke(bench, ["relay", "--peer", "janus"])
    assert result.exit_code == 2
    assert "not installed: janus" in result.output


def test_a_gate_that_leaks_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def leak(seats: int, seconds: float, *, simulcast: bool) -> None:
        raise own.GateFailed("it leaked")

    monkeypatch.setattr(own, "measure_own", leak)
    result = runner.invoke(bench, ["relay"])
    assert result.exit_code == 1
    assert "it leaked" in result.output


def test_several_runs_are_printed_and_their_medians_come_last() -> None:
    result = runner.invoke(bench, ["relay", "--runs", "3", "--peer", "janus"])
    lines = [json.loads(line) for line in result.output.splitlines()]
    assert [line["cpu_us_per_packet"] for line in lines] == [20.0, 10.0] * 3 + [20.0, 10.0]
    assert [line.get("median_of") for line in lines] == [None] * 6 + [3, 3]
    assert lines[-1]["ratio"] == 0.5


def test_layers_are_measured_without_a_peer() -> None:
    result = runner.invoke(bench, ["relay", "--simulcast", "--peer", "janus"])
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
