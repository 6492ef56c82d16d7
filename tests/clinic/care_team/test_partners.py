import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.care_team.partners import DEFAULTS, PartnersRule, check_partners, couples_among, default_rule
from clinic.errors import Refused
from clinic.ids import PersonId
from rooms.model.policy.kinds import MATRIX
from tests.clinic.care_team.team import ANA, BEN, CLIENTS, COUPLES, EVA, FINN, GIL, LOPEZ, OTHERS, at

groups = st.lists(st.sampled_from(CLIENTS), unique=True)


def test_r8_partners_are_apart_in_process_groups_and_together_in_classes_and_groups_of_couples() -> None:
    assert default_rule("group") is PartnersRule.SEPARATE
    assert default_rule("psychoeducation") is PartnersRule.ALLOW
    assert default_rule("multi_couple") is PartnersRule.ALLOW
    assert default_rule("something new") is PartnersRule.SEPARATE


def test_the_defaults_are_those_of_rooms() -> None:
    assert DEFAULTS == {kind.value: policy.partners.value for kind, policy in MATRIX.items()}


def test_r8_the_second_partner_is_refused_where_they_are_to_be_apart() -> None:
    check_partners(PartnersRule.SEPARATE, [ANA, GIL], COUPLES, at(1))
    with pytest.raises(Refused, match=r"care_team\.partners_together"):
        check_partners(PartnersRule.SEPARATE, [ANA, GIL, BEN], COUPLES, at(1))
    check_partners(PartnersRule.ALLOW, [ANA, GIL, BEN], COUPLES, at(1))


def test_r8_couples_count_as_they_are_when_the_group_meets() -> None:
    check_partners(PartnersRule.SEPARATE, [EVA, FINN], COUPLES, at(200))
    with pytest.raises(Refused, match=r"care_team\.partners_together"):
        check_partners(PartnersRule.SEPARATE, [EVA, FINN], COUPLES, at(199))


def test_r8_the_facilitator_sees_who_is_a_couple() -> None:
    assert couples_among([FINN, BEN, EVA, ANA], COUPLES, at(1)) == [LOPEZ, OTHERS]


@given(groups, st.integers(0, 400), st.sampled_from(PartnersRule))
def test_r8_no_group_that_keeps_partners_apart_has_both(
    members: list[PersonId], hour: int, rule: PartnersRule
) -> None:
    together = [
        unit
        for unit in COUPLES
        if unit.is_active(at(hour)) and sum(one in members for one in unit.partners) == 2
    ]
    try:
        check_partners(rule, members, COUPLES, at(hour))
        refused = False
    except Refused:
        refused = True
    assert refused is (bool(together) and rule is PartnersRule.SEPARATE)
