"""Signing in through a clinic's own identity provider (OpenID Connect), which its settings name.

An account is bound to the provider's subject the first time its verified address fits. Nobody above an administrator
signs in this way: whoever changes the settings, or runs the provider, must not become the clinic's owner.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from app.access.identity.services import BegunAtProvider, IdentityServices, Visitor
from app.access.identity.starting import Started, signing_in, start_sign_in
from app.auth.oidc.sign_in import OidcClient, OidcIdentity
from app.persistence.clinic_store import Actor, ClinicUnit, ClinicUnknown
from app.persistence.encryption import ClinicKeys
from app.persistence.repositories.clinics import ClinicRecord
from app.persistence.repositories.identity.accounts import Account
from clinic.errors import Refused
from clinic.identity.access import PrincipalKind
from clinic.identity.roles import StaffRole, check_rank
from clinic.ids import ClinicId

__all__ = [
    "begin_at_provider",
    "finish_at_provider",
    "has_provider",
    "provider_of",
    "write_provider",
]

_SETTING: Final = "oidc"
_PLACE: Final = "clinics.oidc_secret"


def write_provider(keys: ClinicKeys, clinic: ClinicId, client: OidcClient) -> dict[str, Any]:
    """Return what a clinic's settings hold under ``oidc`` for this provider; its secret is encrypted."""
    secret = None if client.secret is None else keys.seal(_PLACE, clinic, client.secret)
    return {"issuer": client.issuer, "client_id": client.client_id, "secret": secret}


def provider_of(keys: ClinicKeys, clinic: ClinicRecord) -> OidcClient | None:
    """Return the provider that the clinic's settings name, or None."""
    match clinic.settings.get(_SETTING):
        case {"issuer": str(issuer), "client_id": str(client_id), "secret": secret}:
            opened = keys.open(_PLACE, clinic.id, secret) if isinstance(secret, str) else None
            return OidcClient(issuer, client_id, opened)
    return None


async def has_provider(services: IdentityServices, clinic: ClinicId, now: datetime) -> bool:
    """Return whether a clinic's staff can sign in through a provider; False if there is no such clinic."""
    try:
        async with services.store.read(clinic, Actor("system"), now) as unit:
            return provider_of(unit.keys, unit.clinic) is not None
    except ClinicUnknown:
        return False


async def begin_at_provider(services: IdentityServices, clinic: ClinicId, browser: str, now: datetime) -> str:
    """Return the provider's address to send this browser to.

    Raises:
        Refused: ``oidc.none``: there is no such clinic, or it has no provider. Those of ``OidcSignIn.begin``.
    """
    client = await _client(services, clinic, now)
    url, begun = await services.oidc.begin(client, now)
    services.at_provider.keep(begun.state, BegunAtProvider(clinic, browser, begun))
    return url


async def finish_at_provider(
    services: IdentityServices, answer: Mapping[str, str], visitor: Visitor, now: datetime
) -> Started:
    """Sign in whoever came back from the provider.

    Args:
        answer: The query that they came back with.

    Raises:
        Refused: ``oidc.state``: not begun in this browser, or used already. ``oidc.nobody``: the provider names nobody
            of the clinic's staff. ``oidc.not_this_way``: somebody above an administrator. Those of
            ``OidcSignIn.finish``.
    """
    kept = services.at_provider.take(answer.get("state", ""))
    if kept is None or kept.browser != visitor.browser:
        raise Refused("oidc.state")
    client = await _client(services, kept.clinic, now)
    identity = await services.oidc.finish(client, kept.begun, answer, now)
    return await _sign_in(services, kept.clinic, identity, visitor, now)


async def _sign_in(
    services: IdentityServices, clinic: ClinicId, identity: OidcIdentity, visitor: Visitor, now: datetime
) -> Started:
    subject = services.store.key.subject_hash(identity.issuer, identity.subject)
    async with services.store.read(clinic, Actor("system"), now) as unit:
        account = await unit.accounts.by_subject(subject)
        bound = account is not None
        if account is None and identity.email is not None:
            account = await unit.accounts.by_address(services.store.key.login_hash(identity.email))
        if account is None or account.kind is not PrincipalKind.STAFF:
            raise Refused("oidc.nobody")
        await _check_rank(unit, account)
    async with signing_in(services, clinic, account.person, now) as unit:
        if not bound:
            if not await unit.accounts.bind_subject(account.person, subject):
                raise Refused("oidc.nobody")
            unit.note("oidc.bind", account.person)
        return await start_sign_in(services, unit, account, "oidc", visitor)


async def _check_rank(unit: ClinicUnit, account: Account) -> None:
    try:
        check_rank(frozenset({StaffRole.ADMIN}), await unit.roles.of(account.person))
    except Refused:
        raise Refused("oidc.not_this_way") from None


async def _client(services: IdentityServices, clinic: ClinicId, now: datetime) -> OidcClient:
    try:
        async with services.store.read(clinic, Actor("system"), now) as unit:
            client = provider_of(unit.keys, unit.clinic)
    except ClinicUnknown:
        client = None
    if client is None:
        raise Refused("oidc.none")
    return client
