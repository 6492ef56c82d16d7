from clinic.common.ids import CohortId, PersonId
from clinic.people.merge import Pair
from clinic.schedule.attendees import LEADING, STAFF, Attendee, Role, members_of, merged_people, with_members
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


def test_who_is_expected_under_two_records_comes_once_in_the_weightier_role() -> None:
    people = (
        Attendee(BEN, Role.OBSERVER),
        Attendee(DANA, Role.FACILITATOR),
        Attendee(ANA, cohort=GROUP),
        Attendee(CARL, Role.INTERPRETER, serves=ANA),
    )
    assert merged_people(people, Pair(BEN, DANA)) == (Attendee(BEN, Role.FACILITATOR), *people[2:])
    joined = merged_people((*people, Attendee(BEN)), Pair(BEN, ANA))
    assert [each for each in joined if each.person in (ANA, BEN)] == [Attendee(BEN, Role.OBSERVER)]
    served = merged_people(people, Pair(PersonId("pt_kept"), ANA))
    assert {each.serves for each in served} == {None, "pt_kept"}
    invited = merged_people((Attendee(ANA, cohort=GROUP), Attendee(BEN)), Pair(ANA, BEN))
    assert invited == (Attendee(ANA),), "a group that is left does not take them off the list"
