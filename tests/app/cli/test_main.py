import asyncio
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import main as cli_module
from app.cli import terminal
from app.cli.main import cli
from app.cli.ops_client import OpsRefused
from app.persistence.migrate import is_current
from app.persistence.unit_of_work import Database
from app.runtime.clock import SystemClock, to_datetime
from app.runtime.settings import PREFIX, Settings
from tests.app.runtime.test_settings import PRODUCTION

runner = CliRunner()


@pytest.fixture(autouse=True)
def quiet_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start without settings except a data directory, and leave the tests' logging alone."""
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    monkeypatch.setenv("ATTUNE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(terminal, "start_logging", logging.getLogger(__name__).debug)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """Record the settings that would have been served."""
    served: list[Settings] = []
    monkeypatch.setattr(cli_module, "_serve", lambda settings, libraries: served.append(settings))
    return served


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(PREFIX + name, value)


def schema_is_current(folder: Path) -> bool:
    async def look() -> bool:
        database = Database.at(f"sqlite+aiosqlite:///{folder}/attune.db")
        try:
            return await is_current(database)
        finally:
            await database.close()

    return asyncio.run(look())


@pytest.mark.parametrize(
    "command", ["serve", "migrate", "demo", "library", "drain", "link", "clinic", "audit", "version"]
)
def test_every_command_explains_itself(command: str) -> None:
    assert f" {command} " in runner.invoke(cli, ["--help"]).output
    result = runner.invoke(cli, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_the_version_is_told() -> None:
    assert runner.invoke(cli, ["version"]).output.startswith("attune")


@pytest.mark.parametrize("command", ["serve", "migrate", "demo"])
def test_wrong_settings_are_told_line_by_line(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("ATTUNE_PORT", "x")
    monkeypatch.setenv("ATTUNE_COLOUR", "blue")
    result = runner.invoke(cli, [command])
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert [line.split()[1] for line in lines] == ["ATTUNE_COLOUR", "ATTUNE_PORT"]
    assert result.stdout == ""


def test_migrating_brings_a_new_database_up_to_date(tmp_path: Path) -> None:
    assert runner.invoke(cli, ["migrate"]).output == "The database is up to date.\n"
    assert schema_is_current(tmp_path)


def test_a_database_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int) -> None:
    monkeypatch.setenv(
        "ATTUNE_DATABASE_URL", f"postgresql+asyncpg://attune@127.0.0.1:{unused_tcp_port}/attune"
    )
    result = runner.invoke(cli, ["migrate"])
    assert result.exit_code == 2
    assert "ATTUNE_DATABASE_URL cannot be reached" in result.stderr


def test_the_demo_prints_the_same_links_again(tmp_path: Path) -> None:
    first = runner.invoke(cli, ["demo"])
    assert first.exit_code == 0
    links = [line.split()[-1] for line in first.output.splitlines() if "/join#" in line]
    assert len(links) == len(set(links)) == 25
    assert all(link.startswith("http://localhost:8000/join#") for link in links)
    assert runner.invoke(cli, ["demo"]).output == first.output


def test_the_demo_says_by_room_whose_link_it_is_and_as_what_they_come() -> None:
    blocks = runner.invoke(cli, ["demo"]).output.split("\n\n")
    titles = [block.splitlines()[0] for block in blocks if "/join#" in block]
    assert titles[:2] == ["Tuesday evening group", "Couples session, one camera"]
    couple = next(block for block in blocks if block.startswith("Couples session, one camera"))
    assert [re.split(r"\s{2,}", line)[1:3] for line in couple.splitlines()[1:]] == [
        ["Dr. Okafor", "facilitator"],
        ["Elena & Finn", "two members, one camera"],
        ["Elena's phone", "no camera, no sound"],
        ["Finn's phone", "no camera, no sound"],
    ]


def test_the_demo_serves_when_told_to(served: list[Settings]) -> None:
    runner.invoke(cli, ["demo"])
    assert served == []
    alone = runner.invoke(cli, ["demo", "--serve", "--people", "0"])
    assert alone.exit_code == 0
    assert "Simulated people" not in alone.output
    assert len(served) == 1


def test_while_the_demo_serves_simulated_people_come_to_the_first_room(
    served: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[tuple[int, str]] = []

    @contextmanager
    def come(urls: Sequence[str], language: str) -> Iterator[None]:
        came.append((len(urls), language))
        assert served == [], "before it serves: they wait until it answers"
        yield
        assert len(served) == 1

    monkeypatch.setattr("app.cli.main.simulated_people", come)
    result = runner.invoke(cli, ["demo", "--serve", "--language", "es"])
    assert result.exit_code == 0
    assert came == [(7, "es")], "five seats and two phones"
    assert (
        "Simulated people come to the Tuesday evening group: Ana, Ben, Chloe, Dev, Elena & Finn."
        in result.output
    )


@pytest.mark.usefixtures("production")
def test_production_has_no_invented_people() -> None:
    result = runner.invoke(cli, ["demo"])
    assert result.exit_code == 2
    assert "ATTUNE_MODE=demo" in result.stderr


def test_the_demo_migrates_by_itself(served: list[Settings], tmp_path: Path) -> None:
    assert runner.invoke(cli, ["serve"]).exit_code == 0
    assert schema_is_current(tmp_path)
    assert len(served) == 1


@pytest.mark.usefixtures("production")
def test_production_wants_to_be_migrated_first(served: list[Settings]) -> None:
    result = runner.invoke(cli, ["serve"])
    assert result.exit_code == 2
    assert "attune migrate" in result.stderr
    assert served == []
    assert runner.invoke(cli, ["migrate"]).exit_code == 0
    assert runner.invoke(cli, ["serve"]).exit_code == 0
    assert len(served) == 1


@pytest.mark.usefixtures("production")
def test_production_wants_a_database_that_keeps_clinics_apart(
    served: list[Settings], postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATTUNE_DATABASE_URL", postgres_url)
    assert runner.invoke(cli, ["migrate"]).exit_code == 0
    result = runner.invoke(cli, ["serve"])
    assert result.exit_code == 2
    assert "superuser" in result.stderr
    assert served == []


@pytest.mark.parametrize("command", [["serve"], ["demo", "--serve"]])
def test_a_library_with_errors_stops_the_start_before_anything_is_done(
    served: list[Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    (tmp_path / "library" / "decks").mkdir(parents=True)
    for name in ("hope", "luck"):
        (tmp_path / "library" / "decks" / f"{name}.en.toml").write_text(f'id = "{name}"\nversion = "1"\n')
    monkeypatch.setenv("ATTUNE_LIBRARY_DIR", str(tmp_path / "library"))
    result = runner.invoke(cli, command)
    assert result.exit_code == 2
    first, second = result.stderr.splitlines()
    assert first.endswith("/decks/hope.en.toml:2: version: must be a whole number")
    assert second.endswith("/decks/luck.en.toml:2: version: must be a whole number")
    assert served == []
    assert not (tmp_path / "attune.db").exists()


def test_the_library_is_checked_without_serving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = runner.invoke(cli, ["library"]).stdout.splitlines()
    assert [line.split(":")[0] for line in lines[:2]] == ["en", "es"]
    assert lines[2] == f"0 of {len(lines) - 3} files are reviewed by a clinician as they are now"
    assert all(line.startswith("not reviewed: ") for line in lines[3:])
    assert " decks, " in lines[0]
    (tmp_path / "hope.en.toml").touch()
    monkeypatch.setenv("ATTUNE_LIBRARY_DIR", str(tmp_path))
    result = runner.invoke(cli, ["library"])
    assert result.exit_code == 2
    assert "/hope.en.toml:1: file: must be in one of the folders" in result.stderr


def test_a_drain_is_asked_of_the_service_that_the_settings_name(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(cli_module, "ask_for_drain", lambda *a, stop: asked.append((*a, stop)))
    monkeypatch.setenv("ATTUNE_PORT", "8123")
    assert "gives its rooms away" in runner.invoke(cli, ["drain", "1"]).output
    assert "keeps its rooms" in runner.invoke(cli, ["drain", "1", "--stop"]).output
    assert asked == [("127.0.0.1", 8123, 1, False), ("127.0.0.1", 8123, 1, True)]


def test_a_drain_that_is_refused_says_why(unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTUNE_PORT", str(unused_tcp_port))
    result = runner.invoke(cli, ["drain", "0"])
    assert result.exit_code == 2
    assert "does not answer" in result.stderr


def links_by_label() -> dict[str, str]:
    """The links of the demo's group."""
    block = next(b for b in runner.invoke(cli, ["demo"]).output.split("\n\n") if b.startswith("Tuesday"))
    return {re.split(r"\s{2,}", line)[1]: line.split()[-1] for line in block.splitlines()[1:]}


def test_a_link_is_withdrawn_while_the_service_is_down(
    unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATTUNE_PORT", str(unused_tcp_port))
    before = links_by_label()
    result = runner.invoke(cli, ["link", "withdraw", before["Ana"]])
    assert result.exit_code == 0
    after = links_by_label()
    assert f"The new one is {after['Ana']}" in result.output
    assert "counts as soon as it is up" in result.output
    assert {label for label in before if before[label] != after[label]} == {"Ana"}


def test_the_service_is_asked_to_end_what_the_withdrawn_link_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(cli_module, "ask_service", lambda *a: asked.append(a))
    monkeypatch.setenv("ATTUNE_PORT", "8123")
    result = runner.invoke(cli, ["link", "withdraw", links_by_label()["Ana"]])
    assert "Whoever was in by the old link is out." in result.output
    seat = result.output.split()[3]
    assert asked == [("127.0.0.1", 8123, f"/ops/links/{seat}/end")]


@pytest.mark.parametrize(("code", "words"), [("", "ATTUNE_OPS_NETWORKS"), ("link.not_now", "it cannot now")])
def test_a_service_that_did_not_end_it_is_told_loudly(
    monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    def refuse(*_: object) -> None:
        raise OpsRefused(code)

    monkeypatch.setattr(cli_module, "ask_service", refuse)
    result = runner.invoke(cli, ["link", "withdraw", links_by_label()["Ana"]])
    assert result.exit_code == 2
    assert "is withdrawn. The new one is" in result.stdout
    assert words in result.stderr


def test_the_links_of_a_session_are_listed_with_their_seats(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = links_by_label()
    monkeypatch.setattr(cli_module, "ask_service", lambda *a: None)
    for wrong in (["link", "list", "ss_none"], ["link", "withdraw", "se_none"], ["link", "withdraw", "x#y"]):
        result = runner.invoke(cli, wrong)
        assert result.exit_code == 2
        assert "there is no such" in result.stderr or "this is no link" in result.stderr
    database = Database.at(Settings().database_url)

    async def session() -> str:
        async with database.read() as unit:
            found = await unit.sessions.open_of("cl_demo", to_datetime(SystemClock().now()))
        await database.close()
        return next(each.id for each in found if each.title == "Tuesday evening group")

    lines = runner.invoke(cli, ["link", "list", asyncio.run(session())]).output.splitlines()
    assert [line.split()[-1] for line in lines] == list(wanted.values())
    assert all(line.startswith("se_") for line in lines)
