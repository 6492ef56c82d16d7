import logging
from pathlib import Path

import pytest
import typer

from app.cli import terminal
from app.cli.terminal import load, open_store, refuse
from app.persistence.migrate import upgrade
from app.runtime.settings import PREFIX, Settings


@pytest.fixture(autouse=True)
def quiet_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    monkeypatch.setenv("ATTUNE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(terminal, "start_logging", logging.getLogger(__name__).debug)


def test_a_refusal_is_a_sentence_a_line_and_status_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as exited:
        refuse("one.", "two.")
    assert exited.value.exit_code == 2
    assert capsys.readouterr().err == "attune: one.\nattune: two.\n"


def test_wrong_settings_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().port == 8000
    monkeypatch.setenv("ATTUNE_PORT", "x")
    with pytest.raises(typer.Exit):
        load()


async def test_a_database_of_another_release_is_not_opened(capsys: pytest.CaptureFixture[str]) -> None:
    settings = load()
    with pytest.raises(typer.Exit):
        async with open_store(settings):
            pass
    assert "run `attune migrate` first" in capsys.readouterr().err
    await upgrade(settings.database_url)
    async with open_store(settings) as store:
        await store.database.ping()


async def test_a_database_that_is_away_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    url = f"postgresql+asyncpg://attune@127.0.0.1:{unused_tcp_port}/attune"
    monkeypatch.setenv("ATTUNE_DATABASE_URL", url)
    with pytest.raises(typer.Exit):
        async with open_store(load()):
            pass
    assert "cannot be reached" in capsys.readouterr().err
