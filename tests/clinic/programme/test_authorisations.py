"""What of an authorisation is used and left, and when somebody is warned."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Invalid
from clinic.common.ids import PersonId, RecipientId
from clinic.programme.authorisations import (
    Authorisation,
    Unit,
    Visit,
    Warning,
    balance,
    check_authorisation,
    needs_attention,
)
from clinic.programme.coverage import Billed, Coverage
from clinic.programme.tracks import Service

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 31)
COVERAGE = Coverage("cv_1", PersonId("pt_ana"), RecipientId("rc_payer"), "PPO", "M-1", date(2026, 1, 1))
DAYS_OF_CARE = Authorisation("az_1", "cv_1", "A-77", Billed.DAY, Unit.DAYS, 10, FIRST, LAST)
VISITS = st.lists(
    st.builds(
        Visit,
        st.dates(FIRST - timedelta(days=5), LAST + timedelta(days=5)),
        st.sampled_from(Service),
        st.booleans(),
    ),
    max_size=40,
)


def on(day: int, service: Service = Service.GROUP, *, protected: bool = False) -> Visit:
    return Visit(FIRST + timedelta(days=day), service, protected)


def test_a_day_with_several_sessions_is_one_day() -> None:
    visits = [on(0), on(0, Service.PSYCHOEDUCATION), on(1), on(1, Service.INDIVIDUAL)]
    found = balance(DAYS_OF_CARE, COVERAGE, visits, FIRST + timedelta(days=2))
    assert (found.used, found.left, found.days_left, found.warnings) == (2, 8, 28, ())


def test_sessions_are_counted_each() -> None:
    alone = replace(DAYS_OF_CARE, billed=Billed.INDIVIDUAL, unit=Unit.SESSIONS, amount=3)
    visits = [on(0, Service.INDIVIDUAL), on(0, Service.INDIVIDUAL), on(1)]
    assert balance(alone, COVERAGE, visits, FIRST).used == 2


def test_days_with_protected_sessions_are_of_another_authorisation() -> None:
    visits = [on(0, protected=True), on(1)]
    assert balance(DAYS_OF_CARE, COVERAGE, visits, FIRST).used == 1
    assert balance(replace(DAYS_OF_CARE, billed=Billed.SUD_DAY), COVERAGE, visits, FIRST).used == 1


@given(VISITS, st.sampled_from(Billed), st.sampled_from(Unit), st.integers(1, 20))
def test_used_and_left_agree_with_a_plain_count(
    visits: list[Visit], billed: Billed, unit: Unit, amount: int
) -> None:
    asked = replace(DAYS_OF_CARE, billed=billed, unit=unit, amount=amount)
    found = balance(asked, COVERAGE, visits, FIRST)
    whole_day = {Service.GROUP: False, Service.PSYCHOEDUCATION: False}
    plain = Counter(
        visit.on
        for visit in visits
        if FIRST <= visit.on <= LAST
        and (
            (visit.service in whole_day and visit.is_protected is (billed is Billed.SUD_DAY))
            if billed in (Billed.DAY, Billed.SUD_DAY)
            else visit.service.value == billed.value
        )
    )
    assert found.used == (len(plain) if unit is Unit.DAYS else plain.total())
    assert found.left == max(0, amount - found.used)
    assert (Warning.EXCEEDED in found.warnings) is (found.used > amount)


@given(VISITS, VISITS)
def test_more_visits_never_leave_more(some: list[Visit], others: list[Visit]) -> None:
    before = balance(DAYS_OF_CARE, COVERAGE, some, FIRST)
    after = balance(DAYS_OF_CARE, COVERAGE, some + others, FIRST)
    assert (after.used, -after.left) >= (before.used, -before.left)


@pytest.mark.parametrize(
    ("used", "today", "warnings"),
    [
        (6, FIRST, ()),
        (7, FIRST, (Warning.FEW_LEFT,)),
        (11, FIRST, (Warning.EXCEEDED, Warning.FEW_LEFT)),
        (1, LAST - timedelta(days=6), (Warning.ENDS_SOON,)),
        (1, LAST - timedelta(days=7), ()),
        (10, LAST + timedelta(days=1), (Warning.ENDED,)),
        (0, FIRST - timedelta(days=1), ()),
    ],
)
def test_staff_are_warned_before_it_runs_out(used: int, today: date, warnings: tuple[Warning, ...]) -> None:
    found = balance(DAYS_OF_CARE, COVERAGE, [on(day) for day in range(used)], today)
    assert found.warnings == warnings
    assert needs_attention(found.warnings) is bool(set(warnings) - {Warning.ENDED})


def test_a_single_session_that_is_authorised_is_no_reason_to_warn_before_it_is_used() -> None:
    single = replace(DAYS_OF_CARE, amount=1)
    assert not balance(single, COVERAGE, [], FIRST).warnings
    assert balance(single, COVERAGE, [on(0)], FIRST).warnings == (Warning.FEW_LEFT,)


def test_dates_in_a_wrong_order_count_nothing() -> None:
    wrong = replace(DAYS_OF_CARE, last_on=FIRST - timedelta(days=1))
    assert balance(wrong, COVERAGE, [on(0)], FIRST).used == 0


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"amount": 0}, "amount", "authorisation.amount"),
        ({"amount": 401}, "amount", "authorisation.amount"),
        ({"number": "x" * 81}, "number", "field.too_long"),
    ],
)
def test_what_is_wrong_with_it_is_named(change: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(Invalid) as wrong:
        check_authorisation(replace(DAYS_OF_CARE, **change))  # type: ignore[arg-type]
    assert [(error.field, error.code) for error in wrong.value.errors] == [(field, code)]


def test_its_number_is_not_in_what_is_printed_of_it() -> None:
    assert "A-77" not in repr(DAYS_OF_CARE)
