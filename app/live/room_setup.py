"""From an appointment to its room: who sits where, under which name, who counts as a facilitator there, and what it is
to be.

The one module in which the programme's words meet the room's. Pure: rows come in as values, and ids are an argument.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from clinic.care_team.overrides import ConflictOverride
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.care_team.separation import check_separation, led_session
from clinic.common.errors import Refused
from clinic.common.ids import AppointmentId, CoupleId
from clinic.people.couples import CoupleUnit
from clinic.people.licences import Credentials, Qualification, is_qualified
from clinic.schedule.agenda import AgendaItem
from clinic.schedule.attendees import Attendee, members_of
from clinic.schedule.attendees import Role as PlannedRole
from clinic.schedule.seating import Couple, CoupleSeats, PlannedSeat, plan_seats
from rooms.model import commands as cmd
from rooms.model.events.agenda import AgendaItem as RoomItem
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.kinds import policy_for
from rooms.model.policy.policy import FacilitatorRule, FloorMode, NameRule, RoomKind, RoomPolicy

__all__ = [
    "ExpectedCouple",
    "ExpectedPerson",
    "PlannedSession",
    "build_agenda",
    "build_setup",
    "name_for",
    "qualifies",
]


NO_CREDENTIALS: Final = Credentials()


@dataclass(frozen=True, slots=True)
class ExpectedPerson:
    """A person who is expected in a session, with what the room has to know of them.

    Attributes:
        credentials: Of staff; empty for clients.
        cares_for: The clients that a member of staff is assigned to, with the role, now.
    """

    attendee: Attendee
    display_name: str
    legal_name: str | None = None
    credentials: Credentials = NO_CREDENTIALS
    cares_for: tuple[Assignment, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpectedCouple:
    """A couple of whom both are expected, and whether they share a camera in this session."""

    unit: CoupleUnit
    shared: bool


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """An appointment as its room needs it.

    Attributes:
        policy: What the clinic and the appointment changed in the kind's policy.
        day: The session's day in its own zone, on which licences have to be valid.
        overrides: Those of the couples that are expected (R2).
    """

    id: AppointmentId
    title: str
    kind: str
    policy: Mapping[str, Any]
    begins_at: datetime
    ends_at: datetime
    day: date
    people: tuple[ExpectedPerson, ...]
    couples: tuple[ExpectedCouple, ...] = ()
    overrides: tuple[ConflictOverride, ...] = ()


def build_setup(
    session: PlannedSession, known: RoomSetup | None, new_seat: Callable[[], SeatId]
) -> RoomSetup:
    """Return the session's setup, in which everybody shows who they are, and clients are ready before they come in.

    Args:
        known: The setup as it was until now: people who sit as before keep their seat, and with it their link.
        new_seat: Makes the id of a seat.

    Raises:
        PolicyError: The policy is not one that this kind of room may have.
    """
    policy = policy_for(RoomKind(session.kind), session.policy)
    people = {
        PersonId(each.attendee.person): Person(
            PersonId(each.attendee.person),
            name_for(policy.names, each),
            Role(each.attendee.role.value),
            qualifies(policy, each, session),
            PersonId(each.attendee.serves) if each.attendee.serves else None,
        )
        for each in session.people
    }
    seats = [
        _seating(planned, known, new_seat)
        for planned in plan_seats([each.attendee for each in session.people], map(_couple, session.couples))
    ]
    return RoomSetup(
        RoomId(session.id),
        session.title,
        policy,
        people,
        {seat.id: seat for seat in seats},
        proof=True,
        checks=True,
    )


def build_agenda(items: Sequence[AgendaItem], version: int, ends_at: datetime | None) -> cmd.PrepareAgenda:
    """Return what a room is told of its agenda.

    Args:
        version: Of the agenda; 0 if nothing was prepared.
        ends_at: When the appointment ends; None if there is none.
    """
    return cmd.PrepareAgenda(
        version,
        None if ends_at is None else ends_at.timestamp(),
        tuple(
            RoomItem(
                each.id,
                each.part.value,
                each.minutes,
                each.minutes,
                FloorMode(each.mode) if each.mode else None,
                each.protocol,
                dict(each.options),
            )
            for each in items
        ),
    )


def name_for(rule: NameRule, person: ExpectedPerson) -> str:
    """Return the name that others read in the room.

    Legal names are shown only where a policy says so, and only those of clients: staff are known by their display
    name. A pseudonym is the display name that the person chose for such rooms; a legal name is never one.
    """
    if person.attendee.role is PlannedRole.MEMBER and rule is NameRule.LEGAL and person.legal_name:
        return person.legal_name
    if rule is NameRule.PSEUDONYM and person.display_name == person.legal_name:
        return person.display_name.split()[0]
    return person.display_name


def qualifies(policy: RoomPolicy, person: ExpectedPerson, session: PlannedSession) -> bool:
    """Return whether the room may be live with this person as its only facilitator, as its policy says."""
    if person.attendee.role not in _LEADS:
        return False
    return _RULES[policy.facilitator](person, session)


_LEADS = frozenset({PlannedRole.FACILITATOR, PlannedRole.CO_FACILITATOR, PlannedRole.TRAINEE})


def _has(*wanted: Qualification) -> Callable[[ExpectedPerson, PlannedSession], bool]:
    def check(person: ExpectedPerson, session: PlannedSession) -> bool:
        return any(is_qualified(person.credentials, one, session.day) for one in wanted)

    return check


_licensed = _has(Qualification.LICENSED_CLINICIAN, Qualification.COUPLES_THERAPIST, Qualification.PRESCRIBER)


def _is_couples_therapist(person: ExpectedPerson, session: PlannedSession) -> bool:
    return _has(Qualification.COUPLES_THERAPIST)(person, session) and _keeps_apart(person, session)


def _keeps_apart(person: ExpectedPerson, session: PlannedSession) -> bool:
    """R1, once more at the door of the room: fail closed if an assignment has changed since it was planned."""
    units = [couple.unit for couple in session.couples]
    period = Period(session.begins_at, session.ends_at)
    led = led_session(
        person.attendee.person,
        CareTeamRole.COUPLES_THERAPIST,
        period,
        couples=[CoupleId(unit.id) for unit in units],
    )
    try:
        for assignment in led:
            check_separation(assignment, person.cares_for, units, session.overrides)
    except Refused:
        return False
    return True


def _is_assigned(person: ExpectedPerson, session: PlannedSession) -> bool:
    members = set(members_of([each.attendee for each in session.people]))
    cared_for = {held.client for held in person.cares_for if held.role in _OWN_CLINICIAN}
    return _licensed(person, session) and members <= cared_for


_OWN_CLINICIAN = frozenset(
    {CareTeamRole.INDIVIDUAL_THERAPIST, CareTeamRole.SUD_COUNSELOR, CareTeamRole.PRESCRIBER}
)


def _anybody(_person: ExpectedPerson, _session: PlannedSession) -> bool:
    return True


_RULES: Final[Mapping[FacilitatorRule, Callable[[ExpectedPerson, PlannedSession], bool]]] = {
    FacilitatorRule.LICENSED: _licensed,
    FacilitatorRule.COUPLES_THERAPIST: _is_couples_therapist,
    FacilitatorRule.ASSIGNED: _is_assigned,
    FacilitatorRule.LICENSED_OR_EDUCATOR: _has(
        Qualification.LICENSED_CLINICIAN, Qualification.COUPLES_THERAPIST, Qualification.EDUCATOR
    ),
    FacilitatorRule.PRESCRIBER: _has(Qualification.PRESCRIBER, Qualification.NURSE),
    FacilitatorRule.HOST: _anybody,
}


def _couple(couple: ExpectedCouple) -> Couple:
    seats = CoupleSeats.SHARED if couple.shared else CoupleSeats.TWO
    return Couple(CoupleId(couple.unit.id), couple.unit.partners, seats)


def _seating(planned: PlannedSeat, known: RoomSetup | None, new_seat: Callable[[], SeatId]) -> Seating:
    occupants = tuple(PersonId(person) for person in planned.occupants)
    seats: Sequence[Seating] = list(known.seats.values()) if known else []
    for seat in seats:
        if seat.occupants == occupants and seat.companion == planned.companion:
            return seat
    return Seating(new_seat(), occupants, planned.companion)
