"""The demo's own key: made on the first start and kept, so that links survive restarts."""

import os
import secrets
from pathlib import Path

__all__ = ["keep_demo_key"]


def keep_demo_key(data_dir: Path) -> str:
    """Return the key in the directory; created once, readable only by its owner."""
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
