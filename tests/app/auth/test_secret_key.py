import stat
from pathlib import Path

from app.auth.secret_key import keep_demo_key


def test_the_key_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    key = keep_demo_key(tmp_path / "var")
    assert len(key) >= 32
    assert keep_demo_key(tmp_path / "var") == key
    assert stat.S_IMODE((tmp_path / "var" / "secret-key").stat().st_mode) == 0o600


def test_every_installation_has_its_own(tmp_path: Path) -> None:
    assert keep_demo_key(tmp_path / "a") != keep_demo_key(tmp_path / "b")
