"""What goes wrong with a request, as problem documents (RFC 9457) with stable codes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.access.schedule.sessions.conflicts import Conflicted, FoundConflict
from app.api.problems import Problem, problem_response
from app.persistence.clinic_store import ClinicUnknown
from app.persistence.unit_of_work import StorageUnavailable, WriteConflict
from clinic.common.errors import Invalid, Refused
from clinic.identity.lockout import MustWait
from clinic.schedule.conflicts import Severity

__all__ = [
    "STATUSES",
    "ConflictAnswer",
    "ProblemAnswer",
    "add_error_handlers",
    "conflict_answers",
    "refused",
]

_STATUSES = {
    "sign_in": HTTPStatus.UNAUTHORIZED,
    "token": HTTPStatus.UNAUTHORIZED,
    "access": HTTPStatus.FORBIDDEN,
    "version": HTTPStatus.PRECONDITION_FAILED,
    "password": HTTPStatus.UNPROCESSABLE_ENTITY,
    "pin": HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""By the first part of a code; others are conflicts with what is stored."""
_EXACT = {
    # A wrong proof is no end of a sign-in, which a browser would read from 401.
    "sign_in.wrong": HTTPStatus.FORBIDDEN,
    "sign_in.wait": HTTPStatus.TOO_MANY_REQUESTS,
    "sign_in.busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "passkey.unknown": HTTPStatus.FORBIDDEN,
    "totp.wrong": HTTPStatus.FORBIDDEN,
    "totp.used": HTTPStatus.FORBIDDEN,
    "recovery.wrong": HTTPStatus.FORBIDDEN,
    "recovery.used": HTTPStatus.FORBIDDEN,
    "link.invalid": HTTPStatus.NOT_FOUND,
    "link.expired": HTTPStatus.GONE,
    "link.used": HTTPStatus.GONE,
    "link.withdrawn": HTTPStatus.GONE,
}
_RETRY_S = 3
_MOST_CONFLICTS = 100


class ProblemFieldAnswer(BaseModel):
    """What is wrong with one field."""

    field: str
    code: str


class ConflictPersonAnswer(BaseModel):
    """A person whom a conflict concerns."""

    id: str
    name: str


class ConflictAnswer(BaseModel):
    """What speaks against a session."""

    code: str
    severity: Severity
    people: list[ConflictPersonAnswer]
    at: datetime = Field(description="When the session begins.")
    other: str | None = Field(None, description="Another session at that time.")


class ProblemAnswer(BaseModel):
    """A refused request: nothing has changed."""

    title: str
    status: int
    code: str
    reason: str | None = None
    errors: list[ProblemFieldAnswer] = []
    conflicts: list[ConflictAnswer] = []


STATUSES: Final[Mapping[int, str]] = MappingProxyType(
    {
        400: "The body or the cursor cannot be read.",
        401: "Nobody is signed in.",
        403: "Not allowed for this caller, or a fresh proof is needed.",
        404: "There is no such thing in this clinic.",
        409: "The rules refuse it as things are.",
        410: "The link was used, withdrawn, or has expired.",
        412: "Somebody else changed it meanwhile.",
        413: "The body is too large.",
        415: "The body is no JSON.",
        422: "The form is wrong; each field is listed.",
        428: "The version of what is changed has to be named.",
        429: "Too many tries; come back after `Retry-After`.",
        503: "The database cannot be used now.",
    }
)
"""What requests are refused with, for the description."""


def refused(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the ``responses`` of a route that may be refused in these ways besides what follows from its arguments."""
    return {status: {"description": STATUSES[status]} for status in statuses}


def add_error_handlers(app: FastAPI) -> None:
    """Let an application answer for everything that its routes raise."""
    app.add_exception_handler(Problem, _answer_problem)
    app.add_exception_handler(Conflicted, _answer_conflicted)
    app.add_exception_handler(Refused, _answer_refusal)
    app.add_exception_handler(RequestValidationError, _answer_malformed)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(StorageUnavailable, _answer_outage)
    app.add_exception_handler(WriteConflict, _answer_conflict)
    app.add_exception_handler(ClinicUnknown, _answer_no_clinic)


def _answer_problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem), "registered for this class"
    return problem_response(error)


def _answer_refusal(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused), "registered for this class"
    if isinstance(error, Invalid):
        errors = [{"field": one.field, "code": one.code} for one in error.errors]
        return _answer(HTTPStatus.UNPROCESSABLE_ENTITY, "form.invalid", None, errors)
    headers = None
    if isinstance(error, MustWait):
        headers = {"retry-after": str(error.retry_after_s)}
    elif error.code == "sign_in.busy":
        headers = {"retry-after": str(_RETRY_S)}
    return _answer(_status_of(error.code), error.code, error.reason, headers=headers)


def _status_of(code: str) -> HTTPStatus:
    first, _, last = code.partition(".")
    if code in _EXACT:
        return _EXACT[code]
    return HTTPStatus.NOT_FOUND if last == "unknown" else _STATUSES.get(first, HTTPStatus.CONFLICT)


def conflict_answers(found: Sequence[FoundConflict]) -> list[ConflictAnswer]:
    """Return conflicts as they are answered, a hundred at most."""
    return [
        ConflictAnswer(
            code=each.conflict.code,
            severity=each.conflict.severity,
            people=[ConflictPersonAnswer(id=person, name=name) for person, name in each.names.items()],
            at=each.at,
            other=each.conflict.other,
        )
        for each in found[:_MOST_CONFLICTS]
    ]


def _answer_conflicted(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Conflicted), "registered for this class"
    found = [each.model_dump(mode="json") for each in conflict_answers(error.found)]
    return _answer(HTTPStatus.CONFLICT, error.code, error.reason, conflicts=found)


def _answer_malformed(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError), "registered for this class"
    if _is_not_json(error):
        return _answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "request.not_json", None)
    # The values are never repeated: they may be personal data.
    errors = [
        {"field": ".".join(str(part) for part in item["loc"][1:]), "code": f"form.{item['type']}"}
        for item in error.errors()
    ]
    return _answer(HTTPStatus.UNPROCESSABLE_ENTITY, "form.malformed", None, errors)


def _is_not_json(error: RequestValidationError) -> bool:
    # A body that is announced as something else reaches the form as it came.
    return any(item["loc"] == ("body",) and isinstance(item.get("input"), bytes) for item in error.errors())


def _answer_http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException), "registered for this class"
    status = HTTPStatus(error.status_code)
    known = {HTTPStatus.NOT_FOUND: "route.unknown", HTTPStatus.METHOD_NOT_ALLOWED: "route.method"}
    return _answer(status, known.get(status, "request.malformed"), None, headers=error.headers)


def _answer_outage(_request: Request, _error: Exception) -> Response:
    return problem_response(Problem(HTTPStatus.SERVICE_UNAVAILABLE, "storage.unavailable", _RETRY_S))


def _answer_conflict(_request: Request, _error: Exception) -> Response:
    return _answer(HTTPStatus.CONFLICT, "storage.conflict", None)


def _answer_no_clinic(_request: Request, _error: Exception) -> Response:
    return _answer(HTTPStatus.NOT_FOUND, "clinic.unknown", None)


def _answer(
    status: HTTPStatus,
    code: str,
    reason: str | None,
    errors: list[dict[str, str]] | None = None,
    headers: Any = None,
    conflicts: list[dict[str, Any]] | None = None,
) -> Response:
    content: dict[str, Any] = {"title": status.phrase, "status": status.value, "code": code}
    if reason is not None:
        content["reason"] = reason
    if errors:
        content["errors"] = errors
    if conflicts:
        content["conflicts"] = conflicts
    return JSONResponse(content, status.value, headers, media_type="application/problem+json")
