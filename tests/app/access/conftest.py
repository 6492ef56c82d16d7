"""A clinic over SQLite, and principals in it, for tests below HTTP."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit
from app.persistence.encryption import InstallationKey
from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.persistence.repositories.people.people import PersonRecord
from app.persistence.unit_of_work import Database
from app.runtime.ids import new_assignment_id, new_couple_id
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.errors import Invalid, Refused
from clinic.common.ids import ClinicId, CoupleId, PersonId, SignInId
from clinic.identity.access import Principal, PrincipalKind
from clinic.identity.roles import StaffRole
from clinic.people.couples import CoupleUnit
from tests.app.conftest import DATA_KEY
from tests.support.databases.built_once import BuiltOnce
from tests.support.service.clinics import Clinic, open_clinic

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)


@dataclass
class Place:
    """A clinic in which somebody does something."""

    clinic: Clinic

    @property
    def login_hash(self) -> Callable[[str], bytes]:
        return self.clinic.store.key.login_hash

    @asynccontextmanager
    async def write(self, now: datetime = NOW) -> AsyncIterator[ClinicUnit]:
        async with self.clinic.store.write(self.clinic.id, Actor("pt_tests"), now) as unit:
            yield unit

    async def staff(self, *roles: StaffRole, name: str = "") -> Principal:
        name = name or f"Sam {'-'.join(roles) or 'nobody'}"
        return self.principal(await self.clinic.staff(name, *roles), *roles)

    def principal(self, person: PersonId, *roles: StaffRole, proved_at: datetime = NOW) -> Principal:
        return Principal(
            self.clinic.id, person, PrincipalKind.STAFF, frozenset(roles), SignInId("si_1"), proved_at
        )

    def client(self, person: PersonId) -> Principal:
        return Principal(self.clinic.id, person, PrincipalKind.CLIENT, frozenset(), SignInId("si_2"), NOW)

    async def assign(
        self,
        clinician: PersonId,
        role: CareTeamRole,
        *,
        client: PersonId | None = None,
        couple: CoupleId | None = None,
        since: datetime = NOW - timedelta(days=30),
        until: datetime | None = None,
    ) -> str:
        record = AssignmentRecord(
            new_assignment_id(), Assignment(clinician, role, Period(since, until), client, couple)
        )
        async with self.write() as unit:
            await unit.assignments.add(record)
        return record.id

    async def couple(self, first: PersonId, second: PersonId, until: datetime | None = None) -> CoupleId:
        couple = CoupleUnit(
            new_couple_id(), ClinicId(self.clinic.id), (first, second), NOW - timedelta(days=60), until
        )
        async with self.write() as unit:
            await unit.couples.add(couple)
        return couple.id

    async def record(self, person: PersonId) -> PersonRecord:
        async with self.write() as unit:
            found = await unit.people.find(person)
        assert found is not None
        return found

    async def noted(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return the audit trail: what was done to whom."""
        async with self.write() as unit:
            return [(one.entry.action, one.entry.subjects) for one in await unit.audit.page()]


@pytest.fixture
async def place(sqlite: Database, built_once: BuiltOnce) -> Place:
    store = ClinicStore(sqlite, InstallationKey(DATA_KEY))
    return Place(await built_once.step("place", lambda: open_clinic(store, "here", NOW), store))


@asynccontextmanager
async def refused(code: str, reason: str | None = None) -> AsyncIterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code
    if reason is not None:
        assert caught.value.reason == reason


@asynccontextmanager
async def invalid(**fields: str) -> AsyncIterator[None]:
    """Expect these fields to be wrong with these codes, and no others."""
    with pytest.raises(Invalid) as caught:
        yield
    found: dict[str, Any] = {one.field: one.code for one in caught.value.errors}
    assert found == {field.replace("__", "."): code for field, code in fields.items()}
