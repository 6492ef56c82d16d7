import itertools
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from clinic.common.errors import FieldError, Invalid
from clinic.common.ids import SeriesId
from clinic.programme.minutes import Counting, TimedSession, WeekMinutes, week_minutes
from clinic.programme.tracks import Service
from clinic.schedule.agenda import programme_time
from clinic.schedule.recurrence.series import Series, occurrences
from clinic.schedule.templates import TEMPLATES, Audience, Template, instantiate
from rooms.model.policy.policy import RoomKind

MONDAY = date(2026, 3, 2)
ZONE = "America/New_York"
COUPLES = TEMPLATES["couples_week"]
every_template = pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda each: each.code)


def sessions(template: Template, weeks: int) -> list[TimedSession]:
    """What one partner attends."""
    return [
        programme_time(each, draft.session.service, draft.session.agenda)
        for draft in instantiate(template, MONDAY, ZONE, weeks)
        for each in occurrences(Series(SeriesId("sr"), draft.start, draft.zone, draft.length_min, draft.rule))
    ]


def week(number: int, *services: Service) -> WeekMinutes:
    counting = Counting(frozenset(services or Service))
    day = MONDAY + timedelta(weeks=number)
    return week_minutes(sessions(COUPLES, 8), day, ZoneInfo(ZONE), counting, 540)


def test_the_couples_week_is_three_blocks_two_talks_and_the_prescriber_every_second_week() -> None:
    drafts = instantiate(COUPLES, MONDAY, ZONE, 2)
    assert [(draft.session.audience, draft.session.room, draft.length_min) for draft in drafts] == [
        (Audience.COHORT, "group", 180),
        (Audience.CLIENT, "individual", 50),
        (Audience.COUPLE, "couples", 50),
        (Audience.CLIENT, "medical_visit", 20),
    ]
    assert len(sessions(COUPLES, 8)) == 8 * (3 + 1 + 1) + 4


@pytest.mark.parametrize("number", range(8))
def test_the_groups_of_the_couples_week_alone_are_half_an_hour_short_also_when_clocks_change(
    number: int,
) -> None:
    groups = week(number, Service.GROUP)
    assert (groups.gross_min, groups.net_min, groups.missing_min) == (540, 510, 30)
    assert groups.only_looks_enough


def test_with_its_talks_the_couples_week_is_enough() -> None:
    assert (week(0).net_min, week(1).net_min) == (510 + 50 + 50 + 20, 510 + 50 + 50)
    assert week(1).missing_min == 0


@every_template
def test_a_template_names_rooms_that_exist_and_nobody_is_in_two_of_its_sessions_at_once(
    template: Template,
) -> None:
    assert {each.room for each in template.sessions} <= {kind.value for kind in RoomKind}
    spans = sorted((each.span.begins, each.span.ends) for each in sessions(template, 4))
    assert all(ends <= begins for (_, ends), (begins, _) in itertools.pairwise(spans))


@every_template
@pytest.mark.parametrize("weeks", [1, 2, 104])
def test_a_template_lasts_for_the_weeks_it_is_asked_for(template: Template, weeks: int) -> None:
    begins = [each.span.begins.astimezone(ZoneInfo(ZONE)).date() for each in sessions(template, weeks)]
    assert MONDAY <= min(begins)
    assert max(begins) < MONDAY + timedelta(weeks=weeks)
    assert max(begins) >= MONDAY + timedelta(weeks=weeks - 1)


def test_all_that_is_wrong_with_the_arguments_is_listed() -> None:
    with pytest.raises(Invalid) as invalid:
        instantiate(COUPLES, MONDAY + timedelta(days=1), "Mars/Olympus", 0)
    assert invalid.value.errors == (
        FieldError("first_monday", "schedule.not_monday"),
        FieldError("zone", "schedule.zone"),
        FieldError("weeks", "schedule.weeks"),
    )
    with pytest.raises(Invalid):
        instantiate(COUPLES, MONDAY, ZONE, 105)
