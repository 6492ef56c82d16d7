"""Which sessions a client could make up for what they missed in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from clinic.attendance.make_up import Offer, candidates
from clinic.common.ids import AppointmentId, CohortId, PersonId, ProgramId
from clinic.programme.cohorts import Admission, Cohort
from clinic.programme.minutes import Counting
from clinic.programme.tracks import Service, Track

NOW = datetime(2026, 1, 8, 12, tzinfo=UTC)
ANA, BEN = PersonId("pt_ana"), PersonId("pt_ben")
COUNTING = Counting(frozenset({Service.GROUP, Service.PSYCHOEDUCATION}))


def cohort(name: str, track: Track = Track.GROUP, program: str = "pg_1") -> Cohort:
    return Cohort(CohortId(f"co_{name}"), ProgramId(program), track, name, Admission.ROLLING, 12)


OWN = cohort("mornings")
OTHER = cohort("evenings")


def offer(**changed: object) -> Offer:
    begins = NOW + timedelta(hours=5)
    found = Offer(
        AppointmentId("ss_1"), begins, begins + timedelta(hours=3), "group", OTHER, frozenset({BEN})
    )
    return replace(found, **changed)  # type: ignore[arg-type]


def test_a_session_to_come_of_another_group_of_the_same_kind_suits() -> None:
    assert candidates([offer()], ANA, [OWN], COUNTING, NOW) == [offer()]


@pytest.mark.parametrize(
    "changed",
    [
        {"begins": NOW},
        {"kind": "couples"},
        {"kind": "individual"},
        {"kind": "multi_couple"},
        {"kind": "alumni"},
        {"people": frozenset({ANA, BEN})},
        {"cohort": replace(OTHER, admission=Admission.CLOSED)},
        {"cohort": cohort("other", Track.SUD)},
        {"cohort": cohort("other", program="pg_2")},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_others_do_not(changed: dict[str, object]) -> None:
    assert candidates([offer(**changed)], ANA, [OWN], COUNTING, NOW) == []


def test_a_kind_that_does_not_count_makes_up_for_nothing() -> None:
    assert candidates([offer()], ANA, [OWN], Counting(frozenset({Service.INDIVIDUAL})), NOW) == []


def test_who_is_in_no_group_is_offered_none() -> None:
    assert candidates([offer()], ANA, [], COUNTING, NOW) == []


def test_the_earliest_come_first() -> None:
    later = offer(id=AppointmentId("ss_0"), begins=NOW + timedelta(hours=9))
    assert candidates([later, offer()], ANA, [OWN], COUNTING, NOW) == [offer(), later]
