"""A clinic whose people can be written to, and appointments they take part in."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update

from app.access.mail.appointments import Meeting
from app.auth.one_time import make_secret
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.models.identity import SignInRow, StaffRoleRow
from app.persistence.models.people import PersonRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from app.persistence.repositories.clinics import ClinicRepository
from app.persistence.repositories.mail.feeds import PlannedTime
from app.persistence.unit_of_work import Database
from clinic.common.ids import AppointmentId, ClinicId, PersonId
from clinic.identity.roles import StaffRole
from tests.support.schedule.series import lone_series

__all__ = ["ASHA", "BRUNO", "HERE", "RUIZ", "SYSTEM", "THERE", "MailClinic", "open_mail_clinic"]

HERE, THERE = ClinicId("cl_here"), ClinicId("cl_there")
ASHA, BRUNO, RUIZ = PersonId("pt_asha"), PersonId("pt_bruno"), PersonId("pt_ruiz")
DATA_KEY = "the key of this installation, forty-two"
SYSTEM = Actor("system")


@dataclass
class MailClinic:
    """The clinic ``HERE`` beside another, ``THERE``."""

    store: ClinicStore
    database: Database

    async def add_person(
        self,
        person: PersonId,
        now: datetime,
        *,
        clinic: ClinicId = HERE,
        kind: str = "client",
        email: str | None = "",
        channel: str | None = "email",
        safe_times: str = "",
        languages: tuple[str, ...] = ("en",),
        zone: str | None = None,
    ) -> None:
        """Add somebody; without another address it is the id's own name at example.net."""
        address = f"{person.removeprefix('pt_')}@example.net" if email == "" else email
        reach = json.dumps({"channel": channel, "safe_times": safe_times}) if channel else None
        async with self.store.write(clinic, SYSTEM, now) as unit:
            unit.session.add(
                PersonRow(
                    id=person,
                    clinic_id=clinic,
                    name=person.removeprefix("pt_").capitalize(),
                    kind=kind,
                    email=unit.keys.seal("people.email", person, address) if address else None,
                    reach=unit.keys.seal("people.reach", person, reach) if reach else None,
                    languages=list(languages),
                    time_zone=zone,
                )
            )

    async def add_appointment(
        self,
        name: str,
        begins: datetime,
        people: tuple[PersonId, ...],
        *,
        clinic: ClinicId = HERE,
        minutes: int = 90,
        now: datetime | None = None,
    ) -> Meeting:
        """Plan a meeting of these people."""
        ends = begins + timedelta(minutes=minutes)
        async with self.store.write(clinic, SYSTEM, now or begins) as unit:
            series = lone_series(name, clinic, begins)
            unit.session.add(series)
            await unit.session.flush()
            unit.session.add(
                AppointmentRow(
                    id=name,
                    clinic_id=clinic,
                    series_id=series.id,
                    title="Skills",
                    kind="group",
                    track="general",
                    begins_at=begins,
                    ends_at=ends,
                    opens_at=begins,
                    zone="America/New_York",
                    policy={},
                )
            )
            await unit.session.flush()
            unit.session.add_all(
                AttendeeRow(
                    appointment_id=name,
                    person_id=person,
                    clinic_id=clinic,
                    role="member",
                    begins_at=begins,
                    ends_at=ends,
                )
                for person in people
            )
        return Meeting(PlannedTime(AppointmentId(name), begins, ends, 0), people)

    async def cancel(self, meeting: Meeting) -> None:
        """Cancel an appointment."""
        async with self.database.transaction(writes=True) as session:
            await session.execute(
                update(AppointmentRow).where(AppointmentRow.id == meeting.time.id).values(status="cancelled")
            )

    async def sign_in(
        self, person: PersonId, now: datetime, *roles: StaffRole, clinic: ClinicId = HERE
    ) -> str:
        """Sign somebody in, with these roles of staff; returns the cookie's value."""
        secret = make_secret()
        async with self.database.transaction(writes=True) as session:
            session.add_all(StaffRoleRow(person_id=person, role=role, clinic_id=clinic) for role in roles)
            session.add(
                SignInRow(
                    id=f"si_{person}",
                    clinic_id=clinic,
                    person_id=person,
                    secret_hash=secret.hashed,
                    method="passkey",
                    device="Firefox, Linux",
                    state="active",
                    started_at=now,
                    seen_at=now,
                    proved_at=now,
                )
            )
        return secret.text


async def open_mail_clinic(database: Database, now: datetime, key: str = DATA_KEY) -> MailClinic:
    """Make both clinics; nobody is in them yet."""
    store = ClinicStore(database, InstallationKey(key))
    async with database.transaction(writes=True) as session:
        for clinic in (HERE, THERE):
            _, wrapped = store.key.new_clinic_keys()
            await ClinicRepository(session).add(clinic, clinic, "America/New_York", wrapped, now)
    return MailClinic(store, database)
