from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from clinic.common.ids import CoupleId, PersonId
from clinic.schedule.attendees import Attendee, Role
from clinic.schedule.seating import Couple, CoupleSeats, PlannedSeat, count_seats, plan_seats

ANA, BEN, CARL, DANA, ELENA = (PersonId(f"pt_{name}") for name in ("ana", "ben", "carl", "dana", "elena"))
COUPLE = Couple(CoupleId("cu_1"), (ANA, BEN))
STAFF = (Attendee(ELENA, Role.CO_FACILITATOR), Attendee(DANA, Role.FACILITATOR))
GROUP = (Attendee(CARL), Attendee(BEN), *STAFF, Attendee(ANA))


def test_a_couple_sits_before_one_camera_each_with_a_phone_and_staff_come_first() -> None:
    seats = plan_seats(GROUP, [COUPLE])
    assert seats == (
        PlannedSeat(Role.FACILITATOR, (DANA,)),
        PlannedSeat(Role.CO_FACILITATOR, (ELENA,)),
        PlannedSeat(Role.MEMBER, (CARL,)),
        PlannedSeat(Role.MEMBER, (ANA, BEN)),
        PlannedSeat(Role.MEMBER, (ANA,), companion=True),
        PlannedSeat(Role.MEMBER, (BEN,), companion=True),
    )
    assert count_seats(seats) == 4


def test_a_couple_may_sit_on_two_seats_or_without_phones() -> None:
    two = plan_seats(GROUP, [replace(COUPLE, seats=CoupleSeats.TWO)])
    assert [seat.occupants for seat in two[2:]] == [(CARL,), (BEN,), (ANA,)]
    bare = plan_seats(GROUP, [replace(COUPLE, companions=False)])
    assert [seat.occupants for seat in bare[2:]] == [(CARL,), (ANA, BEN)]


def test_a_partner_who_comes_alone_has_a_seat_alone() -> None:
    assert plan_seats((Attendee(BEN),), [COUPLE]) == (PlannedSeat(Role.MEMBER, (BEN,)),)
    watching = (Attendee(ANA, Role.OBSERVER), Attendee(BEN))
    assert all(len(seat.occupants) == 1 for seat in plan_seats(watching, [COUPLE]))


ids = st.integers(0, 11).map(lambda number: PersonId(f"pt_{number}"))
attendees = st.lists(st.builds(Attendee, ids, st.sampled_from(Role)), unique_by=lambda each: each.person)
pairs = st.builds(
    lambda number, seats, companions: Couple(
        CoupleId(f"cu_{number}"),
        (PersonId(f"pt_{2 * number}"), PersonId(f"pt_{2 * number + 1}")),
        seats,
        companions,
    ),
    st.integers(0, 5),
    st.sampled_from(CoupleSeats),
    st.booleans(),
)


@given(attendees, st.lists(pairs, unique_by=lambda each: each.id))
def test_everybody_has_one_seat_and_phones_only_those_who_share(
    people: list[Attendee], couples: list[Couple]
) -> None:
    seats = plan_seats(people, couples)
    seated = [each for seat in seats if not seat.companion for each in seat.occupants]
    assert sorted(seated) == sorted(each.person for each in people)
    sharing = {each for seat in seats if len(seat.occupants) == 2 for each in seat.occupants}
    phones = [each for seat in seats if seat.companion for each in seat.occupants]
    assert len(set(phones)) == len(phones)
    assert set(phones) <= sharing
    together = [couple for couple in couples if set(couple.partners) <= sharing]
    assert len(sharing) == 2 * len(together), "nobody shares but with their partner"
    assert all(couple.seats is CoupleSeats.SHARED for couple in together)
