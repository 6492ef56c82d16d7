"""Which problems an operation answers with: what follows from what it asks, beside what its route declares."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

from app.api.clinic.common.errors import STATUSES
from app.api.clinic.document.operations import Operation
from clinic.identity.access import DANGEROUS, Action

__all__ = ["PROBLEM", "problem_answer", "refusals_of"]

PROBLEM: Final = "application/problem+json"
_RETRY: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "Retry-After": {
            "description": "After how many seconds to ask again.",
            "required": True,
            "schema": {"type": "integer", "minimum": 1},
            "example": 5,
        }
    }
)
_CODES: Final[Mapping[int, str]] = MappingProxyType(
    {
        401: "sign_in.needed",
        403: "sign_in.wrong",
        404: "person.unknown",
        409: "storage.conflict",
        410: "link.used",
        413: "request.too_large",
        415: "request.not_json",
        429: "sign_in.wait",
    }
)
"""An example each, where it does not depend on the operation."""


def refusals_of(operation: Operation, acts: tuple[Action, ...]) -> dict[int, tuple[str, ...]]:
    """Return the codes that an operation may be refused with for what all operations have in common, by status.

    Args:
        operation: What it asks.
        acts: The kinds of act that it is; none if everybody may do it for themselves.
    """
    found: dict[int, list[str]] = {}

    def add(status: int, *codes: str) -> None:
        found.setdefault(status, []).extend(codes)

    if operation.signed:
        add(401, "sign_in.needed", "sign_in.ended", *(() if operation.in_person else ("token.invalid",)))
        add(403, "access.denied", *(("token.not_here",) if operation.in_person else ()))
        if DANGEROUS.intersection(acts):
            add(403, "access.proof_needed")
        if operation.has_path or operation.has_body or operation.filtered:
            add(404, _CODES[404])
    if operation.stranger:
        add(429, "rate.limited")
    if operation.changes:
        if operation.signed or operation.stranger:
            add(403, "request.foreign_origin")
        add(409, _CODES[409])
    if operation.paged:
        add(400, "page.cursor")
    _add_input(operation, add)
    add(503, "storage.unavailable")
    return {status: tuple(codes) for status, codes in sorted(found.items())}


def _add_input(operation: Operation, add: Any) -> None:
    if operation.has_body:
        add(400, "request.malformed")
        add(413, _CODES[413])
        add(415, _CODES[415])
    if operation.has_input:
        add(422, "form.malformed")
    if operation.versioned:
        add(412, "version.other")
        add(428, "version.missing")


def problem_answer(status: int, codes: tuple[str, ...]) -> dict[str, Any]:
    """Return the description of a problem with an example of each code."""
    answer: dict[str, Any] = {
        "description": STATUSES[status],
        "content": {
            PROBLEM: {
                "schema": {"$ref": "#/components/schemas/ProblemAnswer"},
                "examples": {code: {"value": _example(status, code)} for code in codes or (_CODES[status],)},
            }
        },
    }
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        answer["headers"] = dict(_RETRY)
    return answer


def _example(status: int, code: str) -> dict[str, Any]:
    example: dict[str, Any] = {"title": HTTPStatus(status).phrase, "status": status, "code": code}
    if code == "form.malformed":
        example["errors"] = [{"field": "name", "code": "form.string_too_long"}]
    return example
