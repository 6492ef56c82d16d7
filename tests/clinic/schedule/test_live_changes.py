import pytest

from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.schedule.attendees import Attendee, Role
from clinic.schedule.live_changes import substitute, who_talks

ANA, BEN, DANA, ELENA, FARID = (PersonId(f"pt_{name}") for name in ("ana", "ben", "dana", "elena", "farid"))
PEOPLE = (
    Attendee(DANA, Role.FACILITATOR),
    Attendee(ELENA, Role.CO_FACILITATOR),
    Attendee(FARID, Role.TRAINEE),
    Attendee(ANA),
    Attendee(BEN),
)
ALL = frozenset({ANA, BEN, DANA, ELENA, FARID})


def code_of_substitute(away: PersonId, by: PersonId) -> str:
    with pytest.raises(Refused) as refused:
        substitute(PEOPLE, away, by)
    return refused.value.code


def test_a_substitute_takes_the_role_whether_or_not_they_were_planned() -> None:
    assert substitute(PEOPLE, DANA, PersonId("pt_hugo")) is Role.FACILITATOR
    assert substitute(PEOPLE, DANA, ELENA) is Role.FACILITATOR
    assert substitute(PEOPLE, FARID, PersonId("pt_hugo")) is Role.TRAINEE


def test_only_staff_are_substituted_and_never_by_themselves_or_a_client() -> None:
    assert code_of_substitute(ANA, FARID) == "schedule.not_staff"
    assert code_of_substitute(PersonId("pt_hugo"), ELENA) == "schedule.not_staff"
    assert code_of_substitute(DANA, ANA) == "schedule.is_member"
    assert code_of_substitute(DANA, DANA) == "schedule.same_person"


def test_a_co_facilitator_talks_so_that_the_facilitator_stays_with_the_group() -> None:
    assert who_talks(PEOPLE, ALL) == (ELENA, DANA)


def test_without_a_co_facilitator_the_facilitator_talks() -> None:
    assert who_talks(PEOPLE, ALL - {ELENA}) == (DANA,)


def test_nobody_is_moved_while_nobody_who_leads_is_there_to_talk_with_them() -> None:
    assert who_talks(PEOPLE, {ANA, BEN, FARID}) == ()
