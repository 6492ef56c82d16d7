"""The HTML pages as they are sent, and the worker that keeps one of them in the browser: the files of ``app/web``, with
what this installation's settings say in them.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path

from app.runtime.exit_settings import EXIT_URL

__all__ = ["Pages", "read_pages"]

_ROOM, _CLINIC, _OFFLINE = "index.html", "clinic.html", "outside/offline.html"
_WORKER = "outside/worker.js"
_KEPT_BY_WORKER = re.compile(r'"/web/([^"]+)"')


@dataclass(frozen=True, slots=True)
class Pages:
    """What is sent for an address.

    Attributes:
        room: The room's page.
        clinic: The page of everything around the sessions.
        offline: The page that is shown where there is no network.
        worker: The script that keeps that page in the browser; it is another whenever the page is, or a part of it.
    """

    room: bytes
    clinic: bytes
    offline: bytes
    worker: bytes


def read_pages(web: Path, exit_url: str) -> Pages:
    """Read them.

    Args:
        web: The client's directory.
        exit_url: Where somebody goes who leaves a page at once; the page knows it before it has asked for anything.
    """

    def read(name: str) -> bytes:
        text = (web / name).read_text("utf-8")
        return text.replace(f'content="{EXIT_URL}"', f'content="{escape(exit_url)}"').encode()

    offline = read(_OFFLINE)
    worker = (web / _WORKER).read_text("utf-8")
    parts = [(web / part).read_bytes() for part in _KEPT_BY_WORKER.findall(worker)]
    version = sha256(b"\n".join([offline, *parts])).hexdigest()
    return Pages(read(_ROOM), read(_CLINIC), offline, worker.replace("VERSION", version, 1).encode())
