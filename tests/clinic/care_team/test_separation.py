from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.care_team.overrides import (
    ConflictOverride,
    OverrideState,
    acknowledge,
    end_override,
    propose_override,
    state_of,
)
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.care_team.separation import (
    APART,
    RoleConflict,
    check_separation,
    find_conflicts,
    led_session,
    uncovered,
)
from clinic.common.errors import Refused
from clinic.people.couples import CoupleUnit
from tests.clinic.care_team.team import (
    ANA,
    BEN,
    COUPLES,
    DANA,
    DIRECTOR,
    EVA,
    HOURS,
    HUGO,
    IRIS,
    LOPEZ,
    OTHERS,
    assignments,
    at,
    couples_therapist,
    key,
    own,
    period,
    periods,
)
from tests.support.thorough import examples


def refusal(
    proposed: Assignment, held: list[Assignment], overrides: list[ConflictOverride] | None = None
) -> tuple[str, str | None] | None:
    try:
        check_separation(proposed, held, COUPLES, overrides or [])
    except Refused as refused:
        return refused.code, refused.reason
    return None


def override(since: float, until: float) -> ConflictOverride:
    proposed = propose_override(
        key(DANA, BEN), LOPEZ, IRIS, [DIRECTOR], reason="x", until=at(until), now=at(since)
    )
    return acknowledge(acknowledge(proposed, ANA, at(since)), BEN, at(since))


def is_kept(
    held: list[Assignment],
    couples: tuple[CoupleUnit, ...],
    overrides: list[ConflictOverride],
    moment: datetime,
) -> bool:
    """R1 as a person would say it of one moment, to compare with."""
    now = [one for one in held if one.period.holds(moment)]
    return not any(
        joint.clinician == single.clinician
        and joint.role is CareTeamRole.COUPLES_THERAPIST
        and single.role in APART
        and joint.couple == couple.id
        and single.client in couple.partners
        and couple.is_active(moment)
        and not any(
            one.key == key(single.clinician, single.client, single.role, couple)
            and state_of(one, moment) is OverrideState.IN_FORCE
            for one in overrides
            if single.client
        )
        for joint in now
        for single in now
        for couple in couples
    )


@pytest.mark.parametrize("role", CareTeamRole)
def test_r1_a_partners_own_therapist_or_counselor_cannot_become_the_couples_therapist(
    role: CareTeamRole,
) -> None:
    expected = ("care_team.couples_therapist", role.value) if role in APART else None
    assert refusal(couples_therapist(DANA), [own(DANA, BEN, role)]) == expected


@pytest.mark.parametrize("role", CareTeamRole)
def test_r1_the_couples_therapist_cannot_become_a_partners_own(role: CareTeamRole) -> None:
    expected = ("care_team.own_clinician", role.value) if role in APART else None
    assert refusal(own(DANA, ANA, role), [couples_therapist(DANA)]) == expected


def test_r1_other_couples_other_clinicians_and_other_times_do_not_collide() -> None:
    assert refusal(couples_therapist(DANA), [own(DANA, EVA), own(HUGO, BEN)]) is None
    assert refusal(couples_therapist(DANA, since=10), [own(DANA, BEN, until=10)]) is None
    assert refusal(own(DANA, EVA, since=200), [couples_therapist(DANA, OTHERS)]) is None
    assert refusal(own(DANA, EVA, since=199), [couples_therapist(DANA, OTHERS)]) is not None


def test_r1_a_session_is_checked_as_the_roles_in_which_it_is_led() -> None:
    hour = period(5, 6)
    joint = list(led_session(DANA, CareTeamRole.COUPLES_THERAPIST, hour, couples=[OTHERS.id, LOPEZ.id]))
    alone = list(led_session(DANA, CareTeamRole.SUD_COUNSELOR, hour, clients=[EVA, ANA]))
    assert [refusal(one, [own(DANA, BEN)]) for one in joint] == [
        None,
        ("care_team.couples_therapist", "sud_counselor"),
    ]
    assert [refusal(one, [couples_therapist(DANA)]) for one in alone] == [
        None,
        ("care_team.own_clinician", "sud_counselor"),
    ]
    assert refusal(replace(joint[1], period=period(20, 21)), [own(DANA, BEN, until=20)]) is None


def test_r1_a_substitution_is_checked_while_the_colleague_is_away() -> None:
    stands_in = couples_therapist(DANA, since=5, until=10)
    assert refusal(stands_in, [own(DANA, BEN, since=9)]) == ("care_team.couples_therapist", "sud_counselor")
    assert refusal(stands_in, [own(DANA, BEN, since=10)]) is None


def test_r2_an_override_permits_its_own_conflict_for_its_own_time() -> None:
    held, permitted = [own(DANA, BEN)], [override(0, 100)]
    assert refusal(couples_therapist(DANA, until=100), held, permitted) is None
    assert refusal(couples_therapist(DANA, until=101), held, permitted) is not None
    assert refusal(couples_therapist(DANA, since=-1, until=50), held, permitted) is None, (
        "nothing is held before 0"
    )
    other_role = own(DANA, BEN, CareTeamRole.INDIVIDUAL_THERAPIST)
    assert refusal(couples_therapist(DANA, until=100), [other_role], permitted) is not None
    assert refusal(couples_therapist(DANA, until=100), [own(DANA, ANA)], permitted) is not None


def test_ending_an_override_early_shows_what_has_to_end_with_it() -> None:
    held = [own(DANA, BEN), couples_therapist(DANA, until=100)]
    permitted = override(0, 100)
    assert uncovered(held, COUPLES, [permitted]) == []
    ended = end_override(permitted, IRIS, [DIRECTOR], at(30))
    assert uncovered(held, COUPLES, [ended]) == [RoleConflict(key(DANA, BEN), period(0, 100))]
    assert uncovered([held[0], couples_therapist(DANA, until=30)], COUPLES, [ended]) == []


@given(assignments(), assignments())
def test_r1_whichever_assignment_comes_first_the_other_is_refused(one: Assignment, other: Assignment) -> None:
    assert (refusal(one, [other]) is None) is (refusal(other, [one]) is None)
    assert find_conflicts(one, [other], COUPLES) == find_conflicts(other, [one], COUPLES)


overrides = st.tuples(st.integers(0, HOURS), st.integers(1, 14 * 24)).map(
    lambda times: override(times[0], times[0] + times[1])
)


@settings(max_examples=examples(300))
@given(st.lists(assignments(), max_size=14), st.lists(overrides, max_size=2), st.lists(periods(), max_size=4))
def test_r1_r2_at_no_moment_is_a_couples_therapist_a_partners_own_without_an_override(
    proposals: list[Assignment], permitted: list[ConflictOverride], absences: list[Period]
) -> None:
    """Random histories of assignments and substitutions: what the check lets through keeps the rule all the time."""
    held: list[Assignment] = []
    substitutes = [
        replace(one, clinician=HUGO, period=while_away)
        for away, one in zip(absences, proposals, strict=False)
        if (while_away := one.period.overlap(away)) is not None
    ]
    for proposed in [*proposals, *substitutes]:
        if refusal(proposed, held, permitted) is None:
            held.append(proposed)
    assert uncovered(held, COUPLES, permitted) == []
    moments = {edge for one in held for edge in (one.period.since, one.period.until) if edge}
    moments |= {edge for one in permitted for edge in (one.proposed_at, one.until)}
    for moment in moments:
        assert is_kept(held, COUPLES, permitted, moment)


@given(assignments(), st.lists(assignments(), max_size=6), st.lists(overrides, max_size=2))
def test_r1_r2_a_refused_assignment_would_have_broken_the_rule(
    proposed: Assignment, held: list[Assignment], permitted: list[ConflictOverride]
) -> None:
    """The check is no stricter than the rule, but that one override has to permit all of a conflict."""
    if refusal(proposed, held, permitted) is None:
        return
    conflicts = find_conflicts(proposed, held, COUPLES)
    assert conflicts
    moments = {conflict.period.since for conflict in conflicts}
    moments |= {one.until for one in permitted}
    everything = [proposed, *held]
    broken = [moment for moment in moments if not is_kept(everything, COUPLES, permitted, moment)]
    assert broken or len(permitted) > 1
