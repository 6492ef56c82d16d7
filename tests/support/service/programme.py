"""A clinic with a few people, written straight into the database, for tests of what reads the programme."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.models.care_team import AssignmentRow
from app.persistence.models.people import CoupleRow, LicenceRow, PersonRow, QualificationRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from app.persistence.repositories.clinics import ClinicRepository
from app.persistence.unit_of_work import Database
from clinic.common.ids import ClinicId
from tests.support.schedule.series import lone_series

__all__ = ["CLINIC", "NOON", "TESTS", "Programme", "found_clinic"]

CLINIC = ClinicId("cl_test")
NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)
"""A Monday, noon in New York."""
TESTS = Actor("operator")


@dataclass
class Programme:
    """The clinic's rows; every method adds some."""

    store: ClinicStore
    clinic: ClinicId = CLINIC
    people: dict[str, str] = field(default_factory=dict)
    """Ids by name."""

    async def person(self, name: str, *, kind: str = "client", legal_name: str | None = None) -> str:
        """Add a person; their id is ``pt_`` and the name in small letters."""
        person = f"pt_{name.lower().replace(' ', '_').replace('.', '')}"
        async with self.store.write(self.clinic, TESTS, NOON) as unit:
            sealed = unit.keys.seal("people.legal_name", person, legal_name) if legal_name else None
            unit.session.add(
                PersonRow(
                    id=person,
                    clinic_id=self.clinic,
                    name=name,
                    kind=kind,
                    sort_name=name.casefold(),
                    legal_name=sealed,
                    time_zone="America/New_York",
                )
            )
        self.people[name] = person
        return person

    async def clinician(self, name: str, *qualifications: str, expires: date = date(2027, 1, 1)) -> str:
        """Add a member of staff with these qualifications and a licence of New York."""
        person = await self.person(name, kind="staff")
        async with self.store.write(self.clinic, TESTS, NOON) as unit:
            unit.session.add_all(
                QualificationRow(clinic_id=self.clinic, person_id=person, name=each)
                for each in qualifications or ("licensed_clinician",)
            )
            unit.session.add(
                LicenceRow(
                    id=f"li_{person}",
                    clinic_id=self.clinic,
                    person_id=person,
                    state="NY",
                    type="psychologist",
                    number=unit.keys.seal("licences.number", f"li_{person}", "1234"),
                    expires=expires,
                    privileges=[],
                )
            )
        return person

    async def couple(self, first: str, second: str) -> str:
        """Make two clients a couple."""
        couple = f"cu_{first}_{second}"[:40]
        async with self.store.write(self.clinic, TESTS, NOON) as unit:
            unit.session.add(
                CoupleRow(
                    id=couple,
                    clinic_id=self.clinic,
                    first_id=first,
                    second_id=second,
                    since=NOON - timedelta(days=30),
                )
            )
        return couple

    async def assign(self, clinician: str, role: str, *, client: str | None = None) -> None:
        """Assign a clinician to a client."""
        async with self.store.write(self.clinic, TESTS, NOON) as unit:
            unit.session.add(
                AssignmentRow(
                    id=f"as_{clinician}_{role}"[:40],
                    clinic_id=self.clinic,
                    clinician_id=clinician,
                    client_id=client,
                    role=role,
                    since=NOON - timedelta(days=10),
                )
            )

    async def appointment(
        self,
        appointment: str,
        people: dict[str, str],
        *,
        kind: str = "group",
        begins_at: datetime = NOON,
        couple: tuple[str, tuple[str, str]] | None = None,
        cameras: int = 1,
        policy: dict[str, Any] | None = None,
    ) -> None:
        """Add an appointment of an hour.

        Args:
            people: Roles by person.
            couple: The id of a couple, and its partners, who are among the people.
        """
        async with self.store.write(self.clinic, TESTS, NOON) as unit:
            series = lone_series(appointment, self.clinic, begins_at)
            unit.session.add(series)
            await unit.session.flush()
            unit.session.add(
                AppointmentRow(
                    id=appointment,
                    clinic_id=self.clinic,
                    series_id=series.id,
                    title="Monday group",
                    kind=kind,
                    track="group",
                    begins_at=begins_at,
                    ends_at=begins_at + timedelta(hours=1),
                    opens_at=begins_at - timedelta(minutes=15),
                    zone="America/New_York",
                    policy=policy or {},
                )
            )
            await unit.session.flush()
            unit.session.add_all(
                AttendeeRow(
                    appointment_id=appointment,
                    person_id=person,
                    clinic_id=self.clinic,
                    role=role,
                    couple_id=couple[0] if couple and person in couple[1] else None,
                    cameras=cameras,
                    begins_at=begins_at,
                    ends_at=begins_at + timedelta(hours=1),
                )
                for person, role in people.items()
            )

    async def expect(self, appointment: str, person: str, role: str) -> None:
        """Put somebody on an appointment's list."""
        async with self.store.write(self.clinic, TESTS, NOON) as unit:
            row = await unit.session.get(AppointmentRow, appointment)
            assert row is not None
            row.version, row.room_ready = row.version + 1, False
            unit.session.add(
                AttendeeRow(
                    appointment_id=appointment,
                    person_id=person,
                    clinic_id=self.clinic,
                    role=role,
                    begins_at=row.begins_at,
                    ends_at=row.ends_at,
                )
            )


async def found_clinic(database: Database, key: str, clinic: ClinicId = CLINIC) -> Programme:
    """Make a clinic in New York without people."""
    store = ClinicStore(database, InstallationKey(key))
    async with database.transaction(writes=True) as session:
        wrapped = store.key.new_clinic_keys()[1]
        await ClinicRepository(session).add(clinic, "Test clinic", "America/New_York", wrapped, NOON)
    return Programme(store, clinic)
