"""The simulated people of the demo: which seats are theirs, and that their process ends with the service."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.demo import people
from app.cli.demo.people import MOST_PEOPLE, choose_links, simulated_people
from app.cli.demo.rooms import DemoRoom, seed_demo
from app.persistence.unit_of_work import Database
from tests.app.cli.demo.test_rooms import INVITATIONS
from tests.support.rooms.setups import START


@pytest.fixture
async def group(sqlite: Database) -> DemoRoom:
    return (await seed_demo(sqlite, INVITATIONS, START))[0]


@pytest.mark.parametrize(
    ("count", "labels"),
    [
        (0, []),
        (1, ["Ana"]),
        (5, ["Ana", "Ben", "Chloe", "Dev"]),
        (MOST_PEOPLE, ["Ana", "Ben", "Chloe", "Dev", "Elena & Finn", "Elena's phone", "Finn's phone"]),
    ],
)
def test_members_come_in_order_and_a_couple_only_together(
    group: DemoRoom, count: int, labels: list[str]
) -> None:
    assert [link.label for link in choose_links(group, count)] == labels


def _instead(monkeypatch: pytest.MonkeyPatch, code: str) -> list["subprocess.Popen[str]"]:
    """Start this program in place of simulated people; returns what was started."""
    started: list[subprocess.Popen[str]] = []
    usual = subprocess.Popen

    def start(words: list[str], **options: object) -> "subprocess.Popen[str]":
        assert words == [sys.executable, "-m", "practice"], "links are secrets, and no arguments"
        started.append(usual([sys.executable, "-c", code], stdin=subprocess.PIPE, text=True))
        return started[0]

    monkeypatch.setattr(people.subprocess, "Popen", start)
    return started


def test_they_are_told_their_links_and_end_when_the_pipe_is_closed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    started = _instead(monkeypatch, f"import sys; open({str(told)!r}, 'w').write(sys.stdin.read())")

    with simulated_people(["http://localhost:8000/join#a"], "es"):
        assert started[0].poll() is None

    assert started[0].returncode == 0
    assert told.read_text() == '{"links": ["http://localhost:8000/join#a"], "language": "es"}\n'


def test_whoever_does_not_go_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "_GO_S", 0.2)
    started = _instead(monkeypatch, "import time; time.sleep(60)")

    with simulated_people(["http://localhost:8000/join#a"], "en"):
        pass

    assert started[0].returncode is not None


def test_a_crash_of_theirs_is_not_the_services(monkeypatch: pytest.MonkeyPatch) -> None:
    started = _instead(monkeypatch, "raise SystemExit(3)")

    with simulated_people(["http://localhost:8000/join#a"], "en"):
        started[0].wait()

    assert started[0].returncode == 3


def test_without_anybody_nothing_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    started = _instead(monkeypatch, "")
    with simulated_people([], "en"):
        pass
    assert started == []
