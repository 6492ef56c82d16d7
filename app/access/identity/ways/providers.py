"""Signing in through a clinic's own identity provider (OpenID Connect), which its settings name.

An account is bound to the provider's subject the first time its verified address fits. Nobody above an administrator
signs in this way: whoever changes the settings, or runs the provider, must not become the clinic's owner.
"""

from collections.abc import Mapping
from datetime import datetime

from app.access.identity.services import BegunAtProvider, IdentityServices, Visitor
from app.access.identity.starting import Started, signing_in, start_sign_in
from app.access.identity.ways.provider_settings import ChosenProvider, provider_of
from app.auth.oidc.sign_in import OidcIdentity
from app.persistence.clinic_store import Actor, ClinicUnit, ClinicUnknown
from app.persistence.repositories.identity.accounts import Account
from clinic.errors import Refused
from clinic.identity.access import PrincipalKind
from clinic.identity.roles import StaffRole, check_rank
from clinic.ids import ClinicId

__all__ = [
    "begin_at_provider",
    "finish_at_provider",
    "has_provider",
]


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
    chosen = await _provider(services, clinic, now)
    url, begun = await services.oidc.begin(chosen.client, now)
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
    chosen = await _provider(services, kept.clinic, now)
    identity = await services.oidc.finish(chosen.client, kept.begun, answer, now)
    return await _sign_in(services, kept.clinic, chosen, identity, visitor, now)


async def _sign_in(
    services: IdentityServices,
    clinic: ClinicId,
    chosen: ChosenProvider,
    identity: OidcIdentity,
    visitor: Visitor,
    now: datetime,
) -> Started:
    subject = services.store.key.subject_hash(identity.issuer, identity.subject)
    async with services.store.read(clinic, Actor("system"), now) as unit:
        account = await unit.accounts.by_subject(subject)
        bound = account is not None
        if account is None and identity.email is not None and chosen.may_find(identity.email):
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


async def _provider(services: IdentityServices, clinic: ClinicId, now: datetime) -> ChosenProvider:
    try:
        async with services.store.read(clinic, Actor("system"), now) as unit:
            chosen = provider_of(unit.keys, unit.clinic)
    except ClinicUnknown:
        chosen = None
    if chosen is None:
        raise Refused("oidc.none")
    return chosen
