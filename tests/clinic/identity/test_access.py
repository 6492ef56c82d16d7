from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Refused
from clinic.common.ids import ClinicId, PersonId, SignInId
from clinic.identity.access import (
    DANGEROUS,
    PERMISSIONS,
    PROOF_LASTS,
    TOKEN_SCOPES,
    Action,
    Principal,
    PrincipalKind,
    check,
    check_scopes,
    may,
)
from clinic.identity.roles import StaffRole

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
role_sets = st.frozensets(st.sampled_from(StaffRole))
actions = st.sampled_from(Action)


def staff(*roles: StaffRole, proved_at: datetime = NOW, scopes: frozenset[Action] | None = None) -> Principal:
    return Principal(
        ClinicId("cl_1"),
        PersonId("pt_1"),
        PrincipalKind.STAFF,
        frozenset(roles),
        SignInId("si_1"),
        proved_at,
        scopes,
    )


CLIENT = Principal(
    ClinicId("cl_1"), PersonId("pt_2"), PrincipalKind.CLIENT, frozenset(), SignInId("si_2"), NOW
)


def refusal(principal: Principal, action: Action, now: datetime = NOW) -> str | None:
    try:
        check(principal, action, now)
    except Refused as refused:
        return refused.code if refused.reason == action else "another action"
    return None


@pytest.mark.parametrize("holder", [*PrincipalKind, *StaffRole])
@pytest.mark.parametrize("action", Action)
def test_everybody_may_exactly_what_the_table_says(holder: StaffRole | PrincipalKind, action: Action) -> None:
    if isinstance(holder, StaffRole):
        principal, allowed = staff(holder), PERMISSIONS[holder] | PERMISSIONS[PrincipalKind.STAFF]
    else:
        principal, allowed = (CLIENT if holder is PrincipalKind.CLIENT else staff()), PERMISSIONS[holder]
    assert refusal(principal, action) == (None if action in allowed else "access.denied")


@given(role_sets, role_sets, actions)
def test_roles_add_up_and_none_takes_anything_away(
    some: frozenset[StaffRole], others: frozenset[StaffRole], action: Action
) -> None:
    assert may(staff(*some, *others), action) == (may(staff(*some), action) or may(staff(*others), action))


def test_every_action_is_somebodys() -> None:
    assert frozenset[Action]().union(*PERMISSIONS.values()) == frozenset(Action)


def test_a_client_can_do_nothing_to_anybody_else() -> None:
    allowed = {action for action in Action if may(CLIENT, action)}
    assert allowed == {
        Action.OWN_READ,
        Action.OWN_WRITE,
        Action.OWN_CREDENTIALS,
        Action.OWN_COPY,
        Action.SESSIONS_ATTEND,
    }


def test_only_owner_and_director_end_a_legal_hold() -> None:
    able = {role for role in StaffRole if may(staff(role), Action.HOLDS_END)}
    assert able == {StaffRole.OWNER, StaffRole.CLINICAL_DIRECTOR}


def test_a_client_cannot_have_a_role_of_staff() -> None:
    with pytest.raises(ValueError, match="no roles of staff"):
        Principal(
            CLIENT.clinic,
            CLIENT.person,
            PrincipalKind.CLIENT,
            frozenset({StaffRole.AUDITOR}),
            CLIENT.sign_in,
            NOW,
        )


def test_only_the_director_overrides_the_care_teams_rules() -> None:
    able = {role for role in StaffRole if may(staff(role), Action.CARE_TEAM_OVERRIDE)}
    assert able == {StaffRole.CLINICAL_DIRECTOR}


def test_those_whose_acts_the_audit_holds_do_not_run_the_office_and_read_it_alone() -> None:
    assert not may(staff(StaffRole.ADMIN), Action.AUDIT_READ)
    assert PERMISSIONS[StaffRole.AUDITOR] == {Action.AUDIT_READ, Action.STAFF_READ}


@pytest.mark.parametrize("action", sorted(DANGEROUS))
def test_a_dangerous_act_needs_a_fresh_proof(action: Action) -> None:
    able = staff(*StaffRole)
    assert refusal(able, action, NOW + PROOF_LASTS) is None
    assert refusal(able, action, NOW + PROOF_LASTS + timedelta(seconds=1)) == "access.proof_needed"


def test_a_proof_from_the_future_is_none() -> None:
    assert (
        refusal(staff(*StaffRole), Action.PEOPLE_EXPORT, NOW - timedelta(seconds=1)) == "access.proof_needed"
    )


def test_an_old_proof_is_enough_for_everyday_acts() -> None:
    assert refusal(staff(StaffRole.CARE_COORDINATOR), Action.SCHEDULE_WRITE, NOW + timedelta(hours=8)) is None


def test_who_may_not_is_told_so_and_not_asked_for_a_proof() -> None:
    late = NOW + timedelta(hours=1)
    assert refusal(staff(StaffRole.TECH_HOST), Action.PEOPLE_EXPORT, late) == "access.denied"


@given(role_sets, st.frozensets(actions), actions)
def test_a_token_never_does_more_than_its_owner_or_its_scopes_or_anything_dangerous(
    roles: frozenset[StaffRole], scopes: frozenset[Action], action: Action
) -> None:
    if may(staff(*roles, scopes=scopes), action):
        assert may(staff(*roles), action)
        assert action in scopes
        assert action not in DANGEROUS


def test_no_token_can_act_as_its_owner_or_read_the_audit() -> None:
    assert TOKEN_SCOPES.isdisjoint(DANGEROUS | PERMISSIONS[PrincipalKind.STAFF])
    assert Action.AUDIT_READ not in TOKEN_SCOPES


def test_a_token_gets_scopes_of_its_maker_only() -> None:
    check_scopes(staff(StaffRole.CLINICIAN), frozenset({Action.SCHEDULE_READ, Action.PEOPLE_READ}))
    with pytest.raises(Refused) as refused:
        check_scopes(
            staff(StaffRole.CLINICIAN),
            frozenset({Action.SCHEDULE_READ, Action.POLICIES_WRITE, Action.BREAK_GLASS}),
        )
    assert (refused.value.code, refused.value.reason) == ("tokens.scopes", "break_glass.use,policies.write")


def test_a_token_without_scopes_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        check_scopes(staff(StaffRole.OWNER), frozenset())
    assert (refused.value.code, refused.value.reason) == ("tokens.scopes", None)
