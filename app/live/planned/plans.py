"""An appointment with everything that its room has to know of it and of its people, read from the clinic."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.live.room_setup import ExpectedCouple, ExpectedPerson, PlannedSession
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.schedule.records import Appointment, Expected
from clinic.care_team.overrides import ConflictOverride
from clinic.care_team.roles import Assignment
from clinic.common.ids import AppointmentId, PersonId
from clinic.people.couples import CoupleUnit
from clinic.people.licences import Credentials
from clinic.schedule.attendees import STAFF, Attendee
from clinic.schedule.states import Status

__all__ = ["RoomPlan", "plan_room"]


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """What a room is to be."""

    session: PlannedSession
    opens_at: datetime
    cancelled: bool
    version: int


async def plan_room(unit: ClinicUnit, appointment: AppointmentId) -> RoomPlan | None:
    """Return what the appointment's room is to be, or None if the clinic has no such appointment.

    At most ten queries, however many people are expected.
    """
    found = await unit.appointments.find(appointment)
    if found is None:
        return None
    couples = await _couples(unit, found)
    session = PlannedSession(
        found.id,
        found.content.title,
        found.content.kind,
        {**await _clinic_policy(unit, found.content.kind), **found.content.policy},
        found.begins,
        found.ends,
        found.begins.astimezone(ZoneInfo(found.zone)).date(),
        await _people(unit, found),
        tuple(ExpectedCouple(couple, _share(couple, found.people)) for couple in couples),
        await _overrides(unit, couples),
    )
    return RoomPlan(session, found.opens, found.status is Status.CANCELLED, found.version)


async def _clinic_policy(unit: ClinicUnit, kind: str) -> dict[str, object]:
    stored = (await unit.rules.policies()).get(kind)
    return dict(stored.fields) if stored else {}


async def _people(unit: ClinicUnit, appointment: Appointment) -> tuple[ExpectedPerson, ...]:
    expected = sorted(appointment.people, key=lambda each: each.person)
    names = await unit.people.full_names([each.person for each in expected])
    staff = [each.person for each in expected if each.role in STAFF]
    credentials = await unit.licences.credentials(staff)
    cares_for: dict[PersonId, list[Assignment]] = {}
    for record in await unit.assignments.of_clinicians(staff, appointment.begins):
        if record.assignment.period.since <= appointment.begins:
            cares_for.setdefault(record.assignment.clinician, []).append(record.assignment)
    return tuple(
        ExpectedPerson(
            Attendee(each.person, each.role, serves=each.serves),
            *names[each.person],
            credentials.get(each.person, Credentials()),
            tuple(cares_for.get(each.person, ())),
        )
        for each in expected
        if each.person in names
    )


async def _couples(unit: ClinicUnit, appointment: Appointment) -> list[CoupleUnit]:
    """Return the couples of whom both are expected, as they are when it begins."""
    people = {each.person for each in appointment.people}
    return [
        couple
        for couple in await unit.couples.of(people)
        if couple.is_active(appointment.begins) and people.issuperset(couple.partners)
    ]


def _share(couple: CoupleUnit, people: Iterable[Expected]) -> bool:
    return any(each.couple == couple.id and each.cameras == 1 for each in people)


async def _overrides(unit: ClinicUnit, couples: list[CoupleUnit]) -> tuple[ConflictOverride, ...]:
    records = await unit.overrides.of_couples([couple.id for couple in couples]) if couples else []
    return tuple(record.override for record in records)
