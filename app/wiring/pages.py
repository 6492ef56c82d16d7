"""The HTML pages as they are sent: the client's files, with what this installation's settings say in them."""

from dataclasses import dataclass
from html import escape
from pathlib import Path

from app.api.pages.files import Prepared, prepare
from app.runtime.exit_settings import EXIT_URL

__all__ = ["Pages", "read_pages"]

_ROOM, _CLINIC, _OPS = "index.html", "clinic.html", "ops.html"
_NO_RELEASE = 'name="attune-release" content=""'


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of the client.

    Attributes:
        room: The room's.
        clinic: That of everything around the sessions.
        ops: The frame of the operators', which the server fills in each time.
    """

    room: Prepared
    clinic: Prepared
    ops: str


def read_pages(folder: Path, exit_url: str, release: str) -> Pages:
    """Read them.

    Args:
        folder: Where they are.
        exit_url: Where somebody goes who leaves a page at once; the page knows it before it has asked for anything.
        release: Which release of the client the page belongs to.
    """

    def read(name: str) -> Prepared:
        text = (folder / name).read_text("utf-8")
        text = text.replace(f'content="{EXIT_URL}"', f'content="{escape(exit_url)}"')
        text = text.replace(_NO_RELEASE, _NO_RELEASE.replace('""', f'"{escape(release)}"'))
        return prepare(text.encode(), "text/html; charset=utf-8")

    return Pages(read(_ROOM), read(_CLINIC), (folder / _OPS).read_text("utf-8"))
