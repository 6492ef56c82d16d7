"""``POST /auth/token``: an access token for a system that shows who it is (SMART Backend Services)."""

from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.access.records.exports.callers import TOKEN_LASTS
from app.access.records.exports.tokens import ScopesRefused, give_token
from app.api.doors.networks import networks_of
from app.api.doors.scope import door_of
from app.api.services import services_of
from app.auth.assertions import AssertionRefused
from app.exports.fhir.scopes import write_scopes
from app.persistence.clinic_store import ClinicUnknown
from app.persistence.unit_of_work import StorageUnavailable, WriteConflict
from app.runtime.clock import to_datetime

__all__ = ["post_token"]

_ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_FORM: Final = "application/x-www-form-urlencoded"
_MOST_FIELDS: Final = 20


async def post_token(request: Request) -> Response:
    """Answer an access token."""
    services = services_of(request)
    steady, host = services.clock.steady(), request.client.host if request.client else ""
    if not all([services.strangers.admit(network, steady) for network in networks_of(host)]):
        return _refuse(HTTPStatus.TOO_MANY_REQUESTS, "slow_down", "Too many requests.", retry_s="10")
    form = await _form(request)
    if form is None:
        return _refuse(HTTPStatus.BAD_REQUEST, "invalid_request", f"The body has to be {_FORM}.")
    if form.get("grant_type") != "client_credentials":
        return _refuse(HTTPStatus.BAD_REQUEST, "unsupported_grant_type", "It has to be client_credentials.")
    if form.get("client_assertion_type") != _ASSERTION or "scope" not in form:
        return _refuse(HTTPStatus.BAD_REQUEST, "invalid_request", "scope and an assertion are needed.")
    now = to_datetime(services.clock.now())
    try:
        given = await give_token(
            services.clinics, services.systems, form.get("client_assertion", ""), form["scope"], now
        )
    except AssertionRefused as refused:
        return _refuse(HTTPStatus.BAD_REQUEST, "invalid_client", refused.why)
    except ScopesRefused:
        return _refuse(HTTPStatus.BAD_REQUEST, "invalid_scope", "None of these scopes may be given.")
    except (StorageUnavailable, WriteConflict, ClinicUnknown):
        return _refuse(
            HTTPStatus.SERVICE_UNAVAILABLE, "temporarily_unavailable", "Try again soon.", retry_s="3"
        )
    door_of(request.scope).prove()
    return JSONResponse(
        {
            "access_token": given.text,
            "token_type": "bearer",
            "expires_in": int(TOKEN_LASTS.total_seconds()),
            "scope": write_scopes(given.scopes),
        },
        headers=_NOT_KEPT,
    )


_NOT_KEPT: Final = {"cache-control": "no-store", "pragma": "no-cache"}


async def _form(request: Request) -> dict[str, str] | None:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        return None
    try:
        body = (await request.body()).decode("ascii")
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    form = dict(pairs)
    # Whoever says something twice means two things.
    return form if len(form) == len(pairs) else None


def _refuse(status: HTTPStatus, error: str, text: str, retry_s: str | None = None) -> Response:
    headers = _NOT_KEPT if retry_s is None else {**_NOT_KEPT, "retry-after": retry_s}
    return JSONResponse({"error": error, "error_description": text}, status, headers)
