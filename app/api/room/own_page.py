"""Restricts requests on a visitor's behalf to our own page and to clients that set ``Origin`` themselves.

Browsers set ``Origin`` and pages cannot change it, so another site's page is rejected before anything is counted.
Another site also cannot send JSON without a preflight request (CORS): one more reason to require JSON.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus

from starlette.requests import Request

from app.api.problems import Problem

__all__ = ["require_own_page"]


def require_own_page(origins: Iterable[str]) -> Callable[[Request], None]:
    """Return a check for routes that take JSON: it raises Problem for other content types and other origins."""
    allowed = frozenset(origins)

    def check(request: Request) -> None:
        if request.headers.get("origin") not in allowed:
            raise Problem(HTTPStatus.FORBIDDEN, "request.foreign_origin")
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "request.not_json")

    return check
