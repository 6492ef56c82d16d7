"""What a statement says, and what it says nothing of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.attendance.codes import DEFAULT_TABLE, Reason
from clinic.attendance.statements import (
    Composed,
    Leader,
    LicenceGap,
    Sitting,
    StatementKind,
    Whereabouts,
    check_period,
    compose,
)
from clinic.common.errors import Invalid
from clinic.common.ids import AppointmentId, PersonId, RecipientId
from clinic.programme.coverage import Billed, Coverage
from clinic.programme.spans import Span
from clinic.programme.tracks import Service

ANA, BEN = PersonId("pt_ana"), PersonId("pt_ben")
PAYER = RecipientId("rc_payer")
MORNING = datetime(2026, 3, 2, 14, tzinfo=UTC)
DANA = Leader(PersonId("pt_dana"), "Dana", "NY 1234")
COVERAGE = Coverage("cv_1", ANA, PAYER, "PPO", "M-1", date(2026, 1, 1), minimum_min=180)


def sitting(
    id_: str = "1",
    service: Service = Service.GROUP,
    minutes: float = 90,
    *,
    begins: datetime = MORNING,
    **more: object,
) -> Sitting:
    ends = begins + timedelta(minutes=minutes)
    made = Sitting(
        AppointmentId(f"ss_{id_}"),
        service,
        begins.date(),
        begins,
        ends,
        begins,
        ends,
        (Span(begins, ends),) if minutes else (),
        Whereabouts.HOME,
        "NY",
        (DANA,),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def state(
    *sittings: Sitting,
    client: PersonId = ANA,
    kind: StatementKind = StatementKind.SUPERBILL,
    coverages: tuple[Coverage, ...] = (),
    protected: bool = False,
) -> Composed:
    return compose(client, kind, sittings, coverages, DEFAULT_TABLE, payer=None, may_tell_protected=protected)


def codes(found: Composed) -> list[str | None]:
    return [line.match.row.code if line.match and line.match.row else None for line in found.lines]


def test_exact_seconds_are_kept_and_whole_minutes_are_shown() -> None:
    (line,) = state(sitting(minutes=52.99, service=Service.INDIVIDUAL)).lines
    assert line.sitting.present == timedelta(minutes=52.99)
    assert line.present_min == 52
    assert codes(state(sitting(minutes=52.99, service=Service.INDIVIDUAL))) == ["90834"]


def test_an_attendance_statement_has_no_codes() -> None:
    found = state(sitting(), kind=StatementKind.ATTENDANCE, coverages=(COVERAGE,))
    assert codes(found) == [None]
    assert not found.days


@pytest.mark.parametrize(
    ("where", "pos"), [(Whereabouts.HOME, "10"), (Whereabouts.OTHER, "02"), (Whereabouts.UNKNOWN, "")]
)
def test_the_place_of_service_follows_from_where_the_client_was(where: Whereabouts, pos: str) -> None:
    assert state(sitting(whereabouts=where)).lines[0].pos == pos


def test_a_couples_session_is_on_the_identified_patients_statement_alone() -> None:
    together = sitting("2", Service.COUPLES, 50, identified=ANA)
    own = sitting("1")
    assert [line.sitting.session for line in state(own, together).lines] == ["ss_1", "ss_2"]
    assert state(own, together, client=BEN) == state(own, client=BEN), "as if it had not been"


def test_a_couples_session_without_an_identified_patient_is_on_nobodys() -> None:
    found = state(sitting(service=Service.COUPLES))
    assert (found.lines, found.without_patient) == ((), 1)


def test_a_protected_session_is_left_out_and_counted_unless_it_may_be_told() -> None:
    some = (sitting("1"), sitting("2", is_protected=True))
    kept = state(*some)
    assert (len(kept.lines), kept.left_out, kept.tells_protected) == (1, 1, False)
    told = state(*some, protected=True)
    assert (len(told.lines), told.left_out, told.tells_protected) == (2, 0, True)


def test_what_is_left_out_does_not_count_for_a_day() -> None:
    some = (
        sitting("1", minutes=100),
        sitting("2", minutes=100, begins=MORNING + timedelta(hours=3), is_protected=True),
    )
    (day,) = state(*some, coverages=(COVERAGE,)).days
    assert (day.billed, day.present_min, day.match.reason) == (Billed.DAY, 100, Reason.BELOW_MINIMUM)
    assert [each.billed for each in state(*some, coverages=(COVERAGE,), protected=True).days] == [
        Billed.DAY,
        Billed.SUD_DAY,
    ]


def test_the_minutes_of_a_day_are_shown_beside_the_payers_minimum() -> None:
    morning = (sitting("1", minutes=100), sitting("2", minutes=71.5, begins=MORNING + timedelta(hours=2)))
    found = state(*morning, coverages=(COVERAGE,))
    (day,) = found.days
    assert (day.minimum_min, day.present_min, day.match.row) == (180, 171, None)
    assert [line.match.reason for line in found.lines if line.match] == [Reason.PART_OF_DAY] * 2


def test_a_day_that_meets_the_minimum_has_the_code_and_its_sessions_have_none() -> None:
    found = state(sitting(minutes=180), coverages=(COVERAGE,))
    assert [day.match.row and day.match.row.code for day in found.days] == ["S9480"]
    assert found.days[0].pos == "10"
    assert codes(found) == [None]


def test_a_session_alone_has_its_own_code_unless_the_payer_counts_it_into_the_day() -> None:
    alone = sitting("2", Service.INDIVIDUAL, 50, begins=MORNING + timedelta(hours=3))
    assert codes(state(sitting("1"), alone, coverages=(COVERAGE,))) == [None, "90834"]
    counting = replace(COVERAGE, counts_individual=True)
    assert state(sitting("1"), alone, coverages=(counting,)).days[0].present_min == 140


def test_time_in_two_sessions_at_once_counts_once_in_a_day() -> None:
    assert state(sitting("1"), sitting("2"), coverages=(COVERAGE,)).days[0].present_min == 90


def test_without_a_minimum_each_session_has_its_own_code() -> None:
    assert codes(state(sitting(), coverages=(replace(COVERAGE, minimum_min=None),))) == ["90853"]


def test_who_was_never_there_and_meetings_after_treatment_are_on_no_statement() -> None:
    assert not state(sitting(minutes=0), sitting("2", Service.ALUMNI)).lines


def test_a_hole_in_the_licences_is_told_and_no_licence_invented() -> None:
    unlicensed = replace(DANA, licence="")
    found = state(sitting(leaders=(unlicensed, DANA)))
    assert found.gaps == (LicenceGap(AppointmentId("ss_1"), MORNING.date(), "Dana", "NY"),)
    assert found.lines[0].sitting.leaders[0].licence == ""


def test_a_session_over_midnight_belongs_to_the_day_on_which_it_began() -> None:
    late = sitting(begins=datetime(2026, 3, 2, 23, tzinfo=UTC), minutes=120)
    assert state(late, coverages=(COVERAGE,)).days[0].on == date(2026, 3, 2)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(Service),
            st.integers(0, 200),
            st.integers(0, 3),
            st.booleans(),
            st.sampled_from([ANA, BEN, None]),
        ),
        max_size=12,
    ),
    st.booleans(),
    st.sampled_from(StatementKind),
)
def test_every_session_is_on_the_statement_or_has_a_reason_not_to_be(
    drawn: list[tuple[Service, int, int, bool, PersonId | None]], protected: bool, kind: StatementKind
) -> None:
    some = [
        sitting(
            str(index),
            service,
            minutes,
            begins=MORNING + timedelta(days=day, hours=4 * index),
            is_protected=hidden,
            identified=identified if service is Service.COUPLES else None,
        )
        for index, (service, minutes, day, hidden, identified) in enumerate(drawn)
    ]
    found = state(*some, kind=kind, coverages=(COVERAGE,), protected=protected)
    there = [one for one in some if one.spans and one.service is not Service.ALUMNI]
    partners = [one for one in there if one.service is Service.COUPLES and one.identified == BEN]
    assert len(there) == len(found.lines) + found.left_out + found.without_patient + len(partners)
    assert found.present == sum((line.sitting.present for line in found.lines), timedelta())
    assert [line.sitting.begins for line in found.lines] == sorted(
        line.sitting.begins for line in found.lines
    )
    for day in found.days:
        assert (day.match.row is not None) is (day.present_min >= day.minimum_min)


@pytest.mark.parametrize(
    ("since", "last", "code"),
    [
        (date(2026, 3, 2), date(2026, 3, 1), "statement.period"),
        (date(2025, 3, 1), date(2026, 3, 2), "statement.period"),
        (date(2026, 3, 1), date(2026, 3, 3), "statement.future"),
    ],
)
def test_a_period_ends_after_it_begins_is_at_most_a_year_and_over(since: date, last: date, code: str) -> None:
    check_period(date(2025, 3, 2), date(2026, 3, 2), date(2026, 3, 2))
    with pytest.raises(Invalid) as wrong:
        check_period(since, last, date(2026, 3, 2))
    assert wrong.value.code == code
