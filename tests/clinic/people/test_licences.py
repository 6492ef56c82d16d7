from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import FieldError
from clinic.people.fields.states import STATES
from clinic.people.licences import (
    Compact,
    CompactPrivilege,
    Credentials,
    Licence,
    LicenceType,
    Qualification,
    check_licence,
    is_qualified,
    licensed_on,
    reach_of,
)

LAST = date(2026, 12, 31)
ILLINOIS = Licence("IL", LicenceType.PSYCHOLOGIST, "071-009876", LAST)
PSYPACT = CompactPrivilege(Compact.PSYPACT, frozenset({"TX", "CO"}), date(2026, 6, 30))
WITH_COMPACT = replace(ILLINOIS, privileges=(PSYPACT,))

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
states = st.sampled_from(["IL", "TX", "CO", "CA"])
licences = st.builds(
    Licence,
    states,
    st.sampled_from(LicenceType),
    st.just("1"),
    days,
    st.lists(
        st.builds(CompactPrivilege, st.sampled_from(Compact), st.frozensets(states, min_size=1), days),
        max_size=2,
    ).map(tuple),
)


def covered_until(held: list[Licence], state: str, day: date) -> date | None:
    """The last day of the cover that they give in a state from the day on, by the states that each reaches."""
    ends = [end for one in held for reached, end in reach_of(one) if reached == state and day <= end]
    return max(ends, default=None)


def covers(held: list[Licence], state: str, day: date) -> bool:
    return covered_until(held, state, day) is not None


def test_a_licence_covers_its_own_state_to_its_last_day() -> None:
    assert covers([ILLINOIS], "IL", LAST)
    assert not covers([ILLINOIS], "IL", LAST + timedelta(days=1))
    assert not covers([ILLINOIS], "TX", LAST)


def test_a_privilege_reaches_the_states_it_names_while_it_lasts() -> None:
    assert covers([WITH_COMPACT], "TX", date(2026, 6, 30))
    assert not covers([WITH_COMPACT], "TX", date(2026, 7, 1))
    assert not covers([WITH_COMPACT], "CA", date(2026, 6, 30))


def test_a_licence_reaches_its_own_state_and_those_of_its_privileges() -> None:
    assert reach_of(WITH_COMPACT) == [("IL", LAST), ("CO", PSYPACT.expires), ("TX", PSYPACT.expires)]


def test_a_privilege_ends_with_the_licence_behind_it() -> None:
    expired = replace(WITH_COMPACT, expires=date(2026, 3, 31))
    assert covered_until([expired], "CO", date(2026, 3, 1)) == date(2026, 3, 31)


def test_the_longest_of_several_licences_counts() -> None:
    shorter = replace(ILLINOIS, expires=date(2026, 2, 1))
    assert covered_until([shorter, ILLINOIS], "IL", date(2026, 1, 1)) == LAST
    assert covered_until([], "IL", date(2026, 1, 1)) is None


@given(st.lists(licences, max_size=3), states, days)
def test_cover_holds_on_every_day_up_to_the_last_one_and_not_after(
    held: list[Licence], state: str, day: date
) -> None:
    last = covered_until(held, state, day)
    assert covers(held, state, day) is (last is not None)
    if last is not None:
        assert covers(held, state, last)
        assert not covers(held, state, last + timedelta(days=1))
        assert licensed_on(held, day)


@pytest.mark.parametrize("wanted", Qualification)
def test_nobody_does_what_they_are_not_qualified_for(wanted: Qualification) -> None:
    others = frozenset(Qualification) - {wanted}
    assert not is_qualified(Credentials(others, (ILLINOIS,)), wanted, LAST)


@pytest.mark.parametrize(
    ("wanted", "needs_licence"),
    [
        (Qualification.LICENSED_CLINICIAN, True),
        (Qualification.COUPLES_THERAPIST, True),
        (Qualification.PRESCRIBER, True),
        (Qualification.NURSE, True),
        (Qualification.SUD_COUNSELOR, False),
        (Qualification.CARE_COORDINATOR, False),
        (Qualification.EDUCATOR, False),
        (Qualification.PEER_HOST, False),
    ],
)
def test_clinicians_need_a_valid_licence_besides(wanted: Qualification, needs_licence: bool) -> None:
    held = Credentials(frozenset({wanted}), (ILLINOIS,))
    assert is_qualified(held, wanted, LAST)
    assert is_qualified(held, wanted, LAST + timedelta(days=1)) is not needs_licence


def test_every_state_is_known_and_others_are_refused() -> None:
    assert all(check_licence(replace(ILLINOIS, state=state)) == [] for state in STATES)
    wrong = replace(
        ILLINOIS,
        state="XX",
        number=" ",
        privileges=(
            PSYPACT,
            replace(PSYPACT, states=frozenset({"ON"})),
            replace(PSYPACT, states=frozenset()),
        ),
    )
    assert check_licence(wrong) == [
        FieldError("state", "field.state"),
        FieldError("privileges.1.states", "field.state"),
        FieldError("privileges.2.states", "field.state"),
    ]
    assert check_licence(replace(ILLINOIS, number="")) == [FieldError("number", "field.required")]
    assert check_licence(replace(ILLINOIS, number="1" * 41)) == [FieldError("number", "field.too_long")]
