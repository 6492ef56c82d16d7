import json

import pytest
from typer.testing import CliRunner

from app.cli import cli
from media.bench import janus, own

runner = CliRunner()


def measured(cost: float) -> object:
    return lambda seats, seconds: {"seats": seats, "cpu_us_per_packet": cost}


@pytest.fixture(autouse=True)
def nothing_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "measure_own", measured(10.0))
    monkeypatch.setattr(janus, "measure_janus", measured(20.0))
    monkeypatch.setattr(janus, "missing_programs", lambda: [])


def test_the_last_line_is_one_json_object() -> None:
    result = runner.invoke(cli, ["bench", "relay", "--seats", "3"])
    assert json.loads(result.output.splitlines()[-1]) == {"seats": 3, "cpu_us_per_packet": 10.0}


def test_a_peer_adds_the_ratio() -> None:
    result = runner.invoke(cli, ["bench", "relay", "--peer", "janus"])
    assert json.loads(result.output.splitlines()[-1])["ratio"] == 0.5


def test_a_missing_peer_is_refused_before_anything_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(janus, "missing_programs", lambda: ["janus"])
    result = runner.invoke(cli, ["bench", "relay", "--peer", "janus"])
    assert result.exit_code == 2
    assert "not installed: janus" in result.output


def test_a_gate_that_leaks_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def leak(seats: int, seconds: float) -> None:
        raise own.GateFailed("it leaked")

    monkeypatch.setattr(own, "measure_own", leak)
    result = runner.invoke(cli, ["bench", "relay"])
    assert result.exit_code == 1
    assert "it leaked" in result.output
