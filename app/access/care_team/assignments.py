"""Care teams: who sees which part of one, and assigning clinicians under the rule R1."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.access.people.couples import known_couple
from app.access.people.finding import check_knows_clients, find_client, named_client, named_staff
from app.access.reading import Reader, relations
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.persistence.repositories.people.people import Named
from app.runtime.ids import new_assignment_id
from clinic.care_team.period import Period
from clinic.care_team.reading import Category
from clinic.care_team.roles import Assignment, CareTeamRole, check_assignment
from clinic.care_team.separation import check_separation
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import CoupleId, PersonId
from clinic.identity.access import Action, Principal, check
from clinic.people.couples import CoupleUnit

__all__ = ["Proposal", "TeamMember", "assign", "end_assignment", "team_of_client", "team_of_couple"]

_TOLD_BY = {
    CareTeamRole.INDIVIDUAL_THERAPIST: Category.INDIVIDUAL_SESSIONS,
    CareTeamRole.PRESCRIBER: Category.INDIVIDUAL_SESSIONS,
    CareTeamRole.SUD_COUNSELOR: Category.SUD_TRACK,
    CareTeamRole.CARE_COORDINATOR: Category.IDENTITY,
}
"""What is told by the fact that a client has somebody in this role."""


@dataclass(frozen=True, slots=True)
class TeamMember:
    """An assignment, and the clinician's name."""

    record: AssignmentRecord
    clinician: Named


@dataclass(frozen=True, slots=True)
class Proposal:
    """An assignment as asked for."""

    clinician: PersonId
    role: CareTeamRole
    since: datetime
    until: datetime | None
    client: PersonId | None
    couple: CoupleId | None


async def team_of_client(unit: ClinicUnit, principal: Principal, client: PersonId) -> list[TeamMember]:
    """Return who treats a client now or later, as far as the principal may know; one's own part one always knows.

    Raises:
        Refused: ``access.denied`` or ``person.unknown``.
    """
    check(principal, Action.CARE_TEAM_READ, unit.now)
    check_knows_clients(principal, unit)
    await find_client(unit, client)
    reader = await relations(unit, principal, client)
    held = await unit.assignments.of_clients([client], unit.now)
    unit.note("care_team.read", client)
    return await _members(unit, [one for one in held if _is_told(one, reader, principal)])


async def team_of_couple(unit: ClinicUnit, principal: Principal, couple: CoupleId) -> list[TeamMember]:
    """Return who treats a couple now or later. Raises Refused: ``access.denied`` or ``couple.unknown``."""
    check(principal, Action.CARE_TEAM_READ, unit.now)
    await known_couple(unit, principal, couple)
    unit.note("care_team.read", couple)
    return await _members(unit, await unit.assignments.of_couples([couple], unit.now))


async def assign(unit: ClinicUnit, principal: Principal, proposal: Proposal) -> TeamMember:
    """Assign a clinician, if the rules allow it.

    Raises:
        Refused: ``access.denied``, and what `check_assignment` and `check_separation` refuse.
        Invalid: ``field.unknown``: nobody, or no couple, has this id; ``field.choice``: directors are made by their
            role in the clinic.
    """
    check(principal, Action.CARE_TEAM_ASSIGN, unit.now)
    if proposal.role is CareTeamRole.CLINICAL_DIRECTOR:
        raise Invalid([FieldError("role", "field.choice")])
    clinician = await named_staff(unit, "clinician", proposal.clinician)
    couples = await _couples_of(unit, proposal)
    period = Period(proposal.since, proposal.until)
    one = Assignment(clinician.id, proposal.role, period, proposal.client, proposal.couple)
    credentials = await unit.licences.credentials([clinician.id])
    first_day = max(period.since, unit.now).astimezone(unit.zone).date()
    check_assignment(one, credentials[clinician.id], first_day)
    held = await unit.assignments.of_clinicians([clinician.id], min(period.since, unit.now))
    overrides = await unit.overrides.of_clinicians([clinician.id], unit.now)
    check_separation(
        one, (other.assignment for other in held), couples, (each.override for each in overrides)
    )
    record = AssignmentRecord(new_assignment_id(), one)
    await unit.assignments.add(record)
    subjects = [subject for subject in (one.client, one.couple) if subject is not None]
    unit.note("assignment.add", record.id, clinician.id, *subjects)
    return TeamMember(record, Named(clinician.id, clinician.fields.display_name))


async def end_assignment(unit: ClinicUnit, principal: Principal, assignment: str) -> None:
    """End an assignment now; one that has not begun never holds. One that has ended stays as it is.

    Raises:
        Refused: ``access.denied`` or ``assignment.unknown``.
    """
    check(principal, Action.CARE_TEAM_ASSIGN, unit.now)
    record = await unit.assignments.find(assignment)
    if record is None:
        raise Refused("assignment.unknown")
    await unit.assignments.end([assignment], unit.now)
    unit.note("assignment.end", assignment, record.assignment.clinician)


async def _couples_of(unit: ClinicUnit, proposal: Proposal) -> list[CoupleUnit]:
    """Return the couples that matter for R1: those of the client, or the one that is to be treated.

    The clients concerned are locked, so that nobody is paired meanwhile.
    """
    if proposal.client is not None:
        client = await named_client(unit, "client", proposal.client)
        return await unit.couples.of([client.id])
    if proposal.couple is None:
        return []
    record = await unit.couples.find(proposal.couple)
    if record is None or not record.unit.is_active(max(proposal.since, unit.now)):
        raise Invalid([FieldError("couple", "field.unknown")])
    return [record.unit]


def _is_told(record: AssignmentRecord, reader: Reader, principal: Principal) -> bool:
    one = record.assignment
    if one.clinician == principal.person:
        return True
    category = _TOLD_BY.get(one.role)
    return category is not None and reader.may(category)


async def _members(unit: ClinicUnit, records: Iterable[AssignmentRecord]) -> list[TeamMember]:
    found = list(records)
    names = await unit.people.names(one.assignment.clinician for one in found)
    return [TeamMember(one, names[one.assignment.clinician]) for one in found]
