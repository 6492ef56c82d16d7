"""What shows people a calm page where they have no network: that page, and the script that keeps it in their browser."""

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

__all__ = ["Offline", "build_offline_router"]

_BOTH: Final = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class Offline:
    """The two files.

    Attributes:
        page: The page, as HTML.
        worker: The script; it is another whenever the page is, or a part of it, so that browsers fetch them again.
    """

    page: bytes
    worker: bytes


def build_offline_router(offline: Offline) -> APIRouter:
    """Build the routes. The worker's is above every page, because it may only stand in for pages below its own path."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/offline", methods=_BOTH)
    async def serve_page() -> HTMLResponse:
        return HTMLResponse(offline.page)

    @router.api_route("/worker.js", methods=_BOTH)
    async def serve_worker() -> Response:
        return Response(offline.worker, media_type="text/javascript")

    return router
