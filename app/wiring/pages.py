"""The two HTML pages as they are sent: the files of ``app/web``, with what this installation's settings say in them."""

from dataclasses import dataclass
from html import escape
from pathlib import Path

from app.runtime.exit_settings import EXIT_URL

__all__ = ["Pages", "read_pages"]

_ROOM, _CLINIC = "index.html", "clinic.html"


@dataclass(frozen=True, slots=True)
class Pages:
    """The room's page, and the page of everything around the sessions."""

    room: bytes
    clinic: bytes


def read_pages(web: Path, exit_url: str) -> Pages:
    """Read both.

    Args:
        web: The client's directory.
        exit_url: Where somebody goes who leaves a page at once; the page knows it before it has asked for anything.
    """

    def read(name: str) -> bytes:
        text = (web / name).read_text("utf-8")
        return text.replace(f'content="{EXIT_URL}"', f'content="{escape(exit_url)}"').encode()

    return Pages(read(_ROOM), read(_CLINIC))
