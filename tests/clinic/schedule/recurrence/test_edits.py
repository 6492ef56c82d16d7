from datetime import datetime, timedelta

from clinic.common.ids import PersonId, SeriesId
from clinic.schedule.attendees import Attendee, Role
from clinic.schedule.recurrence.edits import Edit, Plan, compared, edited_override, edited_people, override_of
from clinic.schedule.recurrence.rules import Frequency, SeriesRule
from clinic.schedule.recurrence.series import OccurrenceState, Override, Series, occurrences
from tests.clinic.clock_changes import local

ANA, BEN, DANA = PersonId("pt_ana"), PersonId("pt_ben"), PersonId("pt_dana")
KEY: datetime = local("2026-01-05T09:00")
PLANNED, HOLIDAY = OccurrenceState.PLANNED, OccurrenceState.HOLIDAY
SERIES = Series(SeriesId("sr_1"), KEY, "Europe/London", 60, SeriesRule(Frequency.WEEKLY, count=3))


def test_a_session_without_an_override_has_one_that_says_nothing() -> None:
    own = Override(KEY, length_min=30)
    plan = Plan(SERIES, (own,))
    assert override_of(plan, KEY) is own
    later = KEY + timedelta(days=7)
    assert override_of(plan, later) == Override(later)


def test_who_comes_in_another_role_has_only_that_one() -> None:
    edit = Edit(add=(Attendee(DANA, Role.CO_FACILITATOR),), remove=frozenset({BEN}))
    people = (Attendee(DANA, Role.FACILITATOR), Attendee(BEN), Attendee(ANA))
    assert edited_people(people, edit) == (Attendee(ANA), Attendee(DANA, Role.CO_FACILITATOR))


def test_what_an_edit_does_not_say_stays() -> None:
    own = Override(KEY, KEY + timedelta(hours=1), True, 30, True, (Attendee(ANA),), frozenset({BEN}))
    assert edited_override(own, Edit(), PLANNED) == own


def test_a_person_who_is_added_is_no_longer_removed_and_the_other_way_round() -> None:
    own = Override(KEY, added=(Attendee(ANA),), removed=frozenset({BEN}))
    edited = edited_override(own, Edit(add=(Attendee(BEN),), remove=frozenset({ANA})), PLANNED)
    assert edited.added == (Attendee(BEN),)
    assert edited.removed == {ANA}


def test_cancelling_can_be_taken_back() -> None:
    cancelled = edited_override(Override(KEY), Edit(cancel=True), PLANNED)
    assert cancelled.cancelled
    assert edited_override(cancelled, Edit(cancel=False), OccurrenceState.CANCELLED) == Override(KEY)


def test_a_session_on_a_holiday_takes_place_when_it_is_said_to() -> None:
    edited = edited_override(Override(KEY), Edit(cancel=False), HOLIDAY)
    found = occurrences(SERIES, [KEY.date()], [edited])
    assert [each.state for each in found] == [PLANNED] * 3


def test_sessions_vanish_stay_or_appear_by_whether_they_take_place() -> None:
    first, second, third = occurrences(SERIES)
    (off, *_) = occurrences(SERIES, (), [Override(KEY, cancelled=True)])
    pairs = [(first, off), (off, first), (second, second), (third, None), (off, off)]
    changed = compared(None, None, pairs, [third, off])
    assert changed.vanish == (first, third)
    assert changed.stay == ((second, second),)
    assert changed.appear == (first, third)
