from bench.clinic.people import client_fields, display_name, staff_fields, typed
from clinic.people.person import check_person


def test_everybody_is_somebody_whom_the_clinic_would_accept() -> None:
    for number in (0, 1, 77, 4_999):
        assert check_person(client_fields(number)) == []
        assert check_person(staff_fields(number)) == []


def test_names_are_many_and_addresses_are_each_ones_own() -> None:
    assert len({display_name(number) for number in range(5_000)}) > 1_000
    assert len({client_fields(number).email for number in range(5_000)}) == 5_000


def test_a_name_is_typed_key_by_key() -> None:
    assert typed("Al B") == ["A", "Al", "Al", "Al B"]
