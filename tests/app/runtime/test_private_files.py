import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.runtime.private_files import close_to_others


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_every_command_makes_files_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("ATTUNE_")}
    subprocess.run(
        [sys.executable, "-c", "from app.cli.main import main; main()", "demo"],
        env={**environ, "ATTUNE_DATA_DIR": str(folder)},
        cwd=Path(__file__).parents[3],
        check=True,
        capture_output=True,
        umask=0o022,
    )
    assert mode(folder) == 0o700
    made = {path.name: mode(path) for path in folder.rglob("*") if path.is_file()}
    assert {"attune.db", "secret-key"} <= set(made)
    assert {mode & 0o077 for mode in made.values()} == {0}


def test_what_an_earlier_release_left_open_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    for name in ("secret-key", "attune.db", "attune.db-wal", "attune.db-shm"):
        (folder / name).touch(mode=0o644)
        (folder / name).chmod(0o644)
    close_to_others(folder, f"sqlite+aiosqlite:///{folder}/attune.db")
    assert mode(folder) == 0o700
    assert {mode(path) for path in folder.iterdir()} == {0o600}


def test_a_directory_without_our_key_is_left_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    close_to_others(tmp_path, f"sqlite+aiosqlite:///{tmp_path}/attune.db")
    assert mode(tmp_path) == 0o755


@pytest.mark.parametrize("url", ["postgresql+asyncpg://a:b@c/d", "sqlite+aiosqlite:////nowhere/attune.db"])
def test_what_is_not_here_is_no_fault(tmp_path: Path, url: str) -> None:
    close_to_others(tmp_path / "nothing", url)
