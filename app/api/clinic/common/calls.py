"""The caller of a request, as a route's argument: from the cookie, or from a bearer token (RFC 6750)."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from app.access.callers import Caller, find_caller, find_token_caller
from app.api.doors.scope import door_of
from app.api.problems import Problem
from app.api.services import Services, services_of
from app.runtime.clock import to_datetime

__all__ = ["BACKGROUND", "COOKIE", "Signed", "SignedInPerson", "check_origin", "cookie_name"]

BACKGROUND = "attune-background"
"""Header of what a page asks for by itself, such as a list that keeps itself fresh: it keeps nobody signed in."""
COOKIE = "attune"
_SAFE = frozenset({"GET", "HEAD"})


def cookie_name(public_url: str) -> str:
    """Return the name of the sign-in cookie; browsers accept the prefix over TLS only (RFC 6265bis, 4.1.3.2)."""
    return f"__Host-{COOKIE}" if public_url.startswith("https:") else COOKIE


async def find_signed(request: Request) -> Caller:
    services = services_of(request)
    caller = await _find_caller(request, services)
    door_of(request.scope).prove()
    return caller


async def _find_caller(request: Request, services: Services) -> Caller:
    now = to_datetime(services.clock.now())
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return await find_token_caller(services.clinics, token, now)
    check_origin(request, services)
    return await find_caller(
        services.clinics,
        request.cookies.get(services.cookie, ""),
        now,
        in_live_room=services.identity.in_live_room,
        active=BACKGROUND not in request.headers,
    )


def check_origin(request: Request, services: Services) -> None:
    """Let only our own pages change anything: browsers send ``Origin`` with every request that may.

    Raises Problem: ``request.foreign_origin``.
    """
    if request.method not in _SAFE and request.headers.get("origin") not in services.origins:
        raise Problem(HTTPStatus.FORBIDDEN, "request.foreign_origin")


async def find_person(caller: Annotated[Caller, Depends(find_signed)]) -> Caller:
    if caller.sign_in is None:
        raise Problem(HTTPStatus.FORBIDDEN, "token.not_here")
    return caller


Signed = Annotated[Caller, Depends(find_signed)]
"""Whoever is signed in, a person or an integration."""
SignedInPerson = Annotated[Caller, Depends(find_person)]
"""A person at a screen; integrations are refused."""
