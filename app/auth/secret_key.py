"""The installation's keys: the operator's, or the demo's own.

The demo makes its keys on the first start and keeps them, so that links and encrypted columns survive restarts.
"""

import os
import secrets
from pathlib import Path

from app.runtime.settings import Settings

__all__ = ["data_key", "keep_demo_key", "signing_key"]


def signing_key(settings: Settings) -> str:
    """Return the key that signs links."""
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value()
    return keep_demo_key(settings.data_dir)


def data_key(settings: Settings) -> str:
    """Return the key of encrypted columns."""
    if settings.data_key is not None:
        return settings.data_key.get_secret_value()
    return keep_demo_key(settings.data_dir, "data-key")


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
