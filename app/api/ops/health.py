"""``GET /health``: whether the service can serve people now, for load balancers and container health checks."""

import asyncio

from fastapi import APIRouter
from starlette.responses import JSONResponse

from app.api.services import Provided
from app.persistence.unit_of_work import StorageUnavailable

__all__ = ["router"]

_TIMEOUT_S = 2.0
router = APIRouter()


@router.get("/health")
async def report_health(services: Provided) -> JSONResponse:
    """Answer 200, or 503 with the failing parts."""
    failing = []
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            await services.database.ping()
    except (StorageUnavailable, TimeoutError):
        failing.append("database")
    if not services.record_kept():
        failing.append("record")
    if not services.relay_ready():
        failing.append("relay")
    if failing:
        return JSONResponse({"status": "failing", "parts": failing}, status_code=503)
    return JSONResponse({"status": "ok"})
