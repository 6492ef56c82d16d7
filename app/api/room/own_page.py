"""Who may ask for something in a visitor's name: our own page, and clients that say whose they are by themselves.

Browsers write ``Origin`` and no page can change it, so a foreign page is refused before anything is counted. A foreign
page can send JSON nowhere without being asked about it first (CORS), which is one more reason to want JSON.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus

from starlette.requests import Request

from app.api.problems import Problem

__all__ = ["require_own_page"]


def require_own_page(origins: Iterable[str]) -> Callable[[Request], None]:
    """Return the check for routes that take JSON: it raises Problem for anything else, and for other origins."""
    allowed = frozenset(origins)

    def check(request: Request) -> None:
        if request.headers.get("origin") not in allowed:
            raise Problem(HTTPStatus.FORBIDDEN, "request.foreign_origin")
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "request.not_json")

    return check
