from datetime import UTC, datetime, timedelta

import pytest

from clinic.errors import Refused
from clinic.ids import PersonId
from clinic.schedule.attendees import Attendee, Role
from clinic.schedule.live_changes import (
    Expect,
    FollowUp,
    NoLongerExpected,
    PrivateTalk,
    TakeRole,
    remove,
    substitute,
)

ANA, BEN, DANA, ELENA, FARID = (PersonId(f"pt_{name}") for name in ("ana", "ben", "dana", "elena", "farid"))
PEOPLE = (
    Attendee(DANA, Role.FACILITATOR),
    Attendee(ELENA, Role.CO_FACILITATOR),
    Attendee(ANA),
    Attendee(BEN),
)
NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
NOBODY: frozenset[PersonId] = frozenset()
ALL = frozenset({ANA, BEN, DANA, ELENA})


def code_of_substitute(away: PersonId, by: PersonId) -> str:
    with pytest.raises(Refused) as refused:
        substitute(PEOPLE, away, by, NOBODY)
    return refused.value.code


def test_a_substitute_is_expected_before_the_other_goes() -> None:
    assert substitute(PEOPLE, DANA, FARID, NOBODY) == (
        Expect(Attendee(FARID, Role.FACILITATOR)),
        NoLongerExpected(DANA),
    )


def test_a_substitute_who_is_there_becomes_facilitator_and_who_is_away_leads_no_more() -> None:
    assert substitute(PEOPLE, DANA, ELENA, ALL) == (
        TakeRole(ELENA, Role.FACILITATOR),
        TakeRole(DANA, Role.TECH_HOST),
    )


def test_only_staff_are_substituted_and_never_by_themselves_or_a_client() -> None:
    assert code_of_substitute(ANA, FARID) == "schedule.not_staff"
    assert code_of_substitute(FARID, ELENA) == "schedule.not_staff"
    assert code_of_substitute(DANA, ANA) == "schedule.is_member"
    assert code_of_substitute(DANA, DANA) == "schedule.same_person"


def test_a_client_who_is_in_the_room_goes_to_a_private_talk_and_is_followed_up() -> None:
    assert remove(PEOPLE, ANA, ALL, NOW) == (
        PrivateTalk((ANA,), ELENA),
        FollowUp(ANA, NOW + timedelta(hours=24)),
    )


def test_without_a_co_facilitator_the_facilitator_talks() -> None:
    talk, _ = remove(PEOPLE, ANA, ALL - {ELENA}, NOW)
    assert talk == PrivateTalk((ANA,), DANA)


def test_who_shares_the_camera_goes_along() -> None:
    talk, follow_up = remove(PEOPLE, ANA, ALL, NOW, shares_with=BEN)
    assert talk == PrivateTalk((ANA, BEN), ELENA)
    assert follow_up == FollowUp(ANA, NOW + timedelta(hours=24))


def test_a_client_who_is_not_there_just_does_not_get_in() -> None:
    assert remove(PEOPLE, ANA, NOBODY, NOW) == (NoLongerExpected(ANA),)
    assert remove(PEOPLE, ANA, ALL - {ANA}, NOW) == (NoLongerExpected(ANA),)


def test_nobody_is_put_out_while_nobody_is_there_to_talk_to_them() -> None:
    with pytest.raises(Refused) as refused:
        remove(PEOPLE, ANA, frozenset({ANA, BEN}), NOW)
    assert refused.value.code == "schedule.nobody_to_talk"


def test_staff_are_not_removed_like_clients() -> None:
    with pytest.raises(Refused) as refused:
        remove(PEOPLE, DANA, ALL, NOW)
    assert refused.value.code == "schedule.not_member"
