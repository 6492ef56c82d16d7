"""The system behind a request, from its bearer token."""

from starlette.requests import Request

from app.access.records.exports.callers import SystemCaller, Unauthorized, find_system_caller
from app.api.doors.scope import door_of
from app.api.services import services_of
from app.runtime.clock import to_datetime

__all__ = ["find_caller", "handling_is_strict"]


async def find_caller(request: Request) -> SystemCaller:
    """Return who asks. Raises Unauthorized, StorageUnavailable."""
    services = services_of(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthorized
    caller = await find_system_caller(
        services.clinics, services.systems.tokens, token, to_datetime(services.clock.now())
    )
    door_of(request.scope).prove()
    return caller


def handling_is_strict(request: Request) -> bool:
    """Return whether a parameter that there is not is to be refused (``Prefer: handling=strict``)."""
    prefers = request.headers.get("prefer", "").replace(" ", "").lower()
    return "handling=strict" in prefers.replace(";", ",").split(",")
