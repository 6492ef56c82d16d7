from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.ids import AppointmentId, CoupleId, PersonId
from clinic.schedule.attendees import Attendee, Role
from clinic.schedule.conflicts import (
    Booking,
    Conflict,
    LicenceFact,
    PolicyFacts,
    ProposedSession,
    Severity,
    Surroundings,
    find_conflicts,
)
from clinic.schedule.seating import Couple, CoupleSeats

REFUSE, WARN = Severity.REFUSE, Severity.WARN
ANA, BEN, CARL, DANA, ELENA = (PersonId(f"pt_{name}") for name in ("ana", "ben", "carl", "dana", "elena"))
COUPLE = Couple(CoupleId("cu_1"), (ANA, BEN))
TEN = datetime(2026, 1, 5, 15, tzinfo=UTC)
DAY = date(2026, 1, 5)
OTHER = AppointmentId("ss_other")
SESSION = ProposedSession(
    AppointmentId("ss_1"),
    DAY,
    TEN,
    TEN + timedelta(minutes=60),
    (Attendee(DANA, Role.FACILITATOR), Attendee(ELENA, Role.CO_FACILITATOR), Attendee(ANA), Attendee(CARL)),
    PolicyFacts(max_people=12, max_seats=15),
)
LICENSED = Surroundings(licences=(LicenceFact(DANA, "NY", date(2027, 1, 1)), LicenceFact(ELENA, "NJ", DAY)))


def booked(person: PersonId, role: Role, begins: int = 30, minutes: int = 60) -> Surroundings:
    start = TEN + timedelta(minutes=begins)
    booking = Booking(OTHER, start, start + timedelta(minutes=minutes), role)
    return replace(LICENSED, bookings={person: (booking,)})


def with_policy(**changed: object) -> ProposedSession:
    return replace(SESSION, policy=replace(SESSION.policy, **changed))  # type: ignore[arg-type]


def without(*people: PersonId) -> ProposedSession:
    return replace(SESSION, people=tuple(each for each in SESSION.people if each.person not in people))


def test_a_session_that_is_in_order_has_no_conflict() -> None:
    assert find_conflicts(SESSION, LICENSED) == []


@pytest.mark.parametrize(
    ("person", "role", "severity"),
    [
        (ANA, Role.MEMBER, REFUSE),
        (DANA, Role.FACILITATOR, REFUSE),
        (DANA, Role.OBSERVER, REFUSE),
        (ELENA, Role.FACILITATOR, REFUSE),
        (ELENA, Role.CO_FACILITATOR, WARN),
        (ELENA, Role.TECH_HOST, WARN),
    ],
)
def test_a_client_or_facilitator_cannot_be_in_two_sessions_and_other_staff_are_pointed_out(
    person: PersonId, role: Role, severity: Severity
) -> None:
    expected = Conflict("schedule.double_booked", severity, (person,), OTHER)
    assert find_conflicts(SESSION, booked(person, role)) == [expected]


@pytest.mark.parametrize(
    ("begins", "minutes", "meets"),
    [(-60, 60, False), (-60, 61, True), (60, 60, False), (59, 60, True), (-700, 720, True), (10, 10, True)],
)
def test_sessions_that_only_touch_do_not_meet(begins: int, minutes: int, meets: bool) -> None:
    assert bool(find_conflicts(SESSION, booked(ANA, Role.MEMBER, begins, minutes))) is meets


def test_a_session_does_not_conflict_with_itself() -> None:
    moved = replace(SESSION, id=OTHER)
    assert find_conflicts(moved, booked(ANA, Role.MEMBER)) == []


def test_more_clients_or_seats_than_the_policy_allows_are_refused() -> None:
    assert find_conflicts(with_policy(max_people=1), LICENSED) == [Conflict("schedule.people", REFUSE)]
    assert find_conflicts(with_policy(max_seats=3), LICENSED) == [Conflict("schedule.seats", REFUSE)]


def test_a_couple_on_one_camera_needs_one_seat_and_on_two_needs_two() -> None:
    both = replace(
        with_policy(max_seats=3, partners_together=True),
        people=(*without(CARL).people, Attendee(BEN)),
    )
    assert find_conflicts(both, replace(LICENSED, couples=(COUPLE,))) == []
    apart = replace(COUPLE, seats=CoupleSeats.TWO)
    assert find_conflicts(both, replace(LICENSED, couples=(apart,))) == [Conflict("schedule.seats", REFUSE)]


def test_r1_a_partners_own_clinician_does_not_lead_the_couples_session() -> None:
    beside = replace(LICENSED, couples=(COUPLE,), kept_apart=frozenset({(DANA, COUPLE.id)}))
    couples = with_policy(couples=True, partners_together=True)
    assert find_conflicts(couples, beside) == [Conflict("schedule.own_clinician", REFUSE, (DANA,))]
    assert find_conflicts(SESSION, beside) == [], "in a general group nobody is treated as a couple"
    others = replace(couples, people=without(ANA).people)
    assert find_conflicts(others, beside) == []


def test_r8_partners_meet_in_a_group_only_where_the_policy_allows_it() -> None:
    beside = replace(LICENSED, couples=(COUPLE,))
    both = replace(SESSION, people=(*SESSION.people, Attendee(BEN)))
    assert find_conflicts(both, beside) == [Conflict("schedule.partners_together", REFUSE, (ANA, BEN))]
    allowed = replace(both, policy=replace(both.policy, partners_together=True))
    assert find_conflicts(allowed, beside) == []
    watching = replace(SESSION, people=(*SESSION.people, Attendee(BEN, Role.OBSERVER)))
    assert find_conflicts(watching, beside) == []


def test_a_licence_that_ends_before_is_pointed_out_while_another_holds() -> None:
    next_day = replace(SESSION, day=DAY + timedelta(days=1))
    assert find_conflicts(next_day, LICENSED) == [Conflict("schedule.licence_ended", WARN, (ELENA,))]


def test_a_session_without_a_valid_licence_is_refused() -> None:
    later = replace(SESSION, day=date(2028, 1, 1))
    assert find_conflicts(later, LICENSED) == [Conflict("schedule.licence_ended", REFUSE, (DANA, ELENA))]
    assert find_conflicts(SESSION, Surroundings()) == [Conflict("schedule.no_licence", REFUSE, (DANA, ELENA))]
    assert find_conflicts(with_policy(needs_licence=False), Surroundings()) == []


def test_a_client_in_a_state_without_a_licence_is_pointed_out() -> None:
    beside = replace(LICENSED, states={ANA: "CA", CARL: "NJ"})
    assert find_conflicts(SESSION, beside) == [Conflict("schedule.licence_state", WARN, (ANA,))]


def test_a_licence_of_somebody_who_does_not_lead_helps_nobody() -> None:
    watching = replace(SESSION, people=(*without(DANA, ELENA).people, Attendee(ELENA, Role.FACILITATOR)))
    beside = replace(LICENSED, licences=(LicenceFact(DANA, "NY", date(2027, 1, 1)),))
    assert find_conflicts(watching, beside) == [Conflict("schedule.no_licence", REFUSE, (ELENA,))]


def test_a_session_needs_somebody_to_lead_it_and_as_many_staff_as_the_policy_says() -> None:
    assert find_conflicts(without(DANA, ELENA), LICENSED) == [Conflict("schedule.no_facilitator", REFUSE)]
    pair = with_policy(min_staff=2)
    assert find_conflicts(pair, LICENSED) == []
    alone = replace(pair, people=without(ELENA).people)
    assert find_conflicts(alone, LICENSED) == [Conflict("schedule.staff_minimum", REFUSE)]


def test_a_holiday_is_pointed_out_after_what_refuses() -> None:
    beside = replace(LICENSED, holidays=(DAY,))
    assert find_conflicts(SESSION, beside) == [Conflict("schedule.holiday", WARN)]
    found = find_conflicts(without(DANA, ELENA), beside)
    assert [each.severity for each in found] == [REFUSE, WARN]


minutes = st.integers(-1000, 1000)


@given(st.lists(st.tuples(minutes, st.integers(5, 720)), max_size=20))
def test_every_booking_that_meets_the_session_is_found_and_no_other(spans: list[tuple[int, int]]) -> None:
    bookings = sorted(
        (
            Booking(AppointmentId(f"ss_{number:02}x"), start, start + timedelta(minutes=length), Role.MEMBER)
            for number, (begins, length) in enumerate(spans)
            if (start := TEN + timedelta(minutes=begins))
        ),
        key=lambda each: each.begins,
    )
    found = find_conflicts(SESSION, replace(LICENSED, bookings={ANA: bookings}))
    meets = {each.session for each in bookings if each.begins < SESSION.ends and each.ends > SESSION.begins}
    assert {each.other for each in found} == meets
    assert len(found) == len(meets)


people = st.sampled_from([ANA, BEN, CARL, DANA, ELENA])


@given(
    st.lists(st.builds(Attendee, people, st.sampled_from(Role)), unique_by=lambda each: each.person),
    st.frozensets(st.tuples(people, st.just(COUPLE.id))),
    st.booleans(),
    st.booleans(),
)
def test_r1_and_r8_hold_for_whoever_is_planned(
    attendees: list[Attendee], kept_apart: frozenset[tuple[PersonId, CoupleId]], couples: bool, together: bool
) -> None:
    policy = replace(SESSION.policy, couples=couples, partners_together=together)
    session = replace(SESSION, people=tuple(attendees), policy=policy)
    found = find_conflicts(session, replace(LICENSED, couples=(COUPLE,), kept_apart=kept_apart))
    members = {each.person for each in attendees if each.role is Role.MEMBER}
    leaders = {each.person for each in attendees if each.role in {Role.FACILITATOR, Role.CO_FACILITATOR}}
    own = {each.people[0] for each in found if each.code == "schedule.own_clinician"}
    forbidden = leaders & {person for person, _ in kept_apart}
    assert own == (forbidden if couples and members & {ANA, BEN} else set())
    pairs = [each for each in found if each.code == "schedule.partners_together"]
    assert bool(pairs) is (members >= {ANA, BEN} and not together)
    assert all(each.severity is REFUSE for each in found if each.code != "schedule.licence_ended")
