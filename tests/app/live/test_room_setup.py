"""A room's setup from an appointment: seats, names, and who may keep it."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from app.live.room_setup import (
    ExpectedCouple,
    ExpectedPerson,
    PlannedSession,
    build_agenda,
    build_setup,
    name_for,
    qualifies,
)
from clinic.care_team.overrides import Acknowledgement, ConflictKey, ConflictOverride
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.ids import AppointmentId, ClinicId, CoupleId, PersonId
from clinic.people.couples import CoupleUnit
from clinic.people.licences import Credentials, Licence, LicenceType, Qualification
from clinic.schedule.agenda import AgendaItem, Part
from clinic.schedule.attendees import Attendee, Role
from rooms.model.errors import PolicyError
from rooms.model.ids import SeatId
from rooms.model.policy.kinds import policy_for
from rooms.model.policy.policy import FacilitatorRule, FloorMode, NameRule, RoomKind

NOW = datetime(2026, 3, 2, 17, tzinfo=UTC)
TODAY = date(2026, 3, 2)
RIVERA, ANA, BEN = PersonId("pt_r"), PersonId("pt_a"), PersonId("pt_b")
COUPLE = CoupleUnit(CoupleId("cu_1"), ClinicId("cl_1"), (ANA, BEN), NOW - timedelta(days=9))


def credentials(*qualifications: Qualification, expires: date = TODAY) -> Credentials:
    return Credentials(frozenset(qualifications), (Licence("NY", LicenceType.PSYCHOLOGIST, "1", expires),))


def rivera(
    *qualifications: Qualification,
    role: Role = Role.FACILITATOR,
    cares_for: tuple[Assignment, ...] = (),
    expires: date = TODAY,
) -> ExpectedPerson:
    return ExpectedPerson(
        Attendee(RIVERA, role),
        "Dr. Rivera",
        credentials=credentials(*qualifications, expires=expires),
        cares_for=cares_for,
    )


def assigned(role: CareTeamRole, client: PersonId) -> Assignment:
    return Assignment(RIVERA, role, Period(NOW - timedelta(days=5)), client)


def member(person: PersonId, name: str = "Ana", legal_name: str | None = None) -> ExpectedPerson:
    return ExpectedPerson(Attendee(person), name, legal_name)


def session(
    *people: ExpectedPerson,
    kind: str = "group",
    couples: tuple[ExpectedCouple, ...] = (),
    overrides: tuple[ConflictOverride, ...] = (),
    policy: dict[str, object] | None = None,
) -> PlannedSession:
    return PlannedSession(
        AppointmentId("ss_1"),
        "Group",
        kind,
        policy or {},
        NOW,
        NOW + timedelta(hours=1),
        TODAY,
        people,
        couples,
        overrides,
    )


def test_everybody_in_a_planned_session_shows_who_they_are() -> None:
    setup = build_setup(session(rivera()), None, lambda: SeatId("se_new"))
    assert setup.proof


def keeps(kind: RoomKind, person: ExpectedPerson, **more: object) -> bool:
    one = session(person, member(ANA), member(BEN), kind=kind.value, **more)  # type: ignore[arg-type]
    return qualifies(policy_for(kind, {}), person, one)


@pytest.mark.parametrize(
    ("kind", "qualification", "kept"),
    [
        (RoomKind.GROUP, Qualification.LICENSED_CLINICIAN, True),
        (RoomKind.GROUP, Qualification.EDUCATOR, False),
        (RoomKind.PSYCHOEDUCATION, Qualification.EDUCATOR, True),
        (RoomKind.PSYCHOEDUCATION, Qualification.CARE_COORDINATOR, False),
        (RoomKind.COUPLES, Qualification.COUPLES_THERAPIST, True),
        (RoomKind.COUPLES, Qualification.LICENSED_CLINICIAN, False),
        (RoomKind.MEDICAL_VISIT, Qualification.PRESCRIBER, True),
        (RoomKind.MEDICAL_VISIT, Qualification.NURSE, True),
        (RoomKind.MEDICAL_VISIT, Qualification.LICENSED_CLINICIAN, False),
        (RoomKind.INDIVIDUAL, Qualification.LICENSED_CLINICIAN, False),
        (RoomKind.ALUMNI, Qualification.PEER_HOST, True),
    ],
)
def test_each_kind_of_room_is_kept_by_whom_its_rule_names(
    kind: RoomKind, qualification: Qualification, kept: bool
) -> None:
    assert keeps(kind, rivera(qualification)) is kept


def test_every_rule_is_asked_for_by_a_kind() -> None:
    assert {policy_for(kind, {}).facilitator for kind in RoomKind} == set(FacilitatorRule)


def test_a_licence_that_ended_yesterday_keeps_no_room() -> None:
    person = rivera(Qualification.LICENSED_CLINICIAN, expires=TODAY - timedelta(days=1))
    assert not keeps(RoomKind.GROUP, person)


def test_an_individual_session_is_kept_by_the_clients_own_clinician() -> None:
    own = (assigned(CareTeamRole.INDIVIDUAL_THERAPIST, ANA), assigned(CareTeamRole.PRESCRIBER, BEN))
    assert keeps(RoomKind.INDIVIDUAL, rivera(Qualification.LICENSED_CLINICIAN, cares_for=own))
    assert not keeps(RoomKind.INDIVIDUAL, rivera(Qualification.LICENSED_CLINICIAN, cares_for=own[:1]))


def test_a_partners_own_therapist_does_not_keep_the_couples_room() -> None:
    own = (assigned(CareTeamRole.INDIVIDUAL_THERAPIST, ANA),)
    person = rivera(Qualification.COUPLES_THERAPIST, cares_for=own)
    couples = (ExpectedCouple(COUPLE, shared=True),)
    assert not keeps(RoomKind.COUPLES, person, couples=couples)
    override = ConflictOverride(
        ConflictKey(RIVERA, COUPLE.id, ANA, CareTeamRole.INDIVIDUAL_THERAPIST),
        (ANA, BEN),
        PersonId("pt_director"),
        "",
        NOW - timedelta(days=2),
        NOW + timedelta(days=2),
        (Acknowledgement(ANA, NOW - timedelta(days=1)),),
    )
    assert not keeps(RoomKind.COUPLES, person, couples=couples, overrides=(override,))


def test_who_does_not_lead_never_keeps_a_room() -> None:
    assert not keeps(RoomKind.ALUMNI, rivera(Qualification.LICENSED_CLINICIAN, role=Role.TECH_HOST))


def test_a_couple_shares_a_camera_and_has_a_phone_each() -> None:
    one = session(
        rivera(Qualification.LICENSED_CLINICIAN),
        member(ANA),
        member(BEN, "Ben"),
        couples=(ExpectedCouple(COUPLE, shared=True),),
    )
    setup = build_setup(one, None, (SeatId(f"se_{number}") for number in count()).__next__)
    assert [(seat.occupants, seat.companion) for seat in setup.seats.values()] == [
        ((RIVERA,), False),
        ((ANA, BEN), False),
        ((ANA,), True),
        ((BEN,), True),
    ]


def test_whoever_sits_as_before_keeps_the_seat() -> None:
    ids = (SeatId(f"se_{number}") for number in count())
    before = build_setup(session(rivera(), member(ANA)), None, ids.__next__)
    after = build_setup(session(rivera(), member(ANA), member(BEN)), before, ids.__next__)
    assert list(after.seats)[:2] == list(before.seats)


def test_a_policy_outside_of_its_limits_is_refused() -> None:
    with pytest.raises(PolicyError):
        build_setup(session(rivera(), policy={"max_people": 1000}), None, lambda: SeatId("se_1"))


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (NameRule.DISPLAY, "Annie"),
        (NameRule.LEGAL, "Ana Legal"),
        (NameRule.LEGAL_OR_DISPLAY, "Annie"),
        (NameRule.PSEUDONYM, "Annie"),
    ],
)
def test_others_read_the_name_that_the_policy_says(rule: NameRule, name: str) -> None:
    assert name_for(rule, member(ANA, "Annie", "Ana Legal")) == name


def test_a_pseudonym_is_never_the_whole_legal_name() -> None:
    assert name_for(NameRule.PSEUDONYM, member(ANA, "Ana Legal", "Ana Legal")) == "Ana"


def test_staff_are_known_by_their_display_name() -> None:
    person = ExpectedPerson(Attendee(RIVERA, Role.FACILITATOR), "Dr. Rivera", "Maria Rivera")
    assert name_for(NameRule.LEGAL, person) == "Dr. Rivera"


ENDS = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_room_is_told_its_agenda_in_its_own_words() -> None:
    items = (
        AgendaItem(Part.CHECK_IN, 20, protocol="go_round", options={"kind": "word"}, id="it_1"),
        AgendaItem(Part.BREAK, 10, mode="quiet", id="it_2"),
    )
    told = build_agenda(items, 3, ENDS)
    assert (told.version, told.ends_at) == (3, ENDS.timestamp())
    first, second = told.items
    assert (first.id, first.part, first.minutes, first.planned_min) == ("it_1", "check_in", 20, 20)
    assert (first.protocol, first.options, first.mode) == ("go_round", {"kind": "word"}, None)
    assert (second.part, second.mode, second.protocol) == ("break", FloorMode.QUIET, None)
    assert build_agenda(items, 3, None).ends_at is None
