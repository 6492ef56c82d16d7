"""What signing in works with, for tests: quick to make, with notices that are kept and hashes that are counted."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import httpx
import pyotp

from app.access.identity.links import make_link
from app.access.identity.services import IdentityServices, Visitor
from app.access.identity.ways.passkeys import register_passkey, registration_options, store_passkey
from app.access.mail.pages import Pages
from app.api.clinic.identity.providers import RETURN_PATH
from app.auth.credentials.hashing import Checked, SecretHasher
from app.auth.credentials.passkeys import Passkeys, find_relying_party
from app.auth.credentials.totp import make_totp_secret
from app.auth.device_cookies import DeviceCookies
from app.auth.invitations import Invitations
from app.auth.oidc.fetch import JsonFetcher
from app.auth.oidc.sign_in import OidcSignIn
from app.auth.outstanding import Challenges, Outstanding
from app.live.entrance import Entrance
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit
from clinic.common.ids import ClinicId, PersonId
from clinic.identity.links import LinkPurpose
from clinic.identity.lockout import Lockout
from tests.support.sign_in.accounts import HERE
from tests.support.sign_in.authenticator import SoftAuthenticator

__all__ = [
    "PUBLIC_URL",
    "CountedHasher",
    "KeptNotices",
    "add_passkey_for",
    "build_identity",
    "make_link_for",
    "set_password",
    "set_pin",
    "totp_code",
    "visitor",
]

PUBLIC_URL = "http://localhost:8000"


class CountedHasher(SecretHasher):
    """Counts how many hashes were checked."""

    def __init__(self) -> None:
        super().__init__()
        self.checks = 0

    async def check(self, stored: str | None, secret: str) -> Checked:
        """Count and check."""
        self.checks += 1
        return await super().check(stored, secret)


@dataclass
class KeptNotices:
    """Keeps what people would be told by mail."""

    sent: list[tuple[str, PersonId, str]] = field(default_factory=list)

    async def invite(self, unit: ClinicUnit, person: PersonId, url: str) -> bool:
        """Keep an invitation."""
        self.sent.append(("invite", person, url))
        return True

    async def recovery(self, unit: ClinicUnit, person: PersonId, url: str) -> bool:
        """Keep a link for recovery."""
        self.sent.append(("recovery", person, url))
        return True

    async def new_device(self, unit: ClinicUnit, person: PersonId) -> bool:
        """Keep that a device was new."""
        self.sent.append(("new_device", person, ""))
        return True

    def secret(self) -> str:
        """Return the secret of the last link."""
        return self.sent[-1][2].rpartition("#")[2]


def build_identity(
    store: ClinicStore,
    hasher: SecretHasher,
    entrance: Entrance,
    invitations: Invitations,
    *,
    notices: KeptNotices | None = None,
    in_live_room: Callable[[PersonId], bool] = lambda _person: False,
    provider: httpx.AsyncBaseTransport | None = None,
    demo_clinic: ClinicId | None = None,
) -> IdentityServices:
    """Return it for the service at ``PUBLIC_URL``."""
    party = find_relying_party(PUBLIC_URL, "Attune")
    assert party is not None, "localhost can have passkeys"
    fetcher = JsonFetcher(allow_loopback=True, transport=provider or httpx.MockTransport(_nobody))
    return IdentityServices(
        store=store,
        hasher=hasher,
        lockout=Lockout(),
        devices=DeviceCookies("key", secure=False),
        passkeys=Passkeys(party, Challenges()),
        new_totp=Outstanding(),
        oidc=OidcSignIn(fetcher, PUBLIC_URL + RETURN_PATH),
        at_provider=Outstanding(),
        notices=notices or KeptNotices(),
        invitations=invitations,
        entrance=entrance,
        in_live_room=in_live_room,
        pages=Pages(PUBLIC_URL),
        demo_clinic=demo_clinic,
    )


def _nobody(_request: httpx.Request) -> httpx.Response:
    # As from a wire: not read yet.
    return httpx.Response(404, stream=httpx.ByteStream(b"{}"))


def visitor(browser: str = "b" * 24, network: str = "192.0.2.1", **device_cookies: str) -> Visitor:
    """Return a browser that asks."""
    return Visitor(network, "Firefox, Linux", browser, device_cookies)


async def set_password(
    services: IdentityServices, person: PersonId, password: str, now: datetime, clinic: ClinicId = HERE
) -> str:
    """Give a person a password and an authenticator; returns the authenticator's secret."""
    secret = make_totp_secret()
    hashed = await services.hasher.hash(password)
    async with services.store.write(clinic, Actor("system"), now) as unit:
        await unit.accounts.set_password(person, hashed)
        await unit.accounts.set_totp(person, secret, None)
    return secret


async def set_pin(services: IdentityServices, person: PersonId, pin: str, now: datetime) -> None:
    """Give a person a PIN."""
    hashed = await services.hasher.hash(pin)
    async with services.store.write(HERE, Actor("system"), now) as unit:
        await unit.accounts.set_pin(person, hashed)


async def make_link_for(
    services: IdentityServices, person: PersonId, purpose: LinkPurpose, now: datetime
) -> str:
    """Make a link for a person; returns its secret."""
    async with services.store.write(HERE, Actor("system"), now) as unit:
        account = await unit.accounts.find(person)
        assert account is not None, "the person was added"
        return await make_link(unit, account, purpose)


async def add_passkey_for(
    services: IdentityServices, person: PersonId, now: datetime, *, counts: bool = True
) -> SoftAuthenticator:
    """Give a person a passkey; returns what holds it."""
    authenticator = SoftAuthenticator(PUBLIC_URL, counts=counts)
    async with services.store.write(HERE, Actor("system"), now) as unit:
        account = await unit.accounts.find(person)
        assert account is not None, "the person was added"
        options = await registration_options(services, unit, account, "test")
        new = await register_passkey(services, authenticator.create(options), "test", now)
        await store_passkey(unit, person, new, "Laptop")
    return authenticator


def totp_code(secret: str, at: datetime) -> str:
    """Return what the authenticator shows."""
    return str(pyotp.TOTP(secret).at(at))
