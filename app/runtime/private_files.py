"""Makes the service's files readable only by their owner: the database, its log, keys."""

import os
from contextlib import suppress
from pathlib import Path

__all__ = ["close_to_others", "make_files_private"]

_OTHERS = 0o077
_SQLITE = "sqlite+aiosqlite:///"
# SQLite creates its companion files with the permissions of the database file.
_BESIDE = ("", "-wal", "-shm", "-journal")


def make_files_private() -> None:
    """Deny others access to all files that this process and its children create from now on."""
    os.umask(_OTHERS)


def close_to_others(data_dir: Path, database_url: str) -> None:
    """Remove the permissions on the data directory and the SQLite files that an earlier release gave to others."""
    key = data_dir / "secret-key"
    # A directory is ours if it holds our key; any other may be somebody's home directory.
    paths = [data_dir, key] if key.exists() else []
    if database_url.startswith(_SQLITE):
        paths += [Path(database_url.removeprefix(_SQLITE) + end) for end in _BESIDE]
    for path in paths:
        # A file that is missing or belongs to somebody else is left alone.
        with suppress(OSError):
            mode = path.stat().st_mode
            if mode & _OTHERS:
                path.chmod(mode & ~_OTHERS)
