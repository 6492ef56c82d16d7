"""What signing in works with, assembled by the wiring; and what is known of a browser that asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.access.identity.notices import Notices
from app.access.mail.pages import Pages
from app.auth.credentials.hashing import SecretHasher
from app.auth.credentials.passkeys import Passkeys
from app.auth.device_cookies import DeviceCookies
from app.auth.invitations import Invitations
from app.auth.oidc.sign_in import OidcBegun, OidcSignIn
from app.auth.outstanding import Outstanding
from app.live.entrance import Entrance
from app.persistence.clinic_store import ClinicStore
from clinic.common.errors import Refused
from clinic.common.ids import ClinicId, PersonId, SignInId
from clinic.identity.lockout import Attempt, Lockout
from clinic.identity.sign_ins import SignIn

__all__ = ["BegunAtProvider", "IdentityServices", "Visitor"]


@dataclass(frozen=True, slots=True)
class BegunAtProvider:
    """A sign-in whose person is at their clinic's identity provider. Secret.

    Attributes:
        proves: The sign-in that gets a fresh proof; None if a new one begins.
    """

    clinic: ClinicId
    browser: str
    begun: OidcBegun = field(repr=False)
    proves: SignIn | None = None


@dataclass(frozen=True, slots=True)
class IdentityServices:
    """What signing in works with.

    Attributes:
        passkeys: None where the service's address cannot have passkeys.
        new_totp: Secrets that await the code that confirms them, by the sign-in that asked for them.
        at_provider: By the ``state`` that comes back.
        in_live_room: Returns whether a person is connected to a running room.
        demo_clinic: Whose people anybody can be; None in production.
    """

    store: ClinicStore
    hasher: SecretHasher
    lockout: Lockout
    devices: DeviceCookies
    passkeys: Passkeys | None
    new_totp: Outstanding[SignInId, str]
    oidc: OidcSignIn
    at_provider: Outstanding[str, BegunAtProvider]
    notices: Notices
    invitations: Invitations
    entrance: Entrance
    in_live_room: Callable[[PersonId], bool]
    pages: Pages
    demo_clinic: ClinicId | None

    def need_passkeys(self) -> Passkeys:
        """Return what checks passkeys. Raises Refused: ``passkey.unavailable``."""
        if self.passkeys is None:
            raise Refused("passkey.unavailable")
        return self.passkeys


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser that asks, whether somebody is signed in there or not.

    Attributes:
        network: Opaque key of where it comes from, as the lockout counts.
        device: What people recognize it by, such as "Firefox, Android".
        browser: The random id in its cookie; None if it has none yet.
        device_cookies: Those it sent, by name.
    """

    network: str
    device: str
    browser: str | None = field(repr=False)
    device_cookies: Mapping[str, str] = field(repr=False)

    def attempt(self, services: IdentityServices, account: str, now: datetime, *, what: str = "") -> Attempt:
        """Return its attempt to prove that it is this account's owner.

        Args:
            account: The key that the account's device cookie belongs to.
            what: Counts apart from other proofs: whoever knows one must not clear the count of another.
        """
        return Attempt(f"{what}:{account}", self.network, self.device_id(services, account, now))

    def device_id(self, services: IdentityServices, account: str, now: datetime) -> str | None:
        """Return the id of the device if this account was signed in to on it before; else None."""
        cookie = self.device_cookies.get(services.devices.name(account))
        return None if cookie is None else services.devices.read(cookie, account, now)
