"""``/sign-in/oidc``: to a clinic's identity provider and back. Browsers come here, so answers are redirects."""

from http import HTTPStatus
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Path
from starlette.responses import RedirectResponse

from app.access.identity.ways.providers import begin_at_provider, finish_at_provider
from app.api.clinic.common.fields import Token
from app.api.clinic.identity.cookies import set_browser
from app.api.clinic.identity.visitors import Strange
from clinic.errors import Refused
from clinic.ids import ClinicId

__all__ = ["RETURN_PATH", "router"]

RETURN_PATH: Final = "/api/v1/sign-in/oidc/return"
"""Our address that providers send people back to."""
_MAX_QUERY: Final = 8_192
router = APIRouter(tags=["Signing in"])


@router.get(
    "/sign-in/oidc/return",
    name="return_from_provider",
    status_code=HTTPStatus.SEE_OTHER,
    response_class=RedirectResponse,
)
async def come_back(stranger: Strange) -> RedirectResponse:
    """Come back from the provider; leads to the first page, with the code of a refusal behind the #."""
    query = stranger.request.query_params
    answer = dict(query) if len(str(query)) <= _MAX_QUERY else {}
    try:
        started = await finish_at_provider(stranger.services.identity, answer, stranger.visitor, stranger.now)
    except Refused as refused:
        return _to(f"/#refused={quote(refused.code)}")
    response = _to("/")
    stranger.take(started, response)
    return response


@router.get("/sign-in/oidc/{clinic}", status_code=HTTPStatus.SEE_OTHER, response_class=RedirectResponse)
async def go_to_provider(
    clinic: Annotated[Token, Path(max_length=40)], stranger: Strange
) -> RedirectResponse:
    """Go to the clinic's provider."""
    browser = stranger.browser
    try:
        url = await begin_at_provider(stranger.services.identity, ClinicId(clinic), browser, stranger.now)
    except Refused as refused:
        return _to(f"/#refused={quote(refused.code)}")
    response = _to(url)
    set_browser(response, stranger.services.cookie, browser)
    return response


def _to(url: str) -> RedirectResponse:
    return RedirectResponse(url, HTTPStatus.SEE_OTHER)
