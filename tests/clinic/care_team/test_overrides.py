from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.care_team.overrides import (
    LONGEST,
    REASON_LIMIT,
    ConflictOverride,
    OverrideState,
    acknowledge,
    check_override,
    end_override,
    in_force,
    propose_override,
    state_of,
)
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.errors import FieldError, Refused
from clinic.common.ids import PersonId
from tests.clinic.care_team.team import (
    ANA,
    BEN,
    DANA,
    DIRECTOR,
    EVA,
    HUGO,
    IRIS,
    LOPEZ,
    OTHERS,
    at,
    key,
    period,
)

DAYS_14 = 14 * 24


def propose(
    reason: str = "No other counselor until May.", until: float = DAYS_14, by: PersonId = IRIS, now: float = 0
) -> ConflictOverride:
    return propose_override(
        key(DANA, BEN), LOPEZ, by, [DIRECTOR], reason=reason, until=at(until), now=at(now)
    )


def test_r2_both_partners_acknowledge_before_it_takes_effect() -> None:
    override = propose()
    assert state_of(override, at(1)) is OverrideState.PENDING
    override = acknowledge(override, BEN, at(1))
    assert state_of(override, at(2)) is OverrideState.PENDING
    override = acknowledge(override, ANA, at(3))
    assert state_of(override, at(2.5)) is OverrideState.PENDING
    assert state_of(override, at(3)) is OverrideState.IN_FORCE
    assert state_of(override, at(DAYS_14)) is OverrideState.ENDED
    assert in_force(override) == period(3, DAYS_14)


@pytest.mark.parametrize(
    "role", [role for role in CareTeamRole if role is not CareTeamRole.CLINICAL_DIRECTOR]
)
def test_r2_only_a_clinical_director_makes_one(role: CareTeamRole) -> None:
    others = [Assignment(HUGO, role, period(0)), DIRECTOR]
    with pytest.raises(Refused, match=r"care_team\.director_only"):
        propose_override(key(DANA, BEN), LOPEZ, HUGO, others, reason="x", until=at(1), now=at(0))


def test_r2_a_director_whose_time_is_over_makes_none() -> None:
    former = [Assignment(IRIS, CareTeamRole.CLINICAL_DIRECTOR, period(0, 5))]
    with pytest.raises(Refused, match=r"care_team\.director_only"):
        propose_override(key(DANA, BEN), LOPEZ, IRIS, former, reason="x", until=at(6), now=at(5))


@pytest.mark.parametrize(
    ("reason", "until", "errors"),
    [
        ("x", at(0) + LONGEST, []),
        ("x", at(0) + LONGEST + timedelta(seconds=1), [FieldError("until", "field.too_late")]),
        ("x", at(0), [FieldError("until", "field.past")]),
        ("x" * REASON_LIMIT, at(1), []),
        ("x" * (REASON_LIMIT + 1), at(1), [FieldError("reason", "field.too_long")]),
        (" ", at(-1), [FieldError("reason", "field.required"), FieldError("until", "field.past")]),
    ],
)
def test_r2_it_has_a_reason_and_ends_within_14_days(
    reason: str, until: datetime, errors: list[FieldError]
) -> None:
    assert check_override(reason, until, at(0)) == errors


def test_a_wrong_field_is_refused_without_the_reason_in_the_message() -> None:
    with pytest.raises(Refused) as refused:
        propose(reason="secret" * REASON_LIMIT)
    assert (refused.value.code, refused.value.reason) == ("care_team.override_fields", "reason")
    assert "secret" not in str(refused.value)
    assert "counselor until May" not in repr(propose())


def test_it_is_about_a_partner_of_the_couple() -> None:
    for wrong, unit, now in ((key(DANA, EVA), LOPEZ, 0), (key(DANA, EVA), OTHERS, 0)):
        with pytest.raises(Refused, match=r"care_team\.not_a_partner"):
            propose_override(wrong, unit, IRIS, [DIRECTOR], reason="x", until=at(1), now=at(now))
    ended = key(DANA, EVA, unit=OTHERS)
    with pytest.raises(Refused, match=r"care_team\.not_a_partner"):
        propose_override(ended, OTHERS, IRIS, [DIRECTOR], reason="x", until=at(201), now=at(200))


def test_nobody_but_the_partners_acknowledges_it_and_not_after_its_end() -> None:
    with pytest.raises(Refused, match=r"care_team\.not_a_partner"):
        acknowledge(propose(), DANA, at(1))
    with pytest.raises(Refused, match=r"care_team\.override_ended"):
        acknowledge(propose(), ANA, at(DAYS_14))


def test_the_first_acknowledgement_of_a_partner_counts() -> None:
    once = acknowledge(propose(), ANA, at(1))
    assert acknowledge(once, ANA, at(9)) == once


def test_a_director_may_end_it_early_and_once() -> None:
    override = acknowledge(acknowledge(propose(), ANA, at(1)), BEN, at(1))
    ended = end_override(override, IRIS, [DIRECTOR], at(10))
    assert in_force(ended) == period(1, 10)
    assert state_of(ended, at(10)) is OverrideState.ENDED
    with pytest.raises(Refused, match=r"care_team\.override_ended"):
        end_override(ended, IRIS, [DIRECTOR], at(11))
    with pytest.raises(Refused, match=r"care_team\.director_only"):
        end_override(override, HUGO, [DIRECTOR], at(10))


@given(
    st.lists(st.tuples(st.sampled_from([ANA, BEN, DANA]), st.integers(0, 400)), max_size=5),
    st.integers(0, 400),
)
def test_r2_it_is_in_force_from_the_second_acknowledgement_to_its_end(
    acknowledgements: list[tuple[PersonId, int]], moment: int
) -> None:
    override = propose()
    given_by: dict[PersonId, int] = {}
    for partner, hour in sorted(acknowledgements, key=lambda one: one[1]):
        try:
            override = acknowledge(override, partner, at(hour))
        except Refused:
            continue
        given_by.setdefault(partner, hour)
    both = set(given_by) == {ANA, BEN}
    expected = both and max(given_by.values()) <= moment < DAYS_14
    assert (state_of(override, at(moment)) is OverrideState.IN_FORCE) is expected
    found = in_force(override)
    assert (found is not None and found.holds(at(moment))) is expected
    assert found is None or Period(at(0), at(0) + LONGEST).contains(found)
