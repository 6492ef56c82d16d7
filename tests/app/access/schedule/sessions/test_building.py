"""From sessions of a series to appointments, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.access.schedule.sessions.building import Around, build, changed, seat
from app.persistence.repositories.schedule.records import Expected
from app.persistence.repositories.schedule.surroundings import KnownPerson
from clinic.common.ids import AppointmentId, ClinicId, CohortId, CoupleId, PersonId
from clinic.people.couples import Cameras, CoupleUnit
from clinic.people.person import PersonKind
from clinic.programme.cohorts import Membership
from clinic.schedule.attendees import Attendee, Role
from clinic.schedule.recurrence.edits import Plan
from clinic.schedule.recurrence.series import Override, occurrences
from clinic.schedule.states import Status
from tests.support.schedule.planned import ANA, BEN, CONTENT, DANA, RECORD, SERIES, at

COHORT = CohortId("co_1")
COUPLE = CoupleUnit(CoupleId("cu_1"), ClinicId("cl_1"), (ANA, BEN), datetime(2025, 1, 1, tzinfo=UTC))
NEW = AppointmentId("ss_new")


def around(*members: Membership, archived: PersonId | None = None) -> Around:
    people = {
        person: KnownPerson(person, person, PersonKind.CLIENT, person == archived, None)
        for person in (ANA, BEN, DANA)
    }
    return Around(
        ZoneInfo("America/New_York"), None, members, people, (COUPLE,), {"join_early_s": 300}, {}, frozenset()
    )


def test_a_session_is_for_whom_its_series_invites_and_its_cohorts_members_of_that_day() -> None:
    series = replace(SERIES, cohort=COHORT, people=(Attendee(DANA, Role.FACILITATOR),))
    record = replace(RECORD, plan=Plan(series))
    members = (
        Membership(COHORT, ANA, date(2026, 1, 7), None),
        Membership(COHORT, BEN, date(2026, 1, 1), date(2026, 1, 7)),
    )
    found = [
        build(each, record, CONTENT, around(*members), None, NEW, {}) for each in occurrences(series)[:2]
    ]
    assert [[each.person for each in one.people] for one in found] == [[DANA, BEN], [DANA, ANA]]
    assert all(each.people[1].from_cohort for each in found)
    assert found[0].opens == found[0].begins - timedelta(seconds=300)


def test_who_was_archived_comes_no_more() -> None:
    first = occurrences(SERIES)[0]
    found = build(first, RECORD, CONTENT, around(archived=ANA), None, NEW, {})
    assert [each.person for each in found.people] == [DANA]


def test_a_known_session_keeps_its_id_and_a_cancelled_one_is_on_record() -> None:
    first = occurrences(SERIES, (), [Override(SERIES.start, cancelled=True)])[0]
    found = build(first, RECORD, CONTENT, around(), at(5), NEW, {})
    assert (found.id, found.status, found.slot) == ("ss_5", Status.CANCELLED, SERIES.start)


@pytest.mark.parametrize(
    ("said", "cameras"),
    [((), 1), (({BEN: 2},), 2), (({ANA: 2}, {BEN: 1}), 2), (({}, {BEN: 2}, {ANA: 1}), 2)],
)
def test_who_speaks_first_of_a_couples_cameras_counts(
    said: tuple[dict[PersonId, int], ...], cameras: int
) -> None:
    found = seat([Attendee(BEN), Attendee(ANA)], [COUPLE], at(5).begins, said)
    assert found == tuple(Expected(each, Role.MEMBER, COUPLE.id, cameras) for each in (ANA, BEN))


def test_a_couple_of_whom_one_comes_or_that_has_ended_is_two_people() -> None:
    alone = seat([Attendee(ANA)], [COUPLE], at(5).begins, ())
    assert alone == (Expected(ANA),)
    over = replace(COUPLE, until=at(5).begins, cameras=Cameras.ONE)
    apart = seat([Attendee(ANA), Attendee(BEN)], [over], at(5).begins, ())
    assert apart == (Expected(ANA), Expected(BEN))
    interpreter = seat([Attendee(ANA), Attendee(BEN, Role.INTERPRETER)], [COUPLE], at(5).begins, ())
    assert [each.couple for each in interpreter] == [None, None]


def test_versions_rise_with_every_change_and_sequences_with_times_alone() -> None:
    before = replace(at(5), version=4, sequence=2)
    assert changed(before, at(5)) == before
    titled = changed(before, replace(at(5), content=replace(CONTENT, title="Other")))
    assert (titled.version, titled.sequence) == (5, 2)
    moved = changed(before, replace(at(5), begins=at(5).begins + timedelta(minutes=5)))
    assert (moved.version, moved.sequence) == (5, 3)
    cancelled = changed(before, replace(at(5), status=Status.CANCELLED))
    assert (cancelled.version, cancelled.sequence) == (5, 3)
