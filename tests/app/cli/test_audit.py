"""``attune audit verify`` finds one changed byte."""

import asyncio
import logging
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import terminal
from app.cli.main import cli
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.repositories.clinics import ClinicRepository
from app.persistence.repositories.records.audit import PAGE
from app.persistence.unit_of_work import Database
from app.runtime.settings import PREFIX, Settings
from tests.app.conftest import DATA_KEY
from tests.support.sign_in.accounts import HERE, THERE

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ENTRIES = 2 * PAGE + 1
runner = CliRunner()


@pytest.fixture
def file(tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two clinics with trails of three pages and of one entry."""
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    monkeypatch.setenv("ATTUNE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ATTUNE_DATA_KEY", DATA_KEY)
    monkeypatch.setattr(terminal, "start_logging", logging.getLogger(__name__).debug)
    shutil.copyfile(migrated_file, tmp_path / "attune.db")
    asyncio.run(fill(f"sqlite+aiosqlite:///{tmp_path}/attune.db"))
    return tmp_path / "attune.db"


async def fill(url: str) -> None:
    database = Database.at(url)
    store = ClinicStore(database, InstallationKey(DATA_KEY))
    for clinic, count in ((HERE, ENTRIES), (THERE, 1)):
        async with store.create(clinic, clinic, "UTC", Actor("operator"), NOW) as unit:
            for number in range(count):
                unit.note("person.read", f"pt_{number}")
    async with database.transaction(writes=True) as session:
        await ClinicRepository(session).change(HERE, 1, name="a first", time_zone="UTC", settings={})
    await database.close()


def damage(file: Path, statement: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()


def verify(*arguments: str) -> Result:
    return runner.invoke(cli, ["audit", "verify", *arguments])


def test_whole_trails_are_counted(file: Path) -> None:
    result = verify()
    assert result.exit_code == 0
    assert result.output == f"{HERE}  {ENTRIES} entries, whole\n{THERE}  1 entry, whole\n"
    assert verify(THERE).output == f"{THERE}  1 entry, whole\n"


@pytest.mark.parametrize("number", [1, PAGE, PAGE + 1, ENTRIES])
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entries SET actor = 'operatos' WHERE",
        "UPDATE audit_entries SET facts = '{\"a\": 1}' WHERE",
        "UPDATE audit_entries SET at = '2026-03-02 09:00:00.000001' WHERE",
        "UPDATE audit_entries SET seal = zeroblob(32) WHERE",
    ],
)
def test_one_changed_byte_is_found_by_clinic_and_number(file: Path, change: str, number: int) -> None:
    damage(file, f"{change} clinic_id = '{HERE}' AND number = {number}")
    result = verify()
    assert result.exit_code == 2
    assert result.stderr == f"attune: {HERE}: entry {number} was changed, or one is missing there.\n"
    assert result.stdout == f"{THERE}  1 entry, whole\n"


def test_a_missing_entry_is_found(file: Path) -> None:
    damage(file, f"DELETE FROM audit_entries WHERE clinic_id = '{HERE}' AND number = 7")
    result = verify(HERE)
    assert result.exit_code == 2
    assert "entry 7 was changed, or one is missing" in result.stderr


def test_an_unknown_clinic_is_refused(file: Path) -> None:
    result = verify("cl_none")
    assert result.exit_code == 2
    assert "there is no such clinic" in result.stderr
