"""The demo's own keys: made on the first start and kept, so that links and encrypted columns survive restarts."""

import os
import secrets
from pathlib import Path

__all__ = ["keep_demo_key"]


def keep_demo_key(data_dir: Path, name: str = "secret-key") -> str:
    """Return the key of this name in the directory; created once, readable only by its owner."""
    path = data_dir / name
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(48)
        file.write(key + "\n")
    return key
