"""Files that this service makes are its owner's alone: the record, its log beside it, keys."""

import os
from contextlib import suppress
from pathlib import Path

__all__ = ["close_to_others", "make_files_private"]

_OTHERS = 0o077
_SQLITE = "sqlite+aiosqlite:///"
# SQLite makes what lies beside the file with the rights of the file.
_BESIDE = ("", "-wal", "-shm", "-journal")


def make_files_private() -> None:
    """Let nobody else read or write what this process and its children make from now on."""
    os.umask(_OTHERS)


def close_to_others(data_dir: Path, database_url: str) -> None:
    """Take away what an earlier release let others do with the data directory and the SQLite files."""
    key = data_dir / "secret-key"
    # A directory is ours when our key lies in it; any other may be somebody's home.
    paths = [data_dir, key] if key.exists() else []
    if database_url.startswith(_SQLITE):
        paths += [Path(database_url.removeprefix(_SQLITE) + end) for end in _BESIDE]
    for path in paths:
        # What is not there, or somebody else's, is not ours to change.
        with suppress(OSError):
            mode = path.stat().st_mode
            if mode & _OTHERS:
                path.chmod(mode & ~_OTHERS)
