"""Overrides of R1: a director makes one, both partners acknowledge it, and a director may end it early."""

from dataclasses import dataclass
from datetime import datetime

from app.access.people.couples import known_couple
from app.access.people.finding import named_staff
from app.access.reading import is_planner
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.persistence.repositories.care_team.overrides import OverrideRecord
from app.persistence.repositories.people.people import Named
from app.runtime.ids import new_override_id
from clinic.care_team import overrides as rules
from clinic.care_team.overrides import ConflictKey, check_override
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.care_team.separation import APART, find_conflicts, uncovered
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import CoupleId, PersonId
from clinic.identity.access import Action, Principal, check, may
from clinic.identity.roles import StaffRole
from clinic.people.couples import CoupleUnit

__all__ = [
    "OverrideView",
    "Request",
    "acknowledge_override",
    "end_override",
    "list_overrides",
    "list_own_overrides",
    "propose_override",
]


@dataclass(frozen=True, slots=True)
class Request:
    """An override as asked for.

    Attributes:
        client: The partner whom the clinician treats alone, or is to; None if there is only one such conflict now.
        role: In which role; None as above.
    """

    couple: CoupleId
    clinician: PersonId
    client: PersonId | None
    role: CareTeamRole | None
    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class OverrideView:
    """An override as somebody may see it.

    Attributes:
        sees_conflict: Which partner and role it is about, and who acknowledged it, is shown.
        sees_reason: The reason is shown.
    """

    record: OverrideRecord
    clinician: Named
    sees_conflict: bool
    sees_reason: bool


async def propose_override(unit: ClinicUnit, principal: Principal, asked: Request) -> OverrideView:
    """Make an override, which waits for both partners.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``care_team.no_conflict``: there is nothing to permit;
            ``care_team.which_conflict``: the clinician treats both partners, or one in two roles; and what
            `clinic.care_team.overrides.propose_override` refuses.
        Invalid: ``field.unknown``, and what `check_override` finds.
    """
    check(principal, Action.CARE_TEAM_OVERRIDE, unit.now)
    if errors := check_override(asked.reason, asked.until, unit.now):
        raise Invalid(errors)
    clinician = await named_staff(unit, "clinician", asked.clinician)
    couple = await unit.couples.find(asked.couple)
    if couple is None:
        raise Invalid([FieldError("couple", "field.unknown")])
    key = await _key(unit, asked, couple.unit)
    override = rules.propose_override(
        key,
        couple.unit,
        principal.person,
        _direction(principal, unit.now),
        reason=asked.reason,
        until=asked.until,
        now=unit.now,
    )
    record = OverrideRecord(new_override_id(), override)
    await unit.overrides.add(record)
    unit.note("override.propose", record.id, couple.unit.id, clinician.id, until=override.until.isoformat())
    return OverrideView(record, Named(clinician.id, clinician.fields.display_name), True, True)


async def list_overrides(unit: ClinicUnit, principal: Principal, couple: CoupleId) -> list[OverrideView]:
    """Return the overrides made for a couple, the newest first. The reason is for directors.

    Raises:
        Refused: ``access.denied`` or ``couple.unknown``.
    """
    check(principal, Action.CARE_TEAM_READ, unit.now)
    await known_couple(unit, principal, couple)
    found = await unit.overrides.of_couples([couple])
    unit.note("overrides.read", couple)
    return await _views(unit, found, is_planner(principal), may(principal, Action.CARE_TEAM_OVERRIDE))


async def list_own_overrides(unit: ClinicUnit, principal: Principal) -> list[OverrideView]:
    """Return the overrides that ask the principal as a partner. They name neither the role nor the partner concerned.

    Raises:
        Refused: ``access.denied``.
    """
    check(principal, Action.OWN_READ, unit.now)
    found = await unit.overrides.of_partner(principal.person, unit.now)
    return await _views(unit, found, False, False)


async def acknowledge_override(unit: ClinicUnit, principal: Principal, override: str) -> OverrideView:
    """Acknowledge an override as one of the two partners, for oneself. Doing it twice changes nothing.

    Raises:
        Refused: ``access.denied``, ``override.unknown`` or ``care_team.override_ended``.
    """
    check(principal, Action.OWN_WRITE, unit.now)
    record = await unit.overrides.find(override)
    if record is None or principal.person not in record.override.partners:
        raise Refused("override.unknown")
    after = rules.acknowledge(record.override, principal.person, unit.now)
    if after is not record.override:
        await unit.overrides.acknowledge(override, after.acknowledged[-1])
        unit.note("override.acknowledge", override, record.override.key.couple)
    (view,) = await _views(unit, [OverrideRecord(override, after)], False, False)
    return view


async def end_override(unit: ClinicUnit, principal: Principal, override: str) -> None:
    """End an override now, and with it each assignment that it alone permitted: of two that collide, the later one.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``override.unknown`` or ``care_team.override_ended``.
    """
    check(principal, Action.CARE_TEAM_OVERRIDE, unit.now)
    record = await unit.overrides.find(override)
    if record is None:
        raise Refused("override.unknown")
    key = record.override.key
    ended = rules.end_override(record.override, principal.person, _direction(principal, unit.now), unit.now)
    await unit.overrides.end(override, ended.until)
    unit.note("override.end", override, key.couple, key.clinician)
    await _end_uncovered(unit, key)


async def _key(unit: ClinicUnit, asked: Request, couple: CoupleUnit) -> ConflictKey:
    """Return which conflict is meant: the one that is named, or the only one that there is."""
    if asked.client is not None and asked.role is not None:
        if asked.role not in APART:
            raise Invalid([FieldError("role", "field.choice")])
        return ConflictKey(asked.clinician, couple.id, asked.client, asked.role)
    treating = Assignment(
        asked.clinician,
        CareTeamRole.COUPLES_THERAPIST,
        Period(unit.now, asked.until),
        couple=couple.id,
    )
    held = await unit.assignments.of_clinicians([asked.clinician], unit.now)
    keys = {
        conflict.key
        for conflict in find_conflicts(treating, (one.assignment for one in held), [couple])
        if asked.client in (None, conflict.key.client) and asked.role in (None, conflict.key.role)
    }
    if len(keys) > 1:
        raise Refused("care_team.which_conflict")
    if not keys:
        raise Refused("care_team.no_conflict")
    return keys.pop()


async def _end_uncovered(unit: ClinicUnit, key: ConflictKey) -> None:
    held = await unit.assignments.of_clinicians([key.clinician], unit.now)
    couples = await unit.couples.of([key.client])
    overrides = [one.override for one in await unit.overrides.of_clinicians([key.clinician], unit.now)]
    for conflict in uncovered([_rest(one, unit.now) for one in held], couples, overrides):
        sides = [one for one in held if _is_side(one.assignment, conflict.key)]
        last = max(sides, key=lambda one: (one.assignment.period.since, one.id))
        await unit.assignments.end([last.id], unit.now)
        unit.note("assignment.end", last.id, key.clinician, key.couple)


def _rest(record: AssignmentRecord, now: datetime) -> Assignment:
    """Return what is still to come of an assignment: what was permitted until now stays right."""
    one = record.assignment
    period = Period(max(one.period.since, now), one.period.until)
    return Assignment(one.clinician, one.role, period, one.client, one.couple)


def _is_side(one: Assignment, key: ConflictKey) -> bool:
    treats_couple = one.role is CareTeamRole.COUPLES_THERAPIST and one.couple == key.couple
    return treats_couple or (one.role is key.role and one.client == key.client)


def _direction(principal: Principal, now: datetime) -> list[Assignment]:
    """Return the principal's assignment as a director: the clinic has it as a role of its staff."""
    if StaffRole.CLINICAL_DIRECTOR not in principal.roles:
        return []
    return [Assignment(principal.person, CareTeamRole.CLINICAL_DIRECTOR, Period(now))]


async def _views(
    unit: ClinicUnit, records: list[OverrideRecord], sees_conflict: bool, sees_reason: bool
) -> list[OverrideView]:
    names = await unit.people.names(one.override.key.clinician for one in records)
    return [
        OverrideView(one, names[one.override.key.clinician], sees_conflict, sees_reason) for one in records
    ]
