"""docs/doors.md matches the code: its numbers equal the constants it names, and its tests exist."""

import re
from importlib import import_module

import pytest

from app.api.doors import budgets
from app.api.doors.budgets import IN_ROOM, WAITING, SocketBudget
from signaling.protocol import KIND_RATES, ROOM_RATE, WAITING_RATE
from tests.architecture.files import ROOT
from tests.architecture.test_acceptance import functions

PAGE = (ROOT / "docs/doors.md").read_text()
PROTOCOL = (ROOT / "signaling/PROTOCOL.md").read_text()
NUMBERS = re.findall(r"`([a-z_.]+):([A-Z_0-9]+)` \(([0-9.]+)\)", PAGE)
TESTS = sorted(set(re.findall(r"`(tests/[a-z0-9_/]+\.py)::(\w+)`", PAGE)))


@pytest.mark.parametrize(("module", "name", "told"), NUMBERS)
def test_a_number_is_that_of_its_constant(module: str, name: str, told: str) -> None:
    assert float(told) == getattr(import_module(module), name)


@pytest.mark.parametrize(("path", "name"), TESTS, ids=lambda part: part.rpartition("/")[2])
def test_a_test_that_is_named_exists(path: str, name: str) -> None:
    assert name in functions(path), f"{path} has no {name}"


def test_every_door_has_a_test() -> None:
    tables = PAGE.split("## As measured")[0]
    doors = [row for row in tables.splitlines() if row.startswith("| ") and "Held by" not in row]
    assert len(doors) >= 17
    assert [row for row in doors if "::test_" not in row] == []


def test_every_budget_of_the_web_process_is_on_the_page() -> None:
    told = {name for module, name, _ in NUMBERS if module == "app.api.doors.budgets"}
    written_out = {"WAITING", "IN_ROOM", "LATE_S", "CLOSE_S", "Allowance", "SocketBudget"}
    assert set(budgets.__all__) == told | written_out


@pytest.mark.parametrize(
    ("budget", "rate", "name"), [(WAITING, WAITING_RATE, "WAITING"), (IN_ROOM, ROOM_RATE, "IN_ROOM")]
)
def test_the_budgets_of_sockets_are_written_out_as_they_are(
    budget: SocketBudget, rate: object, name: str
) -> None:
    told = (
        f"{budget.bytes_per_s // 1024} KiB/s and {budget.burst_bytes // 1024} KiB at once, "
        f"{budget.frames_per_s} frames/s and {budget.burst_frames} at once (`{name}`)"
    )
    assert told in PAGE
    assert f"{rate.per_s:g} requests/s, {rate.burst} at once" in PAGE  # type: ignore[attr-defined]


def test_the_protocol_tells_the_rate_of_every_kind() -> None:
    rows = re.findall(r"^\| (`[^|]*) \| ([0-9.]+) \| (\d+) \|$", PROTOCOL, re.MULTILINE)
    told = {
        kind: (float(per_s), int(burst))
        for kinds, per_s, burst in rows
        for kind in re.findall(r"`([^`]+)`", kinds)
    }
    assert told == {kind: (rate.per_s, rate.burst) for kind, rate in KIND_RATES.items()}
