"""A clinic's own rules: its holidays, and what it changed in the policies of rooms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Interval, delete, func, insert, literal, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.base import UtcDateTime
from app.persistence.models.clinics import ClinicPolicyRow, HolidayRow
from app.persistence.models.schedule import AppointmentRow
from clinic.common.ids import ClinicId

__all__ = ["ClinicRuleRepository", "Holiday", "StoredPolicy"]

_SQLITE_TIME: Final = "%Y-%m-%d %H:%M:%f000"
"""How times are stored there: with microseconds."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A local day on which no series meets."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class StoredPolicy:
    """What a clinic changed in the policy of one kind of room. Version 0 means nothing so far."""

    fields: Mapping[str, Any]
    version: int = 0


class ClinicRuleRepository:
    """The rules of one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def holidays(self) -> list[Holiday]:
        """Return all holidays in order."""
        query = select(HolidayRow).where(HolidayRow.clinic_id == self._clinic).order_by(HolidayRow.day)
        return [Holiday(row.day, row.name) for row in await self._session.scalars(query)]

    async def put_holidays(self, holidays: Sequence[Holiday]) -> None:
        """Store the holidays in place of those that were there."""
        await self._session.execute(delete(HolidayRow).where(HolidayRow.clinic_id == self._clinic))
        rows = [{"clinic_id": self._clinic, "day": one.day, "name": one.name} for one in holidays]
        if rows:
            await self._session.execute(insert(HolidayRow), rows)

    async def policies(self) -> dict[str, StoredPolicy]:
        """Return what the clinic changed, by kind of room."""
        query = select(ClinicPolicyRow).where(ClinicPolicyRow.clinic_id == self._clinic)
        return {row.kind: StoredPolicy(row.fields, row.version) for row in await self._session.scalars(query)}

    async def put_policy(self, kind: str, policy: StoredPolicy) -> None:
        """Store what the clinic changed; the schedule has to be locked."""
        mine = (ClinicPolicyRow.clinic_id == self._clinic) & (ClinicPolicyRow.kind == kind)
        await self._session.execute(delete(ClinicPolicyRow).where(mine))
        row = {
            "clinic_id": self._clinic,
            "kind": kind,
            "fields": dict(policy.fields),
            "version": policy.version,
        }
        await self._session.execute(insert(ClinicPolicyRow), [row])

    async def renew_rooms(self, kind: str, join_early_s: float, now: datetime) -> None:
        """Let the rooms of this kind's future appointments be made anew, and open so long before they begin.

        Those with a ``join_early_s`` of their own keep their opening.
        """
        later = (
            (AppointmentRow.clinic_id == self._clinic)
            & (AppointmentRow.kind == kind)
            & (AppointmentRow.begins_at > now)
        )
        begins = AppointmentRow.begins_at
        if self._session.get_bind().dialect.name == "sqlite":
            opens = type_coerce(
                func.strftime(_SQLITE_TIME, begins, f"-{join_early_s:g} seconds"), UtcDateTime
            )
        else:
            opens = type_coerce(begins - literal(timedelta(seconds=join_early_s), Interval), UtcDateTime)
        await self._session.execute(
            update(AppointmentRow)
            .where(later, AppointmentRow.policy["join_early_s"].as_float().is_(None))
            .values(opens_at=opens)
            .execution_options(synchronize_session=False)
        )
        await self._session.execute(
            update(AppointmentRow)
            .where(later)
            .values(room_ready=False, version=AppointmentRow.version + 1)
            .execution_options(synchronize_session=False)
        )
