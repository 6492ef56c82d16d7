"""``attune clinic``, from an empty database to an owner who is signed in."""

import asyncio
import logging
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.access.identity.links import look_at_link
from app.auth.credentials.hashing import SecretHasher
from app.auth.invitations import Invitations
from app.cli import terminal
from app.cli.main import cli
from app.cli.terminal import load, open_store
from app.live.entrance import Entrance
from app.runtime.clock import SystemClock, to_datetime
from app.runtime.settings import PREFIX, Settings
from clinic.common.errors import Refused
from tests.app.conftest import DATA_KEY
from tests.support.rooms.fakes import FakeClock
from tests.support.sign_in.identity import build_identity

runner = CliRunner()
CREATE = ["clinic", "create", "Riverside", "--owner", "dana@riverside.example", "--time-zone", "UTC"]


@pytest.fixture(autouse=True)
def prepared(tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migrated database without any clinic."""
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    monkeypatch.setenv("ATTUNE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ATTUNE_DATA_KEY", DATA_KEY)
    monkeypatch.setattr(terminal, "start_logging", logging.getLogger(__name__).debug)
    shutil.copyfile(migrated_file, tmp_path / "attune.db")


def run(*arguments: str) -> Result:
    return runner.invoke(cli, list(arguments))


def founded() -> tuple[str, str]:
    result = run(*CREATE)
    assert result.exit_code == 0
    clinic = re.search(r"cl_[\w-]+", result.output)
    assert clinic
    return clinic[0], result.output


def test_a_clinic_is_founded_and_its_owners_link_is_printed_once() -> None:
    clinic, output = founded()
    (link,) = re.findall(r"^http://localhost:8000/welcome#([\w-]{43})$", output, re.MULTILINE)
    assert "good once and for 24 hours" in output
    listed = run("clinic", "list").output
    assert listed == f"{clinic}  UTC  Riverside\n"
    assert link not in listed


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"Riverside": " "}, "the clinic needs a name."),
        ({"dana@riverside.example": "dana"}, "--owner is no e-mail address"),
        ({"UTC": "Mars/Olympus"}, "--time-zone is no time zone"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_founded(change: dict[str, str], sentence: str) -> None:
    result = run(*(change.get(word, word) for word in CREATE))
    assert result.exit_code == 2
    assert result.stderr.startswith("attune: ")
    assert sentence in result.stderr
    assert run("clinic", "list").output == ""


@pytest.mark.parametrize(
    ("name", "sentence"),
    [(" ", "leave it out"), ("x" * 101, "100 characters"), ("a\nb", "cannot be printed")],
)
def test_an_owners_name_that_is_none_is_refused(name: str, sentence: str) -> None:
    result = run(*CREATE, "--owner-name", name)
    assert result.exit_code == 2
    assert "--owner-name" in result.stderr
    assert sentence in result.stderr
    assert run("clinic", "list").output == ""


def test_an_owner_may_be_called_by_a_name() -> None:
    assert run(*CREATE, "--owner-name", "Dana Reyes").exit_code == 0


def test_an_owner_is_let_back_in_by_a_new_link_and_the_old_one_is_withdrawn() -> None:
    clinic, output = founded()
    result = run("clinic", "recover", clinic, "--owner", "dana@riverside.example")
    assert result.exit_code == 0
    old, new = output.splitlines()[-1], result.output.splitlines()[-1]
    assert old != new
    assert asyncio.run(purpose(new)) == "owner"
    assert asyncio.run(purpose(old)) == "link.withdrawn"


async def purpose(url: str) -> str:
    """Return what a link is for, or why it is no longer good."""
    async with open_store(load()) as store:
        hasher = SecretHasher()
        services = build_identity(store, hasher, Entrance(store.database, FakeClock()), Invitations("k"))
        try:
            now = to_datetime(SystemClock().now())
            return (await look_at_link(services, url.rpartition("#")[2], now)).purpose.value
        except Refused as refused:
            return refused.code
        finally:
            hasher.close()


def test_an_unknown_clinic_is_refused() -> None:
    result = run("clinic", "recover", "cl_none", "--owner", "dana@riverside.example")
    assert result.exit_code == 2
    assert "there is no such clinic" in result.stderr


def test_what_the_operator_did_is_in_the_audit_trail_and_whole() -> None:
    clinic, _ = founded()
    run("clinic", "recover", clinic, "--owner", "other@riverside.example")
    assert run("audit", "verify").output == f"{clinic}  4 entries, whole\n"


def test_a_clinic_gets_a_new_key_and_what_was_encrypted_before_stays_readable() -> None:
    clinic, _ = founded()
    result = run("clinic", "rotate-key", clinic)
    assert (result.exit_code, "number 2" in result.output) == (0, True)
    assert "number 3" in run("clinic", "rotate-key", clinic).output
    back = run("clinic", "recover", clinic, "--owner", "dana@riverside.example")
    assert back.exit_code == 0, "her address is found and read"


def test_a_clinic_that_there_is_not_gets_no_key() -> None:
    result = run("clinic", "rotate-key", "cl_nowhere")
    assert (result.exit_code, "there is no such clinic" in result.stderr) == (2, True)
