"""The page for a lost network and its worker: the client's files, with what this installation's settings say in them."""

import re
from hashlib import sha256
from html import escape
from pathlib import Path

from app.api.pages.offline import Offline
from app.runtime.exit_settings import EXIT_URL

__all__ = ["read_offline"]

_PAGE, _WORKER = "outside/offline.html", "outside/worker.js"
# What the worker keeps besides the page.
_KEPT = re.compile(r'"/web/([^"]+)"')


def read_offline(web: Path, exit_url: str) -> Offline:
    """Read both.

    Args:
        web: The client's directory.
        exit_url: Where somebody goes who leaves a page at once.
    """
    text = (web / _PAGE).read_text("utf-8")
    page = text.replace(f'content="{EXIT_URL}"', f'content="{escape(exit_url)}"').encode()
    worker = (web / _WORKER).read_text("utf-8")
    parts = [(web / part).read_bytes() for part in _KEPT.findall(worker)]
    version = sha256(b"\n".join([page, *parts])).hexdigest()
    return Offline(page, worker.replace("VERSION", version, 1).encode())
