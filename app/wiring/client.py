"""The browser client as it is served: a build of these very files, and without one the files themselves.

``make web`` makes the build (``app/web/build.mjs``); the image holds one. A build of other files is never served: it
would talk to a service that it does not know.
"""

import logging
import os
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from app.api.pages.files import CODINGS, Prepared, prepare
from app.wiring.pages import Pages, read_pages

__all__ = ["BUILD", "WebClient", "fingerprint"]

_log = logging.getLogger(__name__)

BUILD: Final = "dist"
"""The build's folder, beside what it was made from."""
_MADE_FROM: Final = "sources"
_NOT_SOURCES: Final = (BUILD, "node_modules")
_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
_ENDINGS: Final = dict(zip(CODINGS, (".br", ".gz"), strict=True))


class WebClient:
    """The client.

    Args:
        web: Its directory.
        exit_url: Where somebody goes who leaves a page at once.
        watch: Whether its files change while it is served, as they do where it is written: from then on, pages load the
            files as they are.

    Attributes:
        release: Changes with the client. Pages hold it, so that they know when they are not of today.
        files: The build's, by name; none where there is no build.
    """

    def __init__(self, web: Path, exit_url: str, *, watch: bool) -> None:
        self._web = web
        self._exit_url = exit_url
        self.release = fingerprint(web)[:12]
        built = _read_build(web)
        self.files: Mapping[str, Prepared] = built or {}
        self._pages = self._read(web if built is None else web / BUILD)
        self._seen = _last_change(web) if watch else None

    @property
    def pages(self) -> Pages:
        """The pages, as they are to be sent now."""
        if self._seen is not None and _last_change(self._web) != self._seen:
            return self._read(self._web)
        return self._pages

    def _read(self, folder: Path) -> Pages:
        return read_pages(folder, self._exit_url, self.release)


@cache
def fingerprint(web: Path) -> str:
    """Return a hash of the client's files. It is read once: they are those that this process began with."""
    made = sha256()
    for path in sorted(_sources(web)):
        content = (web / path).read_bytes()
        made.update(f"{path}\n{len(content)}\n".encode() + content)
    return made.hexdigest()


@cache
def _read_build(web: Path) -> Mapping[str, Prepared] | None:
    folder = web / BUILD
    made_from = folder / _MADE_FROM
    if not made_from.is_file():
        _log.info("client.not_built")
        return None
    if made_from.read_text() != fingerprint(web):
        _log.warning("client.build_is_of_other_files")
        return None
    paths = [path for path in folder.iterdir() if path.suffix in _TYPES]
    return {path.name: prepare(path.read_bytes(), _TYPES[path.suffix], _compressed(path)) for path in paths}


def _compressed(path: Path) -> dict[str, bytes]:
    return {coding: path.with_name(path.name + ending).read_bytes() for coding, ending in _ENDINGS.items()}


def _sources(web: Path) -> Iterator[str]:
    """Find every file that the client is made from, by its path below ``web``."""
    for folder, inner, names in os.walk(web):
        below = Path(folder).relative_to(web)
        inner[:] = [
            name for name in inner if name[0] != "." and not (folder == str(web) and name in _NOT_SOURCES)
        ]
        yield from ((below / name).as_posix() for name in names if name[0] != ".")


def _last_change(web: Path) -> int:
    return max((web / path).stat().st_mtime_ns for path in _sources(web))
