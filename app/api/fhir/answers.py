"""Answers in JSON of FHIR, and what goes wrong as an OperationOutcome."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.access.records.exports.bulk import TooManyExports, UnknownExport
from app.access.records.exports.callers import Forbidden, Unauthorized
from app.exports.fhir.answers import error
from app.exports.fhir.search import Malformed
from app.persistence.clinic_store import ClinicUnknown
from app.persistence.unit_of_work import StorageUnavailable, WriteConflict

__all__ = ["HANDLERS", "NotFound", "fhir_response"]

_JSON: Final = "application/fhir+json"
_RETRY_S: Final = "3"


class NotFound(Exception):
    """There is no such record, or none for this system."""


def fhir_response(
    content: Mapping[str, Any],
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a resource as an answer."""
    return JSONResponse(content, status, {"cache-control": "no-store", **(headers or {})}, media_type=_JSON)


def _refuse(
    status: HTTPStatus, code: str, text: str, where: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    return fhir_response(error(code, text, where), status, headers)


def _malformed(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Malformed), "registered for this class"
    return _refuse(HTTPStatus.BAD_REQUEST, "invalid", problem.why, problem.parameter)


def _unauthorized(_request: Request, _problem: Exception) -> Response:
    return _refuse(
        HTTPStatus.UNAUTHORIZED,
        "login",
        "An access token is needed.",
        headers={"www-authenticate": 'Bearer error="invalid_token"'},
    )


def _forbidden(_request: Request, _problem: Exception) -> Response:
    return _refuse(HTTPStatus.FORBIDDEN, "forbidden", "The scopes of this token do not allow it.")


def _not_found(_request: Request, _problem: Exception) -> Response:
    return _refuse(HTTPStatus.NOT_FOUND, "not-found", "There is no such thing here.")


def _too_many(_request: Request, _problem: Exception) -> Response:
    return _refuse(
        HTTPStatus.TOO_MANY_REQUESTS,
        "throttled",
        "Other exports have to end or be removed before.",
        headers={"retry-after": "60"},
    )


def _outage(_request: Request, _problem: Exception) -> Response:
    return _refuse(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "transient",
        "The database cannot be used now.",
        headers={"retry-after": _RETRY_S},
    )


def _http(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException), "registered for this class"
    if problem.status_code == HTTPStatus.NOT_FOUND:
        return _not_found(request, problem)
    return _refuse(
        HTTPStatus(problem.status_code), "not-supported", "That is not done here.", headers=problem.headers
    )


def _broken(_request: Request, _problem: Exception) -> Response:
    return _refuse(HTTPStatus.INTERNAL_SERVER_ERROR, "exception", "Something went wrong here.")


HANDLERS: Final = {
    Malformed: _malformed,
    Unauthorized: _unauthorized,
    Forbidden: _forbidden,
    NotFound: _not_found,
    UnknownExport: _not_found,
    ClinicUnknown: _unauthorized,
    TooManyExports: _too_many,
    StorageUnavailable: _outage,
    WriteConflict: _outage,
    HTTPException: _http,
    Exception: _broken,
}
"""What answers for each exception."""
