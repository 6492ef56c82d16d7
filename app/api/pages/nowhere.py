"""What the service answers where nothing is, or where another method is meant: each caller in a form that they can read.

A request of a program gets a problem document, a person's browser the client's own page, which says so kindly and leads
home, and everything else a line of text.
"""

from http import HTTPStatus
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app.api.pages.files import Prepared, answer_prepared
from app.api.problems import Problem, problem_response

__all__ = ["answer_nowhere", "wants_page"]

_API: Final = "/api/"
_CODES: Final = {
    HTTPStatus.NOT_FOUND: "route.unknown",
    HTTPStatus.METHOD_NOT_ALLOWED: "route.method",
}


def answer_nowhere(request: Request, error: HTTPException, page: Prepared) -> Response:
    """Return the answer.

    Args:
        page: The client's page, which shows by itself that there is nothing at its address.
    """
    status = HTTPStatus(error.status_code)
    if request.url.path.startswith(_API) and status in _CODES:
        answer: Response = problem_response(Problem(status, _CODES[status]))
        answer.headers.update(error.headers or {})
    elif status is HTTPStatus.NOT_FOUND and wants_page(request):
        answer = answer_prepared(page, request.headers, status)
    else:
        answer = PlainTextResponse(f"{status.phrase}\n", status, error.headers)
    if status is HTTPStatus.NOT_FOUND:
        answer.headers.add_vary_header("Accept")
    return answer


def wants_page(request: Request) -> bool:
    """Return whether a person's browser asks for a page: such requests name HTML, others take anything."""
    if request.method not in ("GET", "HEAD"):
        return False
    named = [one.partition(";") for one in request.headers.get("accept", "").lower().split(",")]
    return any(
        kind.strip() == "text/html" and rest.replace(" ", "") not in ("q=0", "q=0.0")
        for kind, _, rest in named
    )
