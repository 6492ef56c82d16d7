"""What a merge of two records must not break: R1 between roles, and everything that refuses a session (R8 among it).

It is looked at as it would be if the two were one, before anything is written. What was wrong before does not count.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from app.access.schedule.sessions.building import Around, changed, find_around, seat
from app.access.schedule.sessions.conflicts import Conflicted, FoundConflict, find_all, refuse
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.schedule.records import Appointment
from clinic.care_team.merged import merged_assignment, merged_couple, merged_override
from clinic.care_team.separation import RoleConflict, uncovered
from clinic.common.ids import AppointmentId, PersonId
from clinic.people.couples import CoupleUnit
from clinic.people.merge import Pair
from clinic.schedule.attendees import Attendee, merged_people
from clinic.schedule.conflicts import Conflict, Severity

__all__ = ["Changes", "check_sessions", "check_team"]

Changes = list[tuple[Appointment, Appointment]]
"""Appointments as they were and as they are to be."""


async def check_team(unit: ClinicUnit, pair: Pair, couples: Sequence[CoupleUnit]) -> None:
    """Check that the two as one keep R1 in all assignments that hold now or later.

    Args:
        couples: Those that one of the two is or was in.

    Raises:
        Conflicted: ``care_team.couples_therapist``: it names the clinician, and ``reason`` the role that collides.
    """
    two = [pair.keep, pair.drop]
    held = [
        *await unit.assignments.of_clients(two, unit.now),
        *await unit.assignments.of_couples([couple.id for couple in couples], unit.now),
        *await unit.assignments.of_clinicians(two, unit.now),
    ]
    treated = [one.assignment.couple for one in held if one.assignment.couple]
    known = {couple.id: couple for couple in (*couples, *await unit.couples.find_all(treated))}
    clinicians = {one.assignment.clinician for one in held}
    overrides = await unit.overrides.of_clinicians(clinicians, unit.now)
    broken = uncovered(
        {one.id: merged_assignment(one.assignment, pair) for one in held}.values(),
        [merged_couple(couple, pair) for couple in known.values()],
        [merged_override(one.override, pair) for one in overrides],
    )
    if broken:
        raise Conflicted(await _named(unit, broken), broken[0].key.role.value)


async def check_sessions(unit: ClinicUnit, pair: Pair, couples: Sequence[CoupleUnit]) -> Changes:
    """Check that the two as one can come to all their sessions to come; return those sessions with them as one.

    The schedule has to be locked. Sessions of their partners are looked at, too: who leads one may become a partner's
    own clinician.

    Raises:
        Conflicted: What the merge would break.
    """
    lasting = [couple for couple in couples if couple.until is None]
    concerned = {pair.keep, pair.drop}.union(*(couple.partners for couple in lasting))
    rows = await unit.appointments.to_come_of(concerned, unit.now)
    if not rows:
        return []
    people = {each.person for row in rows for each in row.people} | {pair.keep}
    by_kind: dict[str, list[Appointment]] = defaultdict(list)
    for row in rows:
        by_kind[row.content.kind].append(row)
    pairs, found = Changes(), list[FoundConflict]()
    for kind, ones in by_kind.items():
        around = await find_around(unit, kind, None, people)
        joined = replace(around, couples=[merged_couple(one, pair) for one in around.couples])
        after = [_joined(row, pair, joined) for row in ones]
        before = {_key(each, pair) for each in await find_all(unit, ones, around)}
        now = await find_all(unit, after, joined, pair=pair)
        found += [each for each in now if _key(each, pair) not in before]
        pairs += [two for two in zip(ones, after, strict=True) if two[0] != two[1]]
    refuse([each for each in found if each.conflict.severity is Severity.REFUSE])
    return [two for two in pairs if two[0].begins > unit.now]


def _joined(row: Appointment, pair: Pair, around: Around) -> Appointment:
    """Return an appointment with the two as one; whoever is now there with a partner sits as a couple."""
    known = [
        Attendee(each.person, each.role, row.cohort if each.from_cohort else None, each.serves)
        for each in row.people
    ]
    people = merged_people(known, pair)
    cameras = {pair.one(each.person): each.cameras for each in row.people if each.couple}
    return changed(row, replace(row, people=seat(people, around.couples, row.begins, [cameras])))


_Key = tuple[str, object, tuple[PersonId, ...], AppointmentId | None]


def _key(found: FoundConflict, pair: Pair) -> _Key:
    people = tuple(sorted(map(pair.one, found.conflict.people)))
    return found.conflict.code, found.at, people, found.conflict.other


async def _named(unit: ClinicUnit, broken: Sequence[RoleConflict]) -> list[FoundConflict]:
    names = await unit.people.names(each.key.clinician for each in broken)
    return [
        FoundConflict(
            Conflict("care_team.couples_therapist", Severity.REFUSE, (each.key.clinician,)),
            each.period.since,
            {each.key.clinician: names[each.key.clinician].name},
        )
        for each in broken
    ]
