"""The API for systems of others: what its requests work with, and the task that writes files for them."""

from dataclasses import dataclass

from app.access.records.exports.callers import AccessTokens
from app.access.records.exports.services import KeyFinder, SystemServices
from app.access.records.exports.writing import ExportWriter
from app.api.fhir.app import PREFIX
from app.auth.oidc.fetch import JsonFetcher
from app.auth.secret_key import signing_key
from app.mail.ports import Clock
from app.persistence.clinic_store import ClinicStore
from app.runtime.settings import Mode, Settings

__all__ = ["ConnectedSystems", "build_systems"]


@dataclass(frozen=True, slots=True)
class ConnectedSystems:
    """What other parts use of it, its task, and what has to be closed."""

    services: SystemServices
    writer: ExportWriter
    fetcher: JsonFetcher

    async def close(self) -> None:
        """Close all connections."""
        await self.fetcher.close()


def build_systems(settings: Settings, store: ClinicStore, clock: Clock) -> ConnectedSystems:
    """Build all of it; no file is written before its task runs."""
    fetcher = JsonFetcher(allow_loopback=settings.mode is Mode.DEMO)
    writer = ExportWriter(store, clock)
    services = SystemServices(
        settings.public_url + PREFIX, AccessTokens(signing_key(settings)), KeyFinder(fetcher), writer.wake
    )
    return ConnectedSystems(services, writer, fetcher)
