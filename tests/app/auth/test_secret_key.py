import stat
from pathlib import Path

import pytest

from app.auth.secret_key import data_key, keep_demo_key, signing_key
from app.runtime.settings import Settings


def test_the_key_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    key = keep_demo_key(tmp_path / "var")
    assert len(key) >= 32
    assert keep_demo_key(tmp_path / "var") == key
    assert stat.S_IMODE((tmp_path / "var" / "secret-key").stat().st_mode) == 0o600


def test_every_installation_has_its_own(tmp_path: Path) -> None:
    assert keep_demo_key(tmp_path / "a") != keep_demo_key(tmp_path / "b")


def test_the_operators_keys_are_used_and_else_the_demos_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATTUNE_DATA_DIR", str(tmp_path))
    own = Settings()
    assert signing_key(own) == keep_demo_key(tmp_path)
    assert data_key(own) == keep_demo_key(tmp_path, "data-key") != signing_key(own)
    signing, data = "pL9vQx2sTr7mWk4zYb8nHc3dJf6gRa5u", "mWk4zYb8nHc3dJf6gRa5upL9vQx2sTr7"
    monkeypatch.setenv("ATTUNE_SECRET_KEY", signing)
    monkeypatch.setenv("ATTUNE_DATA_KEY", data)
    assert (signing_key(Settings()), data_key(Settings())) == (signing, data)
