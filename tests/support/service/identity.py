"""What signing in works with, for tests: quick to make, with notices that are kept and hashes that are counted."""

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from app.access.identity.services import IdentityServices
from app.api.clinic.identity.providers import RETURN_PATH
from app.auth.credentials.hashing import Checked, SecretHasher
from app.auth.credentials.passkeys import Passkeys, find_relying_party
from app.auth.device_cookies import DeviceCookies
from app.auth.invitations import Invitations
from app.auth.oidc.fetch import JsonFetcher
from app.auth.oidc.sign_in import OidcSignIn
from app.auth.outstanding import Challenges, Outstanding
from app.live.entrance import Entrance
from app.persistence.clinic_store import ClinicStore, ClinicUnit
from clinic.identity.lockout import Lockout
from clinic.ids import ClinicId, PersonId

__all__ = ["PUBLIC_URL", "CountedHasher", "KeptNotices", "build_identity"]

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

    async def invite(self, unit: ClinicUnit, person: PersonId, url: str) -> None:
        """Keep an invitation."""
        self.sent.append(("invite", person, url))

    async def recovery(self, unit: ClinicUnit, person: PersonId, url: str) -> None:
        """Keep a link for recovery."""
        self.sent.append(("recovery", person, url))

    async def new_device(self, unit: ClinicUnit, person: PersonId) -> None:
        """Keep that a device was new."""
        self.sent.append(("new_device", person, ""))

    def secret(self) -> str:
        """Return the secret of the last link."""
        return self.sent[-1][2].rpartition("=")[2]


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
        public_url=PUBLIC_URL,
        demo_clinic=demo_clinic,
    )


def _nobody(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(404)
