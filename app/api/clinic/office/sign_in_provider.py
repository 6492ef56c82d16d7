"""``/settings/provider``: the clinic's own identity provider, which its staff can sign in through."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field, SecretStr
from starlette.responses import Response

from app.access.identity.ways.provider_settings import (
    ChosenProvider,
    ProviderForm,
    access_provider,
    drop_provider,
    keep_provider,
)
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.identity.answers import Form
from app.api.services import Provided

__all__ = ["router"]

router = APIRouter(tags=["settings"])

_ID = Field(min_length=1, max_length=255)
_Domain = Annotated[str, Field(min_length=1, max_length=255)]


class ProviderBody(Form):
    """A provider and what it knows us by."""

    issuer: str = Field(min_length=1, max_length=500, examples=["https://login.clinic.example"])
    client_id: Annotated[str, _ID]
    secret: Annotated[SecretStr, Field(max_length=1_000)] | None = Field(
        None,
        description="None keeps the one that is there; empty for a client without one. It is never answered.",
    )
    domains: list[_Domain] = Field(
        default_factory=list,
        max_length=20,
        examples=[["clinic.example"]],
        description="Whose addresses accounts are found by the first time; any if there is none.",
    )


class ProviderAnswer(BaseModel):
    """The clinic's provider."""

    issuer: str
    client_id: str
    has_secret: bool
    domains: list[str]


class ProviderSettingsAnswer(BaseModel):
    """The clinic's provider, if it has one."""

    provider: ProviderAnswer | None
    return_url: str = Field(description="Our address that has to be registered with the provider.")
    version: int = Field(description="Of the clinic’s settings.")


@router.get("/settings/provider")
async def get_provider(caller: Signed, services: Provided, response: Response) -> ProviderSettingsAnswer:
    """The clinic's provider."""
    chosen, version = await access_provider(caller)
    return _answer(response, services.identity.oidc.redirect_uri, chosen, version)


@router.put("/settings/provider")
async def put_provider(
    caller: Signed, services: Provided, response: Response, version: Version, body: ProviderBody
) -> ProviderSettingsAnswer:
    """Choose the provider, which is asked who it is. Needs a fresh proof."""
    secret = None if body.secret is None else body.secret.get_secret_value()
    form = ProviderForm(body.issuer, body.client_id, secret, body.domains)
    chosen, changed = await keep_provider(caller, services.identity.oidc, form, version)
    return _answer(response, services.identity.oidc.redirect_uri, chosen, changed)


@router.delete("/settings/provider", status_code=HTTPStatus.NO_CONTENT)
async def delete_provider(caller: Signed, version: Version) -> None:
    """Have no provider any more. Needs a fresh proof."""
    await drop_provider(caller, version)


def _answer(
    response: Response, return_url: str, chosen: ChosenProvider | None, version: int
) -> ProviderSettingsAnswer:
    tag_version(response, version)
    provider = None
    if chosen is not None:
        client = chosen.client
        provider = ProviderAnswer(
            issuer=client.issuer,
            client_id=client.client_id,
            has_secret=client.secret is not None,
            domains=list(chosen.domains),
        )
    return ProviderSettingsAnswer(provider=provider, return_url=return_url, version=version)
