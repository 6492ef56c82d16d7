"""A small team, two couples, and random assignments, for the tests of this folder. Times are hours after `START`."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from clinic.care_team.overrides import ConflictKey
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.ids import ClinicId, CoupleId, PersonId
from clinic.people.couples import CoupleUnit

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
CLINIC = ClinicId("cl_1")
ANA, BEN, EVA, FINN, GIL = (PersonId(f"pt_{name}") for name in ("ana", "ben", "eva", "finn", "gil"))
DANA, HUGO, IRIS = (PersonId(f"pt_{name}") for name in ("dana", "hugo", "iris"))
CLIENTS, STAFF = (ANA, BEN, EVA, FINN, GIL), (DANA, HUGO, IRIS)
HOURS = 400


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def period(since: float, until: float | None = None) -> Period:
    return Period(at(since), None if until is None else at(until))


def couple(name: str, *partners: PersonId, since: float = 0, until: float | None = None) -> CoupleUnit:
    first, second = partners
    end = None if until is None else at(until)
    return CoupleUnit(CoupleId(f"cu_{name}"), CLINIC, (first, second), at(since), end)


LOPEZ = couple("lopez", ANA, BEN)
OTHERS = couple("others", EVA, FINN, until=200)
COUPLES = (LOPEZ, OTHERS)
DIRECTOR = Assignment(IRIS, CareTeamRole.CLINICAL_DIRECTOR, period(0))


def own(
    clinician: PersonId,
    client: PersonId,
    role: CareTeamRole = CareTeamRole.SUD_COUNSELOR,
    since: float = 0,
    until: float | None = None,
) -> Assignment:
    return Assignment(clinician, role, period(since, until), client=client)


def couples_therapist(
    clinician: PersonId, unit: CoupleUnit = LOPEZ, since: float = 0, until: float | None = None
) -> Assignment:
    return Assignment(clinician, CareTeamRole.COUPLES_THERAPIST, period(since, until), couple=unit.id)


def key(
    clinician: PersonId,
    client: PersonId,
    role: CareTeamRole = CareTeamRole.SUD_COUNSELOR,
    unit: CoupleUnit = LOPEZ,
) -> ConflictKey:
    return ConflictKey(clinician, unit.id, client, role)


_HOURS = st.integers(0, HOURS)


def periods() -> st.SearchStrategy[Period]:
    ends = st.none() | st.integers(1, HOURS)
    return st.builds(lambda since, long: period(since, None if long is None else since + long), _HOURS, ends)


def assignments() -> st.SearchStrategy[Assignment]:
    staff = st.sampled_from(STAFF)
    for_clients = st.sampled_from(
        [CareTeamRole.INDIVIDUAL_THERAPIST, CareTeamRole.SUD_COUNSELOR, CareTeamRole.PRESCRIBER]
    )
    individual = st.builds(Assignment, staff, for_clients, periods(), client=st.sampled_from(CLIENTS))
    of_couples = st.builds(
        Assignment,
        staff,
        st.just(CareTeamRole.COUPLES_THERAPIST),
        periods(),
        couple=st.sampled_from([unit.id for unit in COUPLES]),
    )
    return individual | of_couples
