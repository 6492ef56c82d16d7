"""Errors as ``application/problem+json`` (RFC 9457) with a stable ``code``; the client supplies the wording."""

from http import HTTPStatus

from starlette.responses import JSONResponse

__all__ = ["Problem", "problem_response"]


class Problem(Exception):
    """A rejected request.

    Args:
        status: The HTTP status.
        code: A stable identifier such as ``link.invalid`` (signaling/PROTOCOL.md part 1).
        retry_after_s: When to retry, if waiting helps.
    """

    def __init__(self, status: HTTPStatus, code: str, retry_after_s: int | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.retry_after_s = retry_after_s


def problem_response(problem: Problem) -> JSONResponse:
    """Return the response for a problem."""
    headers = {} if problem.retry_after_s is None else {"retry-after": str(problem.retry_after_s)}
    return JSONResponse(
        {"title": problem.status.phrase, "status": problem.status.value, "code": problem.code},
        status_code=problem.status.value,
        media_type="application/problem+json",
        headers=headers,
    )
