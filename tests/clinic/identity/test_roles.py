import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.roles import GRANTABLE, StaffRole, check_rank, check_role_change

OLGA, ADAM, CORA = PersonId("pt_olga"), PersonId("pt_adam"), PersonId("pt_cora")
NONE: frozenset[StaffRole] = frozenset()
OWNER = frozenset({StaffRole.OWNER})
ADMIN = frozenset({StaffRole.ADMIN})
CLINICIAN = frozenset({StaffRole.CLINICIAN})
role_sets = st.frozensets(st.sampled_from(StaffRole))


def test_an_admin_invites_a_clinician() -> None:
    check_role_change(ADAM, ADMIN, CORA, NONE, CLINICIAN, frozenset({OLGA}))


@pytest.mark.parametrize("role", [StaffRole.OWNER, StaffRole.CLINICAL_DIRECTOR, StaffRole.AUDITOR])
def test_an_admin_neither_gives_nor_takes_what_is_above_them(role: StaffRole) -> None:
    for before, after in ((CLINICIAN, CLINICIAN | {role}), (CLINICIAN | {role}, CLINICIAN)):
        with pytest.raises(Refused) as refused:
            check_role_change(ADAM, ADMIN, CORA, before, after, frozenset({OLGA, CORA}))
        assert (refused.value.code, refused.value.reason) == ("roles.not_grantable", role.value)


def test_an_admin_may_change_the_lesser_roles_of_an_owner_who_keeps_the_rest() -> None:
    check_role_change(ADAM, ADMIN, OLGA, OWNER, OWNER | CLINICIAN, frozenset({OLGA}))


def test_nobody_but_an_owner_changes_their_own_roles() -> None:
    with pytest.raises(Refused) as refused:
        check_role_change(ADAM, ADMIN, ADAM, ADMIN, ADMIN | CLINICIAN, frozenset({OLGA}))
    assert refused.value.code == "roles.own"
    check_role_change(OLGA, OWNER, OLGA, OWNER, OWNER | CLINICIAN, frozenset({OLGA}))


def test_the_last_owner_stays_one() -> None:
    with pytest.raises(Refused) as refused:
        check_role_change(OLGA, OWNER, OLGA, OWNER, CLINICIAN, frozenset({OLGA}))
    assert refused.value.code == "roles.last_owner"
    check_role_change(OLGA, OWNER, OLGA, OWNER, CLINICIAN, frozenset({OLGA, ADAM}))


def test_an_admin_cannot_manage_the_sign_in_of_an_owner() -> None:
    check_rank(ADMIN, CLINICIAN)
    with pytest.raises(Refused) as refused:
        check_rank(ADMIN, OWNER | CLINICIAN)
    assert refused.value.reason == "owner"


@given(role_sets, role_sets, role_sets)
def test_no_chain_of_grants_reaches_a_role_that_its_beginner_could_not_give(
    actor: frozenset[StaffRole], before: frozenset[StaffRole], after: frozenset[StaffRole]
) -> None:
    """Whatever a change gives can in turn give only what the actor could have given directly."""
    try:
        check_role_change(ADAM, actor, CORA, before, after, frozenset({OLGA}))
    except Refused:
        return
    reach = frozenset[StaffRole]().union(*(GRANTABLE.get(role, NONE) for role in actor))
    for role in after - before:
        assert GRANTABLE.get(role, NONE) <= reach
