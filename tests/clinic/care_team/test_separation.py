import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.care_team.separation import (
    APART,
    Assignment,
    CareRole,
    check_couples_therapist,
    check_own_clinician,
)
from clinic.errors import Refused
from clinic.ids import PersonId

ANA, BEN, DANA = PersonId("pt_ana"), PersonId("pt_ben"), PersonId("pt_dana")
people = st.sampled_from([ANA, BEN, DANA, PersonId("pt_elena"), PersonId("pt_farid")])
assignments = st.builds(Assignment, people, people, st.sampled_from(CareRole))


def test_a_partners_own_therapist_cannot_become_the_couples_therapist() -> None:
    held = Assignment(DANA, BEN, CareRole.SUD_COUNSELOR)
    with pytest.raises(Refused) as refused:
        check_couples_therapist(DANA, (ANA, BEN), [held])
    assert (refused.value.code, refused.value.reason) == ("care_team.couples_therapist", "sud_counselor")


def test_a_prescriber_may_be_the_couples_therapist() -> None:
    check_couples_therapist(DANA, (ANA, BEN), [Assignment(DANA, ANA, CareRole.PRESCRIBER)])
    check_own_clinician(Assignment(DANA, ANA, CareRole.PRESCRIBER), [DANA])


@given(people, st.lists(assignments, max_size=6))
def test_both_sides_enforce_the_same_rule(clinician: PersonId, held: list[Assignment]) -> None:
    """Whichever assignment comes first, the other is refused."""
    conflict = any(
        one.clinician == clinician and one.client in (ANA, BEN) and one.role in APART for one in held
    )
    first, second = True, True
    try:
        check_couples_therapist(clinician, (ANA, BEN), held)
    except Refused:
        first = False
    for one in held:
        try:
            check_own_clinician(one, [clinician] if one.client in (ANA, BEN) else [])
        except Refused:
            second = False
    assert first is second is not conflict
