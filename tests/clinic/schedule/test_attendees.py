from clinic.ids import CohortId, PersonId
from clinic.schedule.attendees import LEADING, STAFF, Attendee, Role, members_of, with_members
from rooms.model.people import Role as RoomRole

GROUP = CohortId("co_1")
ANA, BEN, CARL, DANA = (PersonId(f"pt_{name}") for name in ("ana", "ben", "carl", "dana"))


def test_the_roles_are_those_of_the_room() -> None:
    assert {role.value for role in Role} == {role.value for role in RoomRole}


def test_who_leads_is_staff_and_clients_are_not() -> None:
    assert LEADING < STAFF
    assert Role.MEMBER not in STAFF
    assert Role.OBSERVER not in STAFF


def test_the_members_of_the_day_come_and_former_ones_go() -> None:
    people = (Attendee(DANA, Role.FACILITATOR), Attendee(BEN, cohort=GROUP), Attendee(CARL, cohort=GROUP))
    found = with_members(people, GROUP, [CARL, ANA])
    assert found == (
        Attendee(DANA, Role.FACILITATOR),
        Attendee(ANA, cohort=GROUP),
        Attendee(CARL, cohort=GROUP),
    )
    assert members_of(found) == (ANA, CARL)


def test_who_is_invited_themselves_stays_as_they_are() -> None:
    guest = (Attendee(ANA, Role.OBSERVER),)
    assert with_members(guest, GROUP, [ANA]) == guest
