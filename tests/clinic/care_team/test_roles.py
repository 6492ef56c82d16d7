from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinic.care_team.roles import NEEDS, Assignment, CareTeamRole, check_assignment
from clinic.common.errors import Refused
from clinic.people.licences import Credentials, Licence, LicenceType, Qualification
from tests.clinic.care_team.team import ANA, DANA, LOPEZ, own, period

TODAY = date(2026, 3, 2)
LICENCE = Licence("IL", LicenceType.PSYCHOLOGIST, "1", TODAY)
EVERYTHING = Credentials(frozenset(Qualification), (LICENCE,))
FITS = {
    CareTeamRole.INDIVIDUAL_THERAPIST: {"client"},
    CareTeamRole.COUPLES_THERAPIST: {"couple"},
    CareTeamRole.SUD_COUNSELOR: {"client"},
    CareTeamRole.PRESCRIBER: {"client"},
    CareTeamRole.CARE_COORDINATOR: {"client", "couple"},
    CareTeamRole.CLINICAL_DIRECTOR: {"clinic"},
    CareTeamRole.ON_CALL: {"clinic"},
}
SUBJECTS = {
    "client": (ANA, None),
    "couple": (None, LOPEZ.id),
    "clinic": (None, None),
    "both": (ANA, LOPEZ.id),
}


def refusal(proposed: Assignment, credentials: Credentials = EVERYTHING) -> tuple[str, str | None] | None:
    try:
        check_assignment(proposed, credentials, TODAY)
    except Refused as refused:
        return refused.code, refused.reason
    return None


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("role", CareTeamRole)
def test_each_role_is_for_a_client_a_couple_or_the_clinic(role: CareTeamRole, subject: str) -> None:
    client, couple = SUBJECTS[subject]
    proposed = Assignment(DANA, role, period(0), client, couple)
    assert refusal(proposed) == (None if subject in FITS[role] else ("care_team.subject", None))


def test_an_assignment_ends_after_it_begins() -> None:
    assert refusal(own(DANA, ANA, since=2, until=2)) == ("care_team.period", None)


@pytest.mark.parametrize("role", CareTeamRole)
def test_whoever_takes_a_role_is_qualified_for_it(role: CareTeamRole) -> None:
    client, couple = SUBJECTS[sorted(FITS[role])[0]]
    proposed = Assignment(DANA, role, period(0), client, couple)
    wanted = NEEDS.get(role)
    without = Credentials(frozenset(Qualification) - {wanted}, (LICENCE,))
    assert refusal(proposed, without) == (wanted and ("care_team.unqualified", wanted.value))


def test_a_therapist_whose_licence_has_expired_is_not_assigned() -> None:
    expired = replace(EVERYTHING, licences=(replace(LICENCE, expires=TODAY - timedelta(days=1)),))
    proposed = own(DANA, ANA, CareTeamRole.INDIVIDUAL_THERAPIST)
    assert refusal(proposed, expired) == ("care_team.unqualified", "licensed_clinician")
    assert refusal(own(DANA, ANA, CareTeamRole.SUD_COUNSELOR), expired) is None
