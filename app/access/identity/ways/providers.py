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
from app.persistence.clinic_store import Actor, ClinicUnknown
from clinic.common.errors import Refused
from clinic.common.ids import ClinicId
from clinic.identity.access import PrincipalKind
from clinic.identity.roles import StaffRole, check_rank
from clinic.identity.sign_ins import SignIn

__all__ = [
    "begin_at_provider",
    "check_provider_rank",
    "finish_at_provider",
    "go_to_provider",
    "has_provider",
    "identify",
    "take_begun",
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
    return await go_to_provider(services, clinic, browser, now)


async def go_to_provider(
    services: IdentityServices, clinic: ClinicId, browser: str, now: datetime, proves: SignIn | None = None
) -> str:
    """Do the same, to begin a sign-in or to prove one afresh."""
    chosen = await _provider(services, clinic, now)
    url, begun = await services.oidc.begin(chosen.client, now, fresh=proves is not None)
    services.at_provider.keep(begun.state, BegunAtProvider(clinic, browser, begun, proves))
    return url


def take_begun(services: IdentityServices, answer: Mapping[str, str], browser: str | None) -> BegunAtProvider:
    """Return what somebody who came back had begun, and forget it.

    Args:
        answer: The query that they came back with.
        browser: The random id of the browser that they came back in.

    Raises:
        Refused: ``oidc.state``: not begun in this browser, or used already.
    """
    kept = services.at_provider.take(answer.get("state", ""))
    if kept is None or kept.browser != browser:
        raise Refused("oidc.state")
    return kept


async def identify(
    services: IdentityServices, kept: BegunAtProvider, answer: Mapping[str, str], now: datetime
) -> tuple[ChosenProvider, OidcIdentity]:
    """Return who the clinic's provider says came back. Raises Refused: ``oidc.none``; those of ``OidcSignIn.finish``."""
    chosen = await _provider(services, kept.clinic, now)
    return chosen, await services.oidc.finish(chosen.client, kept.begun, answer, now)


async def finish_at_provider(
    services: IdentityServices,
    kept: BegunAtProvider,
    answer: Mapping[str, str],
    visitor: Visitor,
    now: datetime,
) -> Started:
    """Sign in whoever came back from the provider, having begun this.

    Raises:
        Refused: ``oidc.nobody``: the provider names nobody of the clinic's staff. ``oidc.not_this_way``: somebody above
            an administrator. Those of ``identify``.
    """
    chosen, identity = await identify(services, kept, answer, now)
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
        check_provider_rank(await unit.roles.of(account.person))
    async with signing_in(services, clinic, account.person, now) as unit:
        if not bound:
            if not await unit.accounts.bind_subject(account.person, subject):
                raise Refused("oidc.nobody")
            unit.note("oidc.bind", account.person)
        return await start_sign_in(services, unit, account, "oidc", visitor)


def check_provider_rank(roles: frozenset[StaffRole]) -> None:
    """Check that who has these roles may come through a provider. Raises Refused: ``oidc.not_this_way``."""
    try:
        check_rank(frozenset({StaffRole.ADMIN}), roles)
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
