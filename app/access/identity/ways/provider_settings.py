"""A clinic's own identity provider (OpenID Connect), as its administrators choose it.

The provider is asked who it is before it is kept. Its secret is encrypted, and nobody ever reads it again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from app.access.callers import Caller
from app.auth.oidc.sign_in import OidcClient, OidcSignIn
from app.persistence.clinic_store import ClinicUnit
from app.persistence.encryption import ClinicKeys
from app.persistence.repositories.clinics import ClinicRecord
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import ClinicId
from clinic.identity.access import Action, check
from clinic.people.fields.email import email_key, email_problem

__all__ = [
    "ChosenProvider",
    "ProviderForm",
    "access_provider",
    "drop_provider",
    "keep_provider",
    "provider_of",
    "write_provider",
]

_SETTING: Final = "oidc"
_PLACE: Final = "clinics.oidc_secret"


@dataclass(frozen=True, slots=True)
class ChosenProvider:
    """A clinic's provider.

    Attributes:
        domains: Whose addresses accounts are found by the first time, as hosts in ASCII; of any domain if there is none.
    """

    client: OidcClient
    domains: tuple[str, ...] = ()

    def may_find(self, address: str) -> bool:
        """Return whether an account may be found by this address, which the provider has verified."""
        if not self.domains:
            return True
        return email_problem(address) is None and _host(address) in self.domains


@dataclass(frozen=True, slots=True)
class ProviderForm:
    """What an administrator entered.

    Attributes:
        secret: None keeps the one that is there; nothing means a client without one.
    """

    issuer: str
    client_id: str
    secret: str | None = field(repr=False)
    domains: Sequence[str] = ()


def write_provider(keys: ClinicKeys, clinic: ClinicId, chosen: ChosenProvider) -> dict[str, Any]:
    """Return what a clinic's settings hold under ``oidc`` for this provider; its secret is encrypted."""
    client = chosen.client
    secret = None if client.secret is None else keys.seal(_PLACE, clinic, client.secret)
    return {
        "issuer": client.issuer,
        "client_id": client.client_id,
        "secret": secret,
        "domains": list(chosen.domains),
    }


def provider_of(keys: ClinicKeys, clinic: ClinicRecord) -> ChosenProvider | None:
    """Return the provider that the clinic's settings name, or None."""
    match clinic.settings.get(_SETTING):
        case {"issuer": str(issuer), "client_id": str(client_id), "secret": secret, "domains": [*domains]}:
            opened = keys.open(_PLACE, clinic.id, secret) if isinstance(secret, str) else None
            return ChosenProvider(OidcClient(issuer, client_id, opened), tuple(map(str, domains)))
    return None


async def access_provider(caller: Caller) -> tuple[ChosenProvider | None, int]:
    """Return the clinic's provider, and the version of its settings. Raises Refused: ``access.denied``."""
    check(caller.principal, Action.SETTINGS_READ, caller.now)
    async with caller.read() as unit:
        return provider_of(unit.keys, unit.clinic), unit.clinic.version


async def keep_provider(
    caller: Caller, oidc: OidcSignIn, form: ProviderForm, version: int
) -> tuple[ChosenProvider, int]:
    """Choose the clinic's provider, once it has said that it is one; return it and the settings' new version.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``version.other``.
        Invalid: ``field.required`` of the client id; ``field.domain``; of the issuer what ``OidcSignIn.check`` refuses;
            ``oidc.secret_again``: a secret is for one issuer and client, so that for others it has to be entered.
    """
    check(caller.principal, Action.SETTINGS_WRITE, caller.now)
    async with caller.read() as unit:
        if unit.clinic.version != version:
            raise Refused("version.other")
        before = provider_of(unit.keys, unit.clinic)
    chosen = await _checked(form, before, oidc, caller.now)
    async with caller.write() as unit:
        setting = write_provider(unit.keys, unit.clinic.id, chosen)
        await _store(unit, setting, version)
        unit.note("settings.provider", issuer=chosen.client.issuer)
    return chosen, version + 1


async def drop_provider(caller: Caller, version: int) -> None:
    """Let nobody sign in through a provider any more. Who is signed in stays so.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``version.other``, ``oidc.none``.
    """
    check(caller.principal, Action.SETTINGS_WRITE, caller.now)
    async with caller.write() as unit:
        if provider_of(unit.keys, unit.clinic) is None:
            raise Refused("oidc.none")
        await _store(unit, None, version)
        unit.note("settings.provider", issuer="")


async def _checked(
    form: ProviderForm, before: ChosenProvider | None, oidc: OidcSignIn, now: datetime
) -> ChosenProvider:
    issuer, client_id = form.issuer.strip(), form.client_id.strip()
    errors = [] if client_id else [FieldError("client_id", "field.required")]
    domains = [domain.strip() for domain in form.domains]
    if any(email_problem(f"x@{domain}") for domain in domains):
        errors.append(FieldError("domains", "field.domain"))
    secret: str | None = form.secret or None
    if form.secret is None and before is not None and before.client.secret is not None:
        if (before.client.issuer, before.client.client_id) == (issuer, client_id):
            secret = before.client.secret
        else:
            errors.append(FieldError("secret", "oidc.secret_again"))
    if not errors:
        try:
            await oidc.check(issuer, now)
        except Refused as refused:
            errors.append(FieldError("issuer", refused.code))
    if errors:
        raise Invalid(errors)
    hosts = dict.fromkeys(_host(f"x@{domain}") for domain in domains)
    return ChosenProvider(OidcClient(issuer, client_id, secret), tuple(hosts))


async def _store(unit: ClinicUnit, setting: dict[str, Any] | None, version: int) -> None:
    now = unit.clinic
    settings = {name: value for name, value in now.settings.items() if name != _SETTING}
    if setting is not None:
        settings[_SETTING] = setting
    if not await unit.clinics.change(
        now.id, version, name=now.name, time_zone=now.time_zone, settings=settings
    ):
        raise Refused("version.other")


def _host(address: str) -> str:
    return email_key(address).rpartition("@")[2]
