"""``/sign-in/oidc`` and ``/me/proof/oidc``: to a clinic's identity provider and back, to sign in or to prove who one is.

Browsers come here, so answers are redirects.
"""

from http import HTTPStatus
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Path
from starlette.responses import RedirectResponse

from app.access.callers import find_caller
from app.access.identity.own.provider_proofs import begin_proof_at_provider, finish_proof_at_provider
from app.access.identity.ways.providers import begin_at_provider, finish_at_provider, take_begun
from app.api.clinic.common.fields import Token
from app.api.clinic.identity.cookies import set_browser
from app.api.clinic.identity.visitors import Strange, Stranger
from clinic.common.errors import Refused
from clinic.common.ids import ClinicId

__all__ = ["RETURN_PATH", "router"]

RETURN_PATH: Final = "/api/v1/sign-in/oidc/return"
"""Our address that providers send people back to."""
_DOOR, _PROVED = "/", "/proved"
"""Pages of the client that say how it went."""
_MAX_QUERY: Final = 8_192
router = APIRouter(tags=["Signing in"])


@router.get(
    "/sign-in/oidc/return",
    name="return_from_provider",
    status_code=HTTPStatus.SEE_OTHER,
    response_class=RedirectResponse,
)
async def come_back(stranger: Strange) -> RedirectResponse:
    """Come back from the provider; leads to the first page, or after a fresh proof to a page that says so.

    The code of a refusal is behind the #.
    """
    query = stranger.request.query_params
    answer = dict(query) if len(str(query)) <= _MAX_QUERY else {}
    services, visitor, now = stranger.services.identity, stranger.visitor, stranger.now
    page = _DOOR
    try:
        kept = take_begun(services, answer, visitor.browser)
        if kept.proves is not None:
            page = _PROVED
            await finish_proof_at_provider(services, kept, kept.proves, answer, now)
            return _to(page)
        started = await finish_at_provider(services, kept, answer, visitor, now)
    except Refused as refused:
        return _refusal(page, refused)
    response = _to(page)
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
        return _refusal(_DOOR, refused)
    return _away(stranger, url, browser)


@router.get(
    "/me/proof/oidc",
    name="begin_provider_proof",
    status_code=HTTPStatus.SEE_OTHER,
    response_class=RedirectResponse,
    tags=["Me"],
)
async def go_to_prove(stranger: Strange) -> RedirectResponse:
    """Go to one's clinic's provider, to sign in there again; comes back to a page that says how it went."""
    # A link from elsewhere leads nowhere: the sign-in's cookie comes along from our own pages only.
    services, browser = stranger.services, stranger.browser
    try:
        caller = await find_caller(
            services.clinics, stranger.secret, stranger.now, in_live_room=services.identity.in_live_room
        )
        url = await begin_proof_at_provider(services.identity, caller, browser)
    except Refused as refused:
        return _refusal(_PROVED, refused)
    return _away(stranger, url, browser)


def _away(stranger: Stranger, url: str, browser: str) -> RedirectResponse:
    response = _to(url)
    set_browser(response, stranger.services.cookie, browser)
    return response


def _refusal(page: str, refused: Refused) -> RedirectResponse:
    return _to(f"{page}#refused={quote(refused.code)}")


def _to(url: str) -> RedirectResponse:
    return RedirectResponse(url, HTTPStatus.SEE_OTHER)
