"""The demo's own key: made at the first start and kept, so that links stay good between runs."""

import os
import secrets
from pathlib import Path

__all__ = ["keep_demo_key"]


def keep_demo_key(data_dir: Path) -> str:
    """Return the key that the directory keeps; made once, readable by its owner alone."""
    path = data_dir / "secret-key"
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(48)
        file.write(key + "\n")
    return key
