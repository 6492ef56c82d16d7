"""What signing in works with, put together from the settings."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.access.identity.founding import list_clinics
from app.access.identity.notices import Notices
from app.access.identity.recovery import Recoveries
from app.access.identity.services import IdentityServices
from app.access.identity.staying import keep_signed_in
from app.access.mail.pages import Pages
from app.api.clinic.identity.providers import RETURN_PATH
from app.auth.credentials.hashing import SecretHasher
from app.auth.credentials.passkeys import Passkeys, find_relying_party
from app.auth.device_cookies import DeviceCookies
from app.auth.invitations import Invitations
from app.auth.oidc.fetch import JsonFetcher
from app.auth.oidc.sign_in import OidcSignIn
from app.auth.outstanding import Challenges, Outstanding
from app.auth.secret_key import signing_key
from app.live.entrance import Entrance
from app.persistence.clinic_store import ClinicStore, ClinicUnit
from app.runtime.clock import to_datetime
from app.runtime.settings import Mode, Settings
from clinic.common.ids import ClinicId, PersonId
from clinic.identity.lockout import Lockout
from rooms.model.ids import PersonId as RoomPersonId
from rooms.runtime.ports import Clock
from rooms.runtime.registry import RoomRegistry

__all__ = ["DEMO_CLINIC", "OpenedIdentity", "UnsentNotices", "find_demo_clinic", "open_identity"]

DEMO_CLINIC: Final = ClinicId("cl_riverside")
_NAME: Final = "Attune"


class UnsentNotices:
    """Implements ``Notices`` where there is no way to send mail: people are told by other means."""

    async def invite(self, unit: ClinicUnit, person: PersonId, url: str) -> bool:
        """Send nothing."""
        return False

    async def recovery(self, unit: ClinicUnit, person: PersonId, url: str) -> bool:
        """Send nothing."""
        return False

    async def new_device(self, unit: ClinicUnit, person: PersonId) -> bool:
        """Send nothing."""
        return False


@dataclass(frozen=True, slots=True)
class OpenedIdentity:
    """What signing in works with, to be closed once."""

    services: IdentityServices
    recoveries: Recoveries
    fetcher: JsonFetcher
    people_in_rooms: Callable[[], Collection[str]]
    now: Callable[[], datetime]

    async def run(self) -> None:
        """Send links to those who asked, and keep people in rooms signed in, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.recoveries.run(), name="identity:recoveries")
            staying = keep_signed_in(self.services.store.database, self.people_in_rooms, self.now)
            tasks.create_task(staying, name="identity:staying")

    async def close(self) -> None:
        """Close threads and connections."""
        self.services.hasher.close()
        await self.fetcher.close()


async def find_demo_clinic(settings: Settings, store: ClinicStore) -> ClinicId | None:
    """Return the clinic whose people anybody can be: in the demo, if it was filled with invented people."""
    if settings.mode is not Mode.DEMO:
        return None
    return DEMO_CLINIC if DEMO_CLINIC in {clinic.id for clinic in await list_clinics(store)} else None


def open_identity(
    settings: Settings,
    store: ClinicStore,
    invitations: Invitations,
    entrance: Entrance,
    rooms: RoomRegistry,
    clock: Clock,
    notices: Notices | None = None,
    *,
    demo_clinic: ClinicId | None = None,
) -> OpenedIdentity:
    """Put it together. ``demo_clinic`` as ``find_demo_clinic`` has found it."""
    demo = settings.mode is Mode.DEMO
    fetcher = JsonFetcher(allow_loopback=demo)
    party = find_relying_party(settings.public_url, _NAME)
    services = IdentityServices(
        store=store,
        hasher=SecretHasher(),
        lockout=Lockout(),
        devices=DeviceCookies(signing_key(settings), secure=settings.public_url.startswith("https:")),
        passkeys=None if party is None else Passkeys(party, Challenges()),
        new_totp=Outstanding(),
        oidc=OidcSignIn(fetcher, settings.public_url + RETURN_PATH),
        at_provider=Outstanding(),
        notices=UnsentNotices() if notices is None else notices,
        invitations=invitations,
        entrance=entrance,
        in_live_room=lambda person: rooms.is_connected(RoomPersonId(person)),
        pages=Pages(settings.public_url),
        demo_clinic=demo_clinic,
    )

    def now() -> datetime:
        return to_datetime(clock.now())

    return OpenedIdentity(services, Recoveries(services, now), fetcher, rooms.people_connected, now)
