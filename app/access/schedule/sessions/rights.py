"""Who may see and change which sessions.

Those who plan the clinic's weeks see and change all of them. Other staff see the sessions they are expected in, and
change those they lead. Clients see their own.
"""

from collections.abc import Iterable
from datetime import datetime

from app.access.reading import is_planner
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.schedule.records import Appointment, Expected
from clinic.common.errors import Refused
from clinic.common.ids import AppointmentId, CohortId, PersonId
from clinic.identity.access import Action, Principal, PrincipalKind, check
from clinic.schedule.attendees import LEADING

__all__ = [
    "check_cohort",
    "check_leads",
    "check_read",
    "find_to_change",
    "may_see",
    "own_clients",
]


def check_read(principal: Principal, now: datetime) -> None:
    """Check that somebody may read a schedule: their own, or more. Raises Refused: ``access.denied``."""
    client = principal.kind is PrincipalKind.CLIENT
    check(principal, Action.OWN_READ if client else Action.SCHEDULE_READ, now)


def may_see(principal: Principal, appointment: Appointment) -> bool:
    """Return whether somebody who may read a schedule sees this session."""
    return is_planner(principal) or any(each.person == principal.person for each in appointment.people)


def check_leads(principal: Principal, people: Iterable[Expected]) -> None:
    """Check that somebody who may plan sessions may plan this one. Raises Refused: ``access.denied``."""
    led_by = {each.person for each in people if each.role in LEADING}
    if not is_planner(principal) and principal.person not in led_by:
        raise Refused("access.denied", Action.SCHEDULE_WRITE)


async def check_cohort(unit: ClinicUnit, principal: Principal, cohort: CohortId) -> None:
    """Check that somebody may know who is in a cohort: planners, and those who lead a session of it.

    Raises:
        Refused: ``cohort.unknown``.
    """
    if not is_planner(principal) and not await unit.appointments.leads_cohort(principal.person, cohort):
        raise Refused("cohort.unknown")


async def own_clients(unit: ClinicUnit, principal: Principal) -> frozenset[PersonId]:
    """Return the clients that a member of staff is assigned to now, alone or as partners of a couple."""
    held = [
        each.assignment
        for each in await unit.assignments.of_clinicians([principal.person], unit.now)
        if each.assignment.period.holds(unit.now)
    ]
    couples = {each.couple for each in held if each.couple}
    partners = {one for unit_ in await unit.couples.find_all(couples) for one in unit_.partners}
    return frozenset(partners | {each.client for each in held if each.client})


async def find_to_change(unit: ClinicUnit, principal: Principal, appointment: AppointmentId) -> Appointment:
    """Return a session that somebody wants to change; nobody else changes the schedule until the unit ends.

    Raises:
        Refused: ``access.denied``, ``appointment.unknown``.
    """
    check(principal, Action.SCHEDULE_WRITE, unit.now)
    await unit.appointments.lock()
    found = await unit.appointments.find(appointment)
    if found is None or not may_see(principal, found):
        raise Refused("appointment.unknown")
    check_leads(principal, found.people)
    return found
