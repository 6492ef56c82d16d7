"""The operators' routes: ``/metrics``, the page ``/ops``, its snapshot, draining, and ending withdrawn links.

``OpsGate`` and ``KnownHosts`` protect all of them.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from app.api.ops.page import render_page
from app.api.problems import Problem
from app.api.services import Provided, Services
from app.api.traffic import Traffic
from app.observability.metrics import CONTENT_TYPE, TrafficReading, write_metrics
from app.observability.snapshot import take_snapshot
from app.persistence.unit_of_work import StorageUnavailable
from media.errors import RelayUnavailable
from rooms.model.errors import Refused
from rooms.model.ids import SeatId

__all__ = ["build_ops_router"]

_Index = Annotated[int, Path(ge=0, le=63)]
_Seat = Annotated[str, Path(max_length=40)]


def build_ops_router(traffic: Traffic, frame: Callable[[], str]) -> APIRouter:
    """Return the routes.

    Args:
        traffic: The web server's counters.
        frame: The page as the client has it now.
    """

    router = APIRouter()
    pages = APIRouter(prefix="/ops")

    @router.get("/metrics")
    async def show_metrics(services: Provided) -> Response:
        operations = services.operations
        reading = TrafficReading(traffic.sockets, dict(traffic.requests))
        body = write_metrics(operations.relay.workers(), operations.read_service(), reading)
        return Response(body, media_type=CONTENT_TYPE)

    @pages.get("")
    async def show_page(services: Provided) -> Response:
        operations = services.operations
        relay = operations.relay
        return HTMLResponse(
            render_page(
                frame(), relay.workers(), relay.room_states(), operations.read_service(), traffic.sockets
            )
        )

    @pages.get("/snapshot.json")
    async def show_snapshot(services: Provided) -> Response:
        return JSONResponse(await take_snapshot(services.operations))

    @pages.post("/workers/{index}/drain", dependencies=[Depends(_check_origin)])
    async def drain_worker(index: _Index, services: Provided) -> Response:
        return _change(lambda: services.operations.relay.drain(index), "draining")

    @pages.post("/workers/{index}/undrain", dependencies=[Depends(_check_origin)])
    async def undrain_worker(index: _Index, services: Provided) -> Response:
        return _change(lambda: services.operations.relay.undrain(index), "kept")

    @pages.post("/links/{seat}/end", dependencies=[Depends(_check_origin)])
    async def end_withdrawn(seat: _Seat, services: Provided) -> Response:
        return await _end(services, SeatId(seat))

    router.include_router(pages)
    return router


def _check_origin(request: Request) -> None:
    """Allow changes only from our own page, and from commands that set the origin themselves."""
    origin = urlsplit(request.headers.get("origin", ""))
    if not origin.netloc or origin.netloc != request.headers.get("host"):
        raise Problem(HTTPStatus.FORBIDDEN, "ops.foreign_origin")


def _change(change: Callable[[], None], status: str) -> Response:
    try:
        change()
    except RelayUnavailable as error:
        known = HTTPStatus.NOT_FOUND if error.code == "worker.unknown" else HTTPStatus.CONFLICT
        raise Problem(known, error.code) from None
    return JSONResponse({"status": status}, status_code=HTTPStatus.ACCEPTED)


async def _end(services: Services, seat: SeatId) -> Response:
    """Disconnect whoever used a withdrawn link of the seat; the database says which link is valid."""
    try:
        found = await services.end_withdrawn(seat)
    except (StorageUnavailable, Refused):
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "link.not_now") from None
    if not found:
        raise Problem(HTTPStatus.NOT_FOUND, "link.unknown")
    return JSONResponse({"status": "ended"}, status_code=HTTPStatus.ACCEPTED)
