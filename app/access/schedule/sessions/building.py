"""From sessions of a series to appointments: who is expected, on how many cameras, and when people may enter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.access.clinic_day import today
from app.access.schedule.policies import check_policy, facts_of
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.schedule.records import Appointment, Content, Expected, SeriesRecord
from app.persistence.repositories.schedule.surroundings import KnownPerson
from clinic.common.errors import Refused
from clinic.common.ids import AppointmentId, CohortId, CoupleId, PersonId
from clinic.common.local_time import to_local
from clinic.people.couples import Cameras, CoupleUnit
from clinic.programme.cohorts import Membership, members_at
from clinic.schedule.attendees import Attendee, Role, with_members
from clinic.schedule.conflicts import PolicyFacts
from clinic.schedule.opening import opening
from clinic.schedule.recurrence.series import Occurrence, OccurrenceState
from clinic.schedule.states import Status
from rooms.model.policy.policy import RoomPolicy

__all__ = ["Around", "build", "changed", "find_around", "seat"]


@dataclass(frozen=True, slots=True)
class Around:
    """What building sessions needs beside the series.

    Attributes:
        zone: The clinic's.
        members: The memberships of the series' cohort.
        people: Everybody who may be expected.
        couples: Those that one of them is or was in.
        chosen: What the clinic chose for rooms of this kind.
        min_staff: How many staff a kind needs, where it is more than one.
        hosts: Clients who were trained to lead alumni groups.
    """

    zone: ZoneInfo
    cohort_name: str | None
    members: Sequence[Membership]
    people: Mapping[PersonId, KnownPerson]
    couples: Sequence[CoupleUnit]
    chosen: Mapping[str, Any]
    min_staff: Mapping[str, int]
    holidays: frozenset[date]
    hosts: frozenset[PersonId] = frozenset()

    def policy_of(self, content: Content) -> RoomPolicy:
        """Return the policy of a session's room. Raises Invalid as ``check_policy``."""
        return check_policy(content.kind, self.chosen, content.policy)

    def facts_of(self, content: Content) -> PolicyFacts:
        """Return what of that policy matters for planning."""
        return facts_of(self.policy_of(content), self.min_staff.get(content.kind, 1))


async def find_around(
    unit: ClinicUnit, kind: str, cohort: CohortId | None, people: Iterable[PersonId]
) -> Around:
    """Return what building sessions needs, in seven queries at most.

    Args:
        people: Those who are invited themselves, or expected until now.

    Raises:
        Refused: ``cohort.unknown``.
    """
    stored, members = None, list[Membership]()
    if cohort is not None:
        stored = await unit.programme.cohort(cohort, today(unit))
        if stored is None:
            raise Refused("cohort.unknown")
        members = await unit.programme.memberships(cohort)
    clinic = (await unit.rules.policies()).get(kind)
    everybody = {*people, *(each.person for each in members)}
    return Around(
        unit.zone,
        stored.cohort.name if stored else None,
        members,
        await unit.surroundings.people(everybody),
        await unit.couples.of(everybody),
        clinic.fields if clinic else {},
        unit.clinic.settings.get("min_staff", {}),
        frozenset(each.day for each in await unit.rules.holidays()),
        frozenset(await unit.peers.hosts(everybody)),
    )


def build(
    session: Occurrence,
    series: SeriesRecord,
    content: Content,
    around: Around,
    known: Appointment | None,
    new_id: AppointmentId,
    cameras: Mapping[PersonId, int],
) -> Appointment:
    """Return the appointment that a session of a series is.

    Args:
        content: Of this session; it may differ from the series'.
        known: As it was until now.
        new_id: Its id if it is new.
        cameras: Numbers of cameras that somebody asked for now; they go before those of ``known`` and of the series.
    """
    plan = series.plan.series
    day = to_local(session.begins, around.zone).date()
    people = session.people
    if plan.cohort is not None:
        members = members_at(around.members, day) - session.removed
        people = with_members(people, plan.cohort, members)
    people = tuple(each for each in people if not around.people[each.person].is_archived)
    so_far = {each.person: each.cameras for each in known.people if each.couple} if known else {}
    return Appointment(
        known.id if known else new_id,
        plan.id,
        session.key,
        plan.cohort,
        content,
        session.begins,
        session.ends,
        opening(session.begins, around.policy_of(content).join_early_s),
        plan.zone,
        seat(people, around.couples, session.begins, (cameras, so_far, series.cameras)),
        Status.PLANNED if session.state is OccurrenceState.PLANNED else Status.CANCELLED,
    )


def seat(
    people: Sequence[Attendee],
    couples: Iterable[CoupleUnit],
    at: datetime,
    cameras: Sequence[Mapping[PersonId, int]],
) -> tuple[Expected, ...]:
    """Return who is expected, and which members are there as a couple, on one camera or two.

    Args:
        cameras: How many partners have together; the first that names one of them counts, else the couple's own number.
    """
    members = {each.person for each in people if each.role is Role.MEMBER}
    together: dict[PersonId, tuple[CoupleId, int]] = {}
    for couple in couples:
        if couple.is_active(at) and members.issuperset(couple.partners):
            usual = 1 if couple.cameras is Cameras.ONE else 2
            asked = next((said[each] for said in cameras for each in couple.partners if each in said), usual)
            together |= dict.fromkeys(couple.partners, (couple.id, asked))
    nobody: tuple[CoupleId | None, int] = (None, 2)
    found = []
    for each in people:
        couple_id, number = together.get(each.person, nobody)
        found.append(
            Expected(each.person, each.role, couple_id, number, each.serves, each.cohort is not None)
        )
    return tuple(sorted(found, key=_order))


def changed(before: Appointment, after: Appointment) -> Appointment:
    """Return an appointment as it is to be stored: with a higher version, and if calendars have to know, a higher
    sequence; if nothing changed, as it was.
    """
    same = replace(after, version=before.version, sequence=before.sequence)
    if same == before:
        return before
    told = (before.begins, before.ends, before.status) != (after.begins, after.ends, after.status)
    return replace(same, version=before.version + 1, sequence=before.sequence + told)


_ROLES = tuple(Role)


def _order(expected: Expected) -> tuple[int, str]:
    return _ROLES.index(expected.role), expected.person
