"""Scenario 18 of the specification, as far as rules go: a role conflict, its override, and what remains of it."""

from datetime import timedelta

import pytest

from clinic.care_team.overrides import (
    LONGEST,
    ConflictOverride,
    OverrideState,
    acknowledge,
    propose_override,
    state_of,
)
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.care_team.separation import check_separation, find_conflicts, uncovered
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from tests.clinic.care_team.team import (
    ANA,
    BEN,
    DANA,
    DIRECTOR,
    HUGO,
    IRIS,
    LOPEZ,
    at,
    couples_therapist,
    own,
)

TWO_WEEKS = LONGEST / timedelta(hours=1)
COUNSELOR = own(DANA, BEN, CareTeamRole.SUD_COUNSELOR)
PROPOSED = couples_therapist(DANA, since=2, until=TWO_WEEKS)


def assign(override: ConflictOverride | None = None) -> None:
    check_separation(PROPOSED, [COUNSELOR], [LOPEZ], [override] if override else [])


def override_by(director: PersonId, assignments: list[Assignment]) -> ConflictOverride:
    (conflict,) = find_conflicts(PROPOSED, [COUNSELOR], [LOPEZ])
    until = at(0) + LONGEST
    return propose_override(
        conflict.key, LOPEZ, director, assignments, reason="No other therapist.", until=until, now=at(0)
    )


def test_scenario_18_role_conflict() -> None:
    """An admin assigns Ben's counselor as the couple's therapist: refused; the director overrides for 14 days."""
    with pytest.raises(Refused) as refused:
        assign()
    assert (refused.value.code, refused.value.reason) == ("care_team.couples_therapist", "sud_counselor")
    with pytest.raises(Refused, match=r"care_team\.director_only"):
        override_by(HUGO, [DIRECTOR, own(HUGO, ANA)])

    override = override_by(IRIS, [DIRECTOR])
    for partner, hour in ((BEN, 1), (ANA, 2)):
        with pytest.raises(Refused, match=r"care_team\.couples_therapist"):
            assign(override)
        assert state_of(override, at(hour)) is OverrideState.PENDING
        override = acknowledge(override, partner, at(hour))

    assign(override)
    assert state_of(override, at(2)) is OverrideState.IN_FORCE
    assert uncovered([COUNSELOR, PROPOSED], [LOPEZ], [override]) == []
    assert state_of(override, at(TWO_WEEKS)) is OverrideState.ENDED
    assert not PROPOSED.period.holds(at(TWO_WEEKS)), "it ends with its permission"


def test_scenario_18_leaves_to_the_audit_who_why_until_when_and_both_acknowledgements() -> None:
    override = acknowledge(acknowledge(override_by(IRIS, [DIRECTOR]), BEN, at(1)), ANA, at(2))
    assert (override.director, override.reason) == (IRIS, "No other therapist.")
    assert (override.proposed_at, override.until) == (at(0), at(0) + LONGEST)
    assert [(given.partner, given.at) for given in override.acknowledged] == [(BEN, at(1)), (ANA, at(2))]
