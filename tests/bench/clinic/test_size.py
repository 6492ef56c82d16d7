import pytest

from bench.clinic.size import MEMBERS, ClinicSize


def test_the_large_clinic_has_three_thousand_sessions_a_week() -> None:
    size = ClinicSize.of(5_000)
    assert (size.staff, size.cohorts, size.couples, size.weekly) == (200, 300, 250, 3_000)


@pytest.mark.parametrize("clients", [50, 60, 137, 1_000, 5_000])
def test_a_smaller_clinic_has_as_many_sessions_for_each_person(clients: int) -> None:
    size = ClinicSize.of(clients)
    assert size.weekly == round(0.6 * clients)
    assert size.clinicians >= 2
    assert MEMBERS * size.cohorts <= clients - 2 * size.couples
    assert size.individual <= clients - 2 * size.couples
