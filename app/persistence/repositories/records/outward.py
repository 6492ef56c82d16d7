"""Everything of one clinic that has to do with systems of others."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.repositories.records.exports import ExportRepository
from app.persistence.repositories.records.leaving import LeavingRepository
from app.persistence.repositories.records.systems import ShownRepository, SystemRepository
from clinic.common.ids import ClinicId

__all__ = ["Outward"]


class Outward:
    """The repositories of systems, of what they were shown, of what may leave, and of their files."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self.systems = SystemRepository(session, clinic)
        self.shown = ShownRepository(session, clinic)
        self.records = LeavingRepository(session, clinic)
        self.exports = ExportRepository(session, clinic, keys)
