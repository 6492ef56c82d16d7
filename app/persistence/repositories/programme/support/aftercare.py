"""Aftercare plans and check-ins of one clinic. Versions of a plan are only added, and are encrypted."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.programme.support import AftercarePlanRow, CheckInRow
from app.persistence.scoping import checked
from clinic.common.ids import ClinicId, PersonId
from clinic.support.aftercare import AftercarePlan, Contact, Step
from clinic.support.check_ins import Answer, CheckIn, CheckInState

__all__ = ["AftercareRepository", "KeptPlan"]

_PLAN: Final = "aftercare_plans.content"


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A version of a client's plan, and who of the staff wrote it down."""

    id: str
    client: PersonId
    by: PersonId
    at: datetime
    plan: AftercarePlan


class AftercareRepository:
    """Queries about plans and check-ins."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def plans(self, client: PersonId, limit: int) -> list[KeptPlan]:
        """Return the versions of a client's plan, the newest first."""
        query = (
            select(AftercarePlanRow)
            .where(checked(AftercarePlanRow.clinic_id) == self._clinic, AftercarePlanRow.client_id == client)
            .order_by(AftercarePlanRow.at.desc(), AftercarePlanRow.id.desc())
            .limit(limit)
        )
        return [self._kept(row) for row in await self._session.scalars(query)]

    async def count_plans(self, client: PersonId) -> int:
        """Return how many versions there are."""
        query = select(func.count()).where(
            checked(AftercarePlanRow.clinic_id) == self._clinic, AftercarePlanRow.client_id == client
        )
        return await self._session.scalar(query) or 0

    async def add_plan(self, kept: KeptPlan) -> None:
        """Add a version."""
        await self._session.execute(
            insert(AftercarePlanRow).values(
                id=kept.id,
                clinic_id=self._clinic,
                client_id=kept.client,
                by_id=kept.by,
                at=kept.at,
                content=self._keys.seal(_PLAN, kept.id, json.dumps(_write(kept.plan))),
            )
        )

    async def check_ins(self, client: PersonId) -> list[CheckIn]:
        """Return a client's check-ins by their days."""
        query = (
            select(CheckInRow)
            .where(checked(CheckInRow.clinic_id) == self._clinic, CheckInRow.client_id == client)
            .order_by(CheckInRow.due_on, CheckInRow.id)
        )
        return [_check_in(row) for row in await self._session.scalars(query)]

    async def check_in(self, check_in: str) -> CheckIn | None:
        """Return a check-in and lock it, or None."""
        query = (
            select(CheckInRow)
            .where(checked(CheckInRow.clinic_id) == self._clinic, CheckInRow.id == check_in)
            .with_for_update()
        )
        row = await self._session.scalar(query)
        return _check_in(row) if row else None

    async def due(self, day: date, limit: int) -> list[CheckIn]:
        """Return check-ins that are due by a day and not asked yet, the oldest first."""
        query = (
            select(CheckInRow)
            .where(
                CheckInRow.clinic_id == self._clinic,
                CheckInRow.state == CheckInState.PLANNED.value,
                CheckInRow.due_on <= day,
            )
            .order_by(CheckInRow.due_on, CheckInRow.id)
            .limit(limit)
        )
        return [_check_in(row) for row in await self._session.scalars(query)]

    async def unanswered(self, by: datetime, limit: int) -> list[CheckIn]:
        """Return check-ins that were asked by then and have no answer, the newest first."""
        query = (
            select(CheckInRow)
            .where(
                CheckInRow.clinic_id == self._clinic,
                CheckInRow.state == CheckInState.ASKED.value,
                CheckInRow.asked_at <= by,
            )
            .order_by(CheckInRow.due_on.desc(), CheckInRow.id)
            .limit(limit)
        )
        return [_check_in(row) for row in await self._session.scalars(query)]

    async def add_check_ins(self, planned: Iterable[CheckIn]) -> None:
        """Add check-ins that are planned."""
        rows = [
            {
                "id": one.id,
                "clinic_id": self._clinic,
                "client_id": one.client,
                "due_on": one.due,
                "state": one.state.value,
            }
            for one in planned
        ]
        if rows:
            await self._session.execute(insert(CheckInRow), rows)

    async def put_check_in(self, one: CheckIn) -> None:
        """Store how far a check-in is now."""
        await self._session.execute(
            update(CheckInRow)
            .where(CheckInRow.clinic_id == self._clinic, CheckInRow.id == one.id)
            .values(
                state=one.state.value,
                asked_at=one.asked_at,
                answer=one.answer,
                answered_at=one.answered_at,
            )
        )

    def _kept(self, row: AftercarePlanRow) -> KeptPlan:
        content = json.loads(self._keys.open(_PLAN, row.id, row.content))
        return KeptPlan(row.id, PersonId(row.client_id), PersonId(row.by_id), row.at, _read(content))


def _write(plan: AftercarePlan) -> dict[str, Any]:
    return {
        "steps": [[one.text, one.on.isoformat() if one.on else None] for one in plan.steps],
        "contacts": [[one.name, one.phone] for one in plan.contacts],
        "signs": list(plan.signs),
        "helps": list(plan.helps),
    }


def _read(content: dict[str, Any]) -> AftercarePlan:
    return AftercarePlan(
        tuple(
            Step(text, date.fromisoformat(on) if on else None)
            # An earlier release stored what kind of step it was.
            for *_, text, on in content["steps"]
        ),
        tuple(Contact(name, phone) for name, phone in content["contacts"]),
        tuple(content["signs"]),
        tuple(content["helps"]),
    )


def _check_in(row: CheckInRow) -> CheckIn:
    return CheckIn(
        row.id,
        PersonId(row.client_id),
        row.due_on,
        CheckInState(row.state),
        row.asked_at,
        Answer(row.answer) if row.answer else None,
        row.answered_at,
    )
